"""Signing in with an identity provider: a real one, and everything that one could do wrong."""

from __future__ import annotations

import hmac
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey

from services.console.may import Role
from services.console.web.access.parts import access_parts
from services.console.web.access.settings import AccessSettings
from shared.runtime.web import Web

from .browser import Browser
from .conftest import PASSWORD, SetClock, SignInSite
from .identity_provider import CLIENT, EC_KEY, NEW_KEY, RSA_KEY, SECRET, IdentityProvider
from .small_site import cheap_passwords, small_site

BACK_AT = "http://127.0.0.1:8123/oidc/callback"
HOUR_S = 3_600
FORGED = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})


def with_the_public_key(signed: bytes) -> bytes:
    """The classic: what is public taken for a shared secret."""
    return hmac.digest(RSA_KEY.as_pem(private=False), signed, "sha256")


def with_the_right_key(signed: bytes) -> bytes:
    assert RSA_KEY.private_key is not None
    return bytes(RSA_KEY.private_key.sign(signed, PKCS1v15(), SHA256()))


def not_at_all(_: bytes) -> bytes:
    return b""


@dataclass
class Federated:
    site: SignInSite
    provider: IdentityProvider
    settings: AccessSettings
    seen: list[str] = field(default_factory=list)

    async def leave(self, browser: Browser, after: str = "") -> str:
        """To the provider; the address at which it sends the browser back."""
        page = await browser.post("/oidc/leave", {"next": after})
        assert page.status_code == 200, page.text
        to = page.text.partition('content="0;url=')[2].partition('"')[0].replace("&amp;", "&")
        self.seen.append(to)
        async with httpx.AsyncClient() as client:
            answer = await client.get(to)
        assert answer.is_redirect, answer.text
        back = answer.headers["location"]
        assert back.startswith(BACK_AT)
        return str(back).removeprefix("http://127.0.0.1:8123")

    async def sign_in(self, browser: Browser, after: str = "") -> httpx.Response:
        return await browser.get(await self.leave(browser, after), sec_fetch_site="cross-site")

    def of_now(self) -> dict[str, int]:
        """Claims of a provider whose clock was moved with ours."""
        now = int(self.site.clock.now().timestamp())
        return {"iat": now, "exp": now + HOUR_S}

    async def refused(self) -> httpx.Response:
        """Somebody tries, and does not come in."""
        browser = self.site.browser()
        answer = await self.sign_in(browser)
        assert answer.status_code in (400, 403, 503), answer.headers
        assert browser.cookies == {}
        assert (await browser.get("/")).status_code == 303
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def federated(settings: AccessSettings) -> AsyncIterator[Federated]:
    port = free_port()
    provider = IdentityProvider(f"http://127.0.0.1:{port}", BACK_AT)
    web = Web(provider.app, port, setting="TEST_PORT")
    await web.start()
    configured = AccessSettings.model_validate(
        settings.model_dump()
        | {
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_roles": "desk=operator;leads=supervisor;leads=operator;CN=dpo,OU=bank=privacy_officer",
        }
    )
    access = access_parts(configured, 8123, clock=SetClock(datetime.now(UTC)), passwords=cheap_passwords())
    await access.open()
    clock = access.clock
    assert isinstance(clock, SetClock)
    yield Federated(SignInSite(settings.database_url, access, small_site(access), clock), provider, configured)
    await access.close()
    await web.stop()


async def test_whom_the_provider_vouches_for_is_in_with_the_roles_of_their_groups(federated: Federated) -> None:
    browser = federated.site.browser()
    answer = await federated.sign_in(browser, "/cases")
    assert (await browser.follow(await browser.follow(answer))).text == "ines: operator"
    asked = parse_qs(urlsplit(federated.seen[0]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert SECRET not in str(asked)
    assert list(browser.cookies) == ["__Host-doorstep-8123"], "the cookie of the journey is gone"


async def test_a_token_that_is_signed_with_an_elliptic_curve_is_as_good(federated: Federated) -> None:
    federated.provider.faults.alg, federated.provider.faults.key = "ES256", EC_KEY
    browser = federated.site.browser()
    assert (await federated.sign_in(browser)).status_code == 303
    assert (await browser.get("/")).text == "ines: operator"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"aud": ["another-client"]},
        {"aud": None},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"exp": None},
        {"exp": 0},
        {"exp": "9999999999"},
        {"exp": 1e300},
        {"iat": None},
        {"iat": 9_999_999_999},
        {"nbf": 9_999_999_999},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a\nb"},
        {"sub": "x" * 300},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
