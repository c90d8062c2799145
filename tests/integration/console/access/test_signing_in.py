"""Signing in with an account of the console's own: what is kept, what ends when, what nobody learns."""

from __future__ import annotations

import asyncio
import hashlib
import statistics
import time
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from services.console.may import StaffRole
from services.console.store.sign_ins import SignIns, TooManyAttempts
from services.console.store.tables import ConsoleTables
from services.console.web.access.passwords import Passwords

from .browser import HERE
from .sign_in_site import PASSWORD, SignInSite

COOKIE = "__Host-doorstep-8123"


async def test_who_is_unknown_is_led_to_the_sign_in_page_and_back(site: SignInSite) -> None:
    await site.account()
    browser = site.browser()
    answer = await browser.get("/cases?find=abc")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fcases%3Ffind%3Dabc")
    page = await browser.follow(answer)
    assert 'value="/cases?find=abc"' in page.text
    answer = await browser.post("/sign-in", {"name": "Maria ", "password": PASSWORD, "next": "/cases?find=abc"})
    answer = await browser.follow(await browser.follow(answer))
    assert answer.text == "maria: operator"


async def test_the_cookie_has_every_flag_and_only_its_hash_is_kept(site: SignInSite) -> None:
    browser = await site.signed_in()
    (line,) = browser.set_cookies
    assert line == f"{COOKIE}={browser.cookies[COOKIE]}; Path=/; Secure; HttpOnly; SameSite=Lax"
    ((hash,),) = site.execute("SELECT hash FROM console.sessions")
    assert hash == hashlib.sha256(browser.cookies[COOKIE].encode()).digest()


async def test_a_session_from_before_is_not_the_one_afterwards(site: SignInSite) -> None:
    first = await site.signed_in()
    slipped_in = first.cookies[COOKIE]
    victim = site.browser()
    victim.cookies[COOKIE] = slipped_in
    await victim.post("/sign-in", {"name": "maria", "password": PASSWORD})
    assert victim.cookies[COOKIE] != slipped_in
    assert (await first.get("/")).status_code == 303  # what was slipped in has ended
    assert (await victim.get("/")).status_code == 200


async def test_a_token_that_a_browser_made_up_is_never_taken_over(site: SignInSite) -> None:
    await site.account()
    browser = site.browser()
    browser.cookies[COOKIE] = "A" * 43
    await browser.post("/sign-in", {"name": "maria", "password": PASSWORD})
    assert browser.cookies[COOKIE] != "A" * 43


async def test_two_cookies_of_one_name_are_nobodys(site: SignInSite) -> None:
    browser = await site.signed_in()
    token = browser.cookies[COOKIE]
    tossed = await browser.get("/", cookie=f"{COOKIE}={'B' * 43}; {COOKIE}={token}")
    assert tossed.status_code == 303
    other_name = await browser.get("/", cookie=f"doorstep-8123={token}; __Host-doorstep={token}")
    assert other_name.status_code == 303


async def test_a_browser_that_keeps_no_cookie_is_told(site: SignInSite) -> None:
    await site.account()
    browser = site.browser()
    answer = await browser.post("/sign-in", {"name": "maria", "password": PASSWORD})
    browser.cookies.clear()
    answer = await browser.follow(answer)
    assert answer.status_code == 400
    assert "did not keep" in answer.text


async def test_a_session_ends_after_an_hour_without_anybody_and_after_a_day_with_somebody(site: SignInSite) -> None:
    browser = await site.signed_in()
    for _ in range(23):
        site.clock.move(minutes=30)
        assert (await browser.get("/")).status_code == 200
    site.clock.move(minutes=31)
    assert (await browser.get("/")).status_code == 303, "twelve hours are over"
    browser = await site.signed_in("joao")
    site.clock.move(minutes=61)
    assert (await browser.get("/")).status_code == 303


async def test_a_page_that_renews_itself_keeps_nobody_signed_in(site: SignInSite) -> None:
    browser = await site.signed_in()
    for _ in range(5):
        site.clock.move(minutes=11)
        assert (await browser.get("/", doorstep_unattended="1")).status_code == 200
    site.clock.move(minutes=6)
    assert (await browser.get("/")).status_code == 303


