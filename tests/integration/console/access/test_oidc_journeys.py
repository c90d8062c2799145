"""To an identity provider and back: once, in the same browser, and to a page of ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from services.console.web.access.parts import access_parts

from .browser import Browser
from .federated import Federated
from .sign_in_site import SignInSite
from .small_site import cheap_passwords, small_site


async def test_who_comes_back_comes_back_once_and_in_the_browser_that_left(federated: Federated) -> None:
    browser, other = federated.site.browser(), federated.site.browser()
    federated.provider.faults.codes_work_again = True
    back = await federated.leave(browser)
    cookies = dict(browser.cookies)
    assert (await other.get(back)).status_code == 400, "without the cookie"
    other.cookies = dict.fromkeys(cookies, "A" * 43)
    assert (await other.get(back)).status_code == 400, "with another one"
    assert (await browser.get(back)).status_code == 303
    browser.cookies = cookies
    again = await browser.get(back)
    assert again.status_code == 400, "a second time"
    assert "Start again here" in again.text


async def test_a_state_of_somebody_elses_journey_lets_nobody_in(federated: Federated) -> None:
    """Else somebody is signed in as the attacker, and writes into the attacker's trail."""
    attacker, victim = federated.site.browser(), federated.site.browser()
    back = await federated.leave(attacker)
    await federated.leave(victim)
    assert (await victim.get(back)).status_code == 400
    code = parse_qs(urlsplit(back).query)["code"][0]
    own = await federated.leave(victim)
    state = parse_qs(urlsplit(own).query)["state"][0]
    mixed = await victim.get("/oidc/callback?" + urlencode({"code": code, "state": state}))
    assert mixed.status_code == 400, "the code belongs to another verifier and nonce"


@pytest.mark.parametrize(
    "query", ["", "state=", "state=x&code=y", f"state={'A' * 43}&code=y", "code=y", "state=%00", "error=access_denied"]
)
async def test_what_nobody_left_for_comes_to_nothing(federated: Federated, query: str) -> None:
    assert (await federated.site.browser().get(f"/oidc/callback?{query}")).status_code == 400


async def test_a_refusal_of_the_provider_is_said_without_its_words(federated: Federated) -> None:
    browser = federated.site.browser()
    state = parse_qs(urlsplit(await federated.leave(browser)).query)["state"][0]
    answer = await browser.get(
        "/oidc/callback?"
        + urlencode({"state": state, "error": "access_denied", "error_description": "<b>Call 555</b>"})
    )
    assert answer.status_code == 403
    assert "Call 555" not in answer.text


async def test_an_answer_that_another_provider_signs_with_its_name_is_refused(federated: Federated) -> None:
    browser = federated.site.browser()
    back = await federated.leave(browser)
    assert (await browser.get(f"{back}&iss=https%3A%2F%2Fevil.example")).status_code == 400


async def test_a_journey_that_took_too_long_starts_again(federated: Federated) -> None:
    browser = federated.site.browser()
    back = await federated.leave(browser)
    federated.site.clock.move(minutes=11)
    assert (await browser.get(back)).status_code == 400


async def test_two_tabs_may_be_under_way_and_both_arrive(federated: Federated) -> None:
    """As express-openid-connect 43 and Grafana 7996: the second tab broke the first one's sign-in."""
    browser = federated.site.browser()
    first, second = await federated.leave(browser, "/cases"), await federated.leave(browser)
    assert (await browser.get(first)).headers["location"] == "/signed-in?next=%2Fcases"
    assert (await browser.get(second)).status_code == 303


async def test_whoever_left_one_process_may_come_back_to_another(federated: Federated) -> None:
    """As Grafana 13073: with two replicas the saved state was missing."""
    other = access_parts(federated.settings, 8123, clock=federated.site.clock, passwords=cheap_passwords())
    await other.open()
    try:
        browser = federated.site.browser()
        back = await federated.leave(browser)
        elsewhere = Browser(small_site(other))
        elsewhere.cookies = browser.cookies
        assert (await elsewhere.get(back)).status_code == 303
    finally:
        await other.close()


@pytest.mark.parametrize(
    "after",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/sign-in", "/.//evil.example"],
)
async def test_nobody_is_led_elsewhere_afterwards(federated: Federated, after: str) -> None:
    browser = federated.site.browser()
    assert (await federated.sign_in(browser, after)).headers["location"] == "/signed-in"
    assert (await browser.get("/signed-in?" + urlencode({"next": after}))).headers["location"] == "/"
    assert (await browser.get("/sign-in?" + urlencode({"next": after}))).headers["location"] == "/"


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": ["x"]},
    ],
    ids=str,
)
async def test_a_document_that_leads_elsewhere_leads_nowhere(federated: Federated, document: dict[str, Any]) -> None:
    """As apache/tooling-trusted-releases 761: an address went into a refresh as it came."""
    federated.provider.faults.document = document
    answer = await federated.site.browser().post("/oidc/leave")
    assert answer.status_code == 503
    assert "evil" not in answer.text
    assert "javascript" not in answer.text


async def test_a_secret_with_signs_in_it_works_either_way(federated: Federated) -> None:
    """As elasticsearch 43709 and hydra 631."""
    assert (await federated.sign_in(federated.site.browser())).status_code == 303
    federated.provider.faults.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    federated.site.clock.move(minutes=61)
    federated.provider.faults.claims = federated.of_now()
    assert (await federated.sign_in(federated.site.browser())).status_code == 303


async def test_without_a_provider_there_is_none(site: SignInSite) -> None:
    assert "/oidc/leave" not in (await site.browser().get("/sign-in")).text
    assert (await site.browser().post("/oidc/leave")).status_code == 404
    assert (await site.browser().get(f"/oidc/callback?state={'A' * 43}&code=x")).status_code == 404