async def test_a_token_that_does_not_say_what_it_must_lets_nobody_in(
    federated: Federated, claims: dict[str, Any]
) -> None:
    federated.provider.faults.claims = claims
    answer = await federated.refused()
    assert federated.provider.sent, "the token itself was looked at"
    assert "could not be believed" in answer.text
    assert federated.site.execute("SELECT name FROM console.accounts") == []


async def test_clocks_may_differ_by_a_minute_and_no_more(federated: Federated) -> None:
    """As kubernetes-client 646: a token that seems to be made a little in the future was refused."""
    now = int(federated.site.clock.now().timestamp())
    federated.provider.faults.claims = {"iat": now + 50, "nbf": now + 50, "exp": now + HOUR_S}
    assert (await federated.sign_in(federated.site.browser())).status_code == 303
    federated.provider.faults.claims = {"iat": now - HOUR_S, "exp": now - 50}
    assert (await federated.sign_in(federated.site.browser())).status_code == 303
    federated.provider.faults.claims = {"iat": now - HOUR_S, "exp": now - 70}
    await federated.refused()


@pytest.mark.parametrize(
    ("alg", "key", "header"),
    [
        ("none", not_at_all, {"kid": "rsa-1"}),
        ("RS256", not_at_all, {"kid": "rsa-1"}),
        ("HS256", with_the_public_key, {"kid": "rsa-1"}),
        ("RS256", FORGED, {}),
        ("RS512", RSA_KEY, {}),
        ("PS256", RSA_KEY, {}),
        ("RS256", NEW_KEY, {}),
        ("RS256", FORGED, {"jwk": FORGED.as_dict(private=False)}),
        ("RS256", FORGED, {"jku": "http://127.0.0.1:1/keys"}),
        ("RS256", FORGED, {"kid": "../../etc/passwd"}),
        ("RS256", with_the_right_key, {"kid": "rsa-1", "crit": ["exp"], "exp": 1}),
        ("ES256", EC_KEY, {"kid": "rsa-1"}),
    ],
    ids=["none", "unsigned", "public-key-as-secret", "forged", "rs512", "ps256", "unknown-kid", "key-in-header",
         "key-elsewhere", "kid-that-is-a-path", "critical", "key-of-another-kind"],
)  # fmt: skip
async def test_a_token_that_is_not_signed_by_the_provider_lets_nobody_in(
    federated: Federated, alg: str, key: Any, header: dict[str, Any]
) -> None:
    faults = federated.provider.faults
    faults.alg, faults.key, faults.header = alg, key, header
    await federated.refused()
    assert federated.provider.sent, "the token itself was looked at"


async def test_a_new_key_is_fetched_when_it_is_seen_and_not_for_every_invented_one(federated: Federated) -> None:
    """As kellnr 1265 and quarkus 15004: after a rotation nobody came in until a restart, or the first one failed."""
    assert (await federated.sign_in(federated.site.browser())).status_code == 303
    federated.provider.faults.published, federated.provider.faults.key = [NEW_KEY], NEW_KEY
    federated.site.clock.move(seconds=31)
    assert (await federated.sign_in(federated.site.browser())).status_code == 303
    assert federated.provider.asked["/keys"] == 2
    federated.provider.faults.header = {"kid": "invented"}
    for _ in range(3):
        await federated.refused()
    assert federated.provider.asked["/keys"] == 2


async def test_a_key_that_is_new_under_its_old_name_is_fetched_too(federated: Federated) -> None:
    assert (await federated.sign_in(federated.site.browser())).status_code == 303
    federated.provider.faults.published, federated.provider.faults.key = [FORGED], FORGED
    federated.site.clock.move(seconds=31)
    assert (await federated.sign_in(federated.site.browser())).status_code == 303


async def test_keys_that_could_not_be_fetched_are_not_kept_as_if_there_were_none(federated: Federated) -> None:
    """As nextcloud-oidc-login 152: an answer of 503 was kept for a day."""
    federated.provider.faults.keys_status = 503
    assert (await federated.refused()).status_code == 503
    federated.provider.faults.keys_status = 200
    assert (await federated.sign_in(federated.site.browser())).status_code == 303
    federated.provider.faults.keys_status = 503
    federated.site.clock.move(minutes=61)
    federated.provider.faults.claims = federated.of_now()
    assert (await federated.sign_in(federated.site.browser())).status_code == 303, "known keys go on counting"


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
    assert "555" not in answer.text


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
    await federated.site.account("maria", Role.SUPERVISOR)
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