async def test_signing_out_ends_the_session_and_not_only_the_cookie(site: SignInSite) -> None:
    browser = await site.signed_in()
    kept = dict(browser.cookies)
    answer = await browser.post("/sign-out")
    assert (answer.status_code, browser.cookies) == (303, {})
    browser.cookies = kept
    assert (await browser.get("/")).status_code == 303


async def test_roles_that_are_taken_away_and_accounts_that_are_disabled_count_at_once(site: SignInSite) -> None:
    browser = await site.signed_in("ana", StaffRole.PRIVACY_OFFICER)
    assert (await browser.post("/forget")).text == "forgotten"
    await site.access.accounts.give("ana", [StaffRole.VIEWER])
    assert (await browser.post("/forget")).status_code == 403
    assert (await browser.get("/")).text == "ana: viewer"
    await site.access.accounts.disable("ana", by="test", at=site.clock.now())
    assert (await browser.get("/")).status_code == 303
    answer = await browser.post("/sign-in", {"name": "ana", "password": PASSWORD})
    assert answer.status_code == 403


async def test_an_unknown_a_disabled_and_a_right_name_get_the_same_answer(site: SignInSite) -> None:
    await site.account("maria")
    await site.account("gone")
    await site.access.accounts.add("new", [StaffRole.VIEWER], by="test", at=site.clock.now())
    await site.access.accounts.disable("gone", by="test", at=site.clock.now())
    pages = set()
    for name in ("maria", "gone", "new", "nobody", "no body'--"):
        answer = await site.browser().post("/sign-in", {"name": name, "password": "wrong wrong wrong"})
        assert answer.status_code == 403
        pages.add(answer.text.replace(name.replace("'", "&#39;"), "NAME"))
    assert len(pages) == 1


async def test_a_name_that_nobody_has_takes_as_long_as_one_that_somebody_has() -> None:
    """Measured as time of the processor, so that neighbours don't count."""
    hasher = PasswordHasher(time_cost=2, memory_cost=8_192, parallelism=1)
    passwords, hash = Passwords(hasher), hasher.hash("right right right")

    async def cost(of: str | None) -> float:
        began = time.process_time()
        assert not await passwords.is_right(of, "wrong wrong wrong")
        return time.process_time() - began

    pairs = [(await cost(hash), await cost(None)) for _ in range(15)]
    known, unknown = (statistics.median(side) for side in zip(*pairs, strict=True))
    assert 0.5 < unknown / known < 2


