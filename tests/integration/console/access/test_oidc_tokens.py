"""An ID token is believed when it says what it must and its provider signed it, and never else."""

from __future__ import annotations

import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey

from tests.apart import share
from tests.unit.console.access.wrong_claims import WRONG_CLAIMS

from .federated import HOUR_S, Federated
from .identity_provider import EC_KEY, NEW_KEY, RSA_KEY

FORGED = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})


def with_the_public_key(signed: bytes) -> bytes:
    """The classic: what is public taken for a shared secret."""
    return hmac.digest(RSA_KEY.as_pem(private=False), signed, "sha256")


def with_the_right_key(signed: bytes) -> bytes:
    assert RSA_KEY.private_key is not None
    return bytes(RSA_KEY.private_key.sign(signed, PKCS1v15(), SHA256()))


def not_at_all(_: bytes) -> bytes:
    return b""


async def test_a_token_that_is_signed_with_an_elliptic_curve_is_as_good(federated: Federated) -> None:
    federated.provider.faults.alg, federated.provider.faults.key = "ES256", EC_KEY
    browser = federated.site.browser()
    assert (await federated.sign_in(browser)).status_code == 303
    assert (await browser.get("/")).text == "ines: operator"


@pytest.mark.parametrize("claims", share(WRONG_CLAIMS, 6), ids=str)
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
