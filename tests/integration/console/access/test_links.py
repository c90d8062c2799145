"""Links that work once: the first account, and passwords."""

from __future__ import annotations

import asyncio

from services.console.may import StaffRole

from .browser import Browser
from .sign_in_site import PASSWORD, SignInSite

NEW = "another sentence to remember"


async def first(site: SignInSite) -> str:
    token = await site.access.links.first(site.clock.now())
    assert token is not None
    return f"/first/{token}"


async def used(browser: Browser, link: str, name: str = "rui", password: str = NEW) -> int:
    return (await browser.post(link, {"name": name, "password": password, "again": password})).status_code


async def test_the_first_link_makes_a_supervisor_who_is_in_at_once(site: SignInSite) -> None:
    link, browser = await first(site), site.browser()
    page = await browser.get(link)
    assert 'autocomplete="new-password"' in page.text
    assert await used(browser, link) == 303
    assert (await browser.get("/")).text == "rui: supervisor"
    assert (await site.browser().post("/sign-in", {"name": "rui", "password": NEW})).status_code == 303


async def test_a_link_works_once_and_looking_does_not_use_it(site: SignInSite) -> None:
    link = await first(site)
    for _ in range(3):  # such as by a mail program that looks what is behind a link
        assert (await site.browser().get(link)).status_code == 200
    assert await used(site.browser(), link) == 303
    assert await used(site.browser(), link, "eve") == 404
    assert (await site.browser().get(link)).status_code == 404


async def test_of_two_who_use_first_links_at_once_one_is_first(site: SignInSite) -> None:
    links = [await first(site) for _ in range(4)]
    codes = await asyncio.gather(*(used(site.browser(), link, f"p{place}") for place, link in enumerate(links)))
    assert sorted(codes) == [303, 404, 404, 404]
    assert site.execute("SELECT count(*) FROM console.accounts") == [(1,)]
    assert site.execute("SELECT count(*) FROM console.links") == [(0,)]


async def test_there_is_no_first_link_once_there_is_an_account_even_a_disabled_one(site: SignInSite) -> None:
    link = await first(site)
    await site.account()
    await site.access.accounts.disable("maria", by="test", at=site.clock.now())
    assert await site.access.links.first(site.clock.now()) is None
    assert await used(site.browser(), link) == 404
    assert site.execute("SELECT name FROM console.accounts") == [("maria",)]


async def test_a_link_is_over_after_its_time(site: SignInSite) -> None:
    link = await first(site)
    site.clock.move(minutes=30)
    assert (await site.browser().get(link)).status_code == 404
    assert await used(site.browser(), link) == 404


async def test_a_password_link_is_its_accounts_alone_and_ends_what_was_open(site: SignInSite) -> None:
    before = await site.signed_in()
    await site.account("ana", StaffRole.AUDITOR)
    older = await site.access.links.for_password("maria", site.clock.now())
    token = await site.access.links.for_password("maria", site.clock.now())
    assert await used(site.browser(), f"/first/{older}") == 404, "a newer link ended it"
    browser = site.browser()
    assert await used(browser, f"/first/{token}", "ana") == 303, "the name that is typed does not count"
    assert await used(site.browser(), f"/first/{token}") == 404, "a second time"
    assert (await browser.get("/")).text == "maria: operator"
    assert (await before.get("/")).status_code == 303
    assert (await site.browser().post("/sign-in", {"name": "maria", "password": PASSWORD})).status_code == 403
    assert (await site.browser().post("/sign-in", {"name": "ana", "password": PASSWORD})).status_code == 303


async def test_a_link_of_an_account_that_was_disabled_sets_nothing(site: SignInSite) -> None:
    await site.account()
    token = await site.access.links.for_password("maria", site.clock.now())
    await site.access.accounts.disable("maria", by="test", at=site.clock.now())
    assert await used(site.browser(), f"/first/{token}") == 404
    assert await site.access.links.for_password("maria", site.clock.now()) is None


async def test_a_form_that_is_wrong_says_why_and_the_link_still_works(site: SignInSite) -> None:
    link, browser = await first(site), site.browser()
    for name, password, again, said in (
        ("rui", "short", "short", "at least 12"),
        ("rui", NEW, NEW + "x", "not the same"),
        ("<b>rui", NEW, NEW, "A name has"),
        ("rui", "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "different characters"),
        ("rui", "x" * 300, "x" * 300, "at most 256"),
    ):
        answer = await browser.post(link, {"name": name, "password": password, "again": again})
        assert answer.status_code == 400
        assert said in answer.text
        assert 'role="alert"' in answer.text
        assert "<b>" not in answer.text
    assert await used(browser, link) == 303


async def test_what_is_no_token_is_not_looked_up(site: SignInSite) -> None:
    for token in ("x", "A" * 43, "A" * 5_000, "%00", "..%2f..", "%F0%9F"):
        assert (await site.browser().get(f"/first/{token}")).status_code in (303, 404)
