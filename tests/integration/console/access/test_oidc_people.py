"""Whom a provider vouches for: what they are called, and what they may."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from services.console.may import StaffRole

from .federated import Federated
from .identity_provider import SECRET
from .sign_in_site import PASSWORD


async def test_whom_the_provider_vouches_for_is_in_with_the_roles_of_their_groups(federated: Federated) -> None:
    browser = federated.site.browser()
    answer = await federated.sign_in(browser, "/cases")
    assert (await browser.follow(await browser.follow(answer))).text == "ines: operator"
    asked = parse_qs(urlsplit(federated.seen[0]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert SECRET not in str(asked)
    assert list(browser.cookies) == ["__Host-doorstep-8123"], "the cookie of the journey is gone"


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        ("desk", "operator"),
        (["desk", "leads"], "operator, supervisor"),
        (["CN=dpo,OU=bank"], "privacy officer"),
        ("desk leads", None),
        ("desks", None),
        ("xdesk", None),
        (["DESK"], None),
        ({"desk": ["a"]}, None),
        ([["desk"]], None),
        ([], None),
        (True, None),
        ("supervisor", None),
    ],
    ids=str,
)
async def test_only_a_whole_value_of_the_claim_is_a_role(
    federated: Federated, groups: object, roles: str | None
) -> None:
    """As AKHQ 840 (one group comes as a text), AKHQ 1932 (or as an object), Flower 1217 (a part of a value matched) and
    garage-ui 14 (whoever had no role came in)."""
    federated.provider.person["groups"] = groups
    if roles is None:
        assert "no role here" in (await federated.refused()).text
        return
    browser = federated.site.browser()
    await federated.sign_in(browser)
    assert (await browser.get("/")).text == f"ines: {roles}"


async def test_groups_that_only_userinfo_tells_are_asked_for_there(federated: Federated) -> None:
    """As kafka-ui 4226 with Okta's thin tokens."""
    del federated.provider.person["groups"]
    federated.provider.faults.userinfo = {"groups": ["leads"], "iss": "https://evil.example"}
    browser = federated.site.browser()
    await federated.sign_in(browser)
    assert (await browser.get("/")).text == "ines: operator, supervisor"
    federated.provider.faults.userinfo = {"groups": ["leads"], "sub": "somebody-else"}
    await federated.refused()


async def test_a_name_never_says_who_somebody_is(federated: Federated) -> None:
    """As Athenaeum 13 and Grafana's CVE-2023-3128: whoever took a name or address at the provider took the account."""
    await federated.site.account("maria", StaffRole.SUPERVISOR)
    federated.provider.person |= {"preferred_username": "Maria", "email": "maria", "email_verified": True}
    browser = federated.site.browser()
    await federated.sign_in(browser)
    name = (await browser.get("/")).text
    assert name.startswith("sso-")
    assert name.endswith(": operator")
    federated.provider.person["preferred_username"] = "renamed"
    await federated.sign_in(browser)
    assert (await browser.get("/")).text == name, "the trail goes on under one name"
    federated.provider.person["sub"] = "subject-2"
    await federated.sign_in(browser)
    assert (await browser.get("/")).text == "renamed: operator"
    answer = await federated.site.browser().post("/sign-in", {"name": "renamed", "password": PASSWORD})
    assert answer.status_code == 403, "no password belongs to them"


async def test_an_address_that_nobody_verified_is_no_name(federated: Federated) -> None:
    federated.provider.person = {"sub": "s", "groups": ["desk"], "email": "ceo@bank.example", "email_verified": False}
    browser = federated.site.browser()
    await federated.sign_in(browser)
    assert (await browser.get("/")).text.startswith("sso-")


async def test_roles_follow_the_provider_and_a_disabled_account_stays_out(federated: Federated) -> None:
    browser = federated.site.browser()
    await federated.sign_in(browser)
    federated.provider.person["groups"] = []
    await federated.sign_in(federated.site.browser())
    assert (await browser.get("/")).status_code == 403, "what was still open may do nothing"
    federated.provider.person["groups"] = ["desk"]
    await federated.sign_in(browser)
    await federated.site.access.accounts.disable("ines", by="test", at=federated.site.clock.now())
    assert (await browser.get("/")).status_code == 303
    assert "disabled" in (await federated.refused()).text