async def test_whoever_fails_too_often_waits_and_then_comes_in(site: SignInSite) -> None:
    await site.account()
    browser = site.browser()
    for _ in range(5):
        assert (await browser.post("/sign-in", {"name": "maria", "password": "x"})).status_code == 403
        site.clock.move(seconds=1)
    answer = await browser.post("/sign-in", {"name": "maria", "password": PASSWORD})
    assert answer.status_code == 303, "the first wait was a second, and that has passed"
    site.clock.move(seconds=1)
    for _ in range(5):
        await browser.post("/sign-in", {"name": "maria", "password": "x"})
    answer = await browser.post("/sign-in", {"name": "maria", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert 'role="alert"' in answer.text


async def test_a_hundred_attempts_at_once_are_a_hundred(site: SignInSite) -> None:
    await site.account()
    browsers = [site.browser(f"10.0.0.{place % 3}") for place in range(60)]
    answers = await asyncio.gather(
        *(browser.post("/sign-in", {"name": "maria", "password": "x"}) for browser in browsers)
    )
    looked_at = [answer for answer in answers if answer.status_code != 429]
    assert len(looked_at) <= 15  # five from each of three addresses


async def test_attempts_are_counted_one_after_the_other_however_many_processes_count(site: SignInSite) -> None:
    pools = [ConsoleTables(site.url, connections=8) for _ in range(2)]
    for pool in pools:
        await pool.open()
    tries = [SignIns(pool).begin("maria", "10.0.0.1", site.clock.now()) for pool in pools for _ in range(20)]
    came = await asyncio.gather(*tries, return_exceptions=True)
    for pool in pools:
        await pool.close()
    assert sum(isinstance(each, UUID) for each in came) == 5
    assert sum(isinstance(each, TooManyAttempts) for each in came) == 35


async def test_a_session_that_began_while_its_account_was_disabled_is_none(site: SignInSite) -> None:
    """Its password was right a moment before."""
    browser = await site.signed_in()
    site.execute("UPDATE console.accounts SET disabled_at = now()")
    assert (await browser.get("/")).status_code == 303


async def test_who_fails_in_somebodys_name_elsewhere_keeps_them_out_for_a_minute_at_most(site: SignInSite) -> None:
    await site.account()
    for place in range(40):
        await site.browser(f"10.0.{place}.1").post("/sign-in", {"name": "maria", "password": "x"})
    own = site.browser("192.168.1.1")
    assert (await own.post("/sign-in", {"name": "maria", "password": PASSWORD})).status_code == 429
    site.clock.move(seconds=61)
    assert (await own.post("/sign-in", {"name": "maria", "password": PASSWORD})).status_code == 303


async def test_what_was_typed_into_the_wrong_field_is_kept_nowhere(site: SignInSite) -> None:
    await site.browser().post("/sign-in", {"name": "my secret password!", "password": ""})
    rows = site.execute("SELECT t::text FROM console.sign_ins AS t")
    assert rows
    assert not any("secret" in str(row) for row in rows)


async def test_a_password_that_was_hashed_with_less_is_hashed_anew(site: SignInSite) -> None:
    await site.account()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    site.execute("UPDATE console.accounts SET password = %s", weak)
    assert (await site.browser().post("/sign-in", {"name": "maria", "password": PASSWORD})).status_code == 303
    ((now,),) = site.execute("SELECT password FROM console.accounts")
    assert now != weak
    assert (await site.browser().post("/sign-in", {"name": "maria", "password": PASSWORD})).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": None},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8123"},
        {"origin": "http://127.0.0.1:8123.evil.example"},
        {"origin": HERE, "sec_fetch_site": "cross-site"},
        {"origin": HERE, "sec_fetch_site": "same-site"},
        {"origin": "http://evil.example:8123", "host": "evil.example:8123"},
        {"origin": None, "sec_fetch_site": None, "referer": f"{HERE}/"},
    ],
    ids=str,
)
async def test_nothing_changes_for_a_page_of_somebody_else(site: SignInSite, headers: dict[str, str | None]) -> None:
    browser = await site.signed_in("ana", StaffRole.PRIVACY_OFFICER)
    assert (await browser.post("/forget", None, **headers)).status_code == 403
    assert (await browser.post("/sign-out", None, **headers)).status_code == 403
    assert (await browser.get("/")).status_code == 200


async def test_a_part_of_a_page_is_told_to_leave_it_when_the_session_is_over(site: SignInSite) -> None:
    answer = await site.browser().get(
        "/cases", sec_fetch_mode="cors", hx_request="true", hx_current_url=f"{HERE}/cases?state=held"
    )
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=%2Fcases%3Fstate%3Dheld")
    stream = await site.browser().get("/", sec_fetch_mode="cors", accept="text/event-stream")
    assert stream.status_code == 401
    posted = await site.browser().post("/forget")
    assert posted.status_code == 401


async def test_no_get_changes_anything_but_when_somebody_was_seen(site: SignInSite) -> None:
    browser = await site.signed_in()
    link = await site.access.links.for_password("maria", site.clock.now())

    def everything() -> list[object]:
        tables = ("accounts", "links", "sessions", "sign_ins", "journeys")
        return [site.execute(f"SELECT to_jsonb(t) - 'seen_at' FROM console.{name} AS t ORDER BY 1") for name in tables]

    before = everything()
    for path in ("/", "/sign-in", "/signed-in", "/sign-out", f"/first/{link}", "/oidc/leave", "/oidc/callback?state=x"):
        for each in (browser, site.browser()):
            await each.get(path)
    assert everything() == before
