"""An ID token is believed when it says what it must, and its provider signed it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from services.console.web.access.oidc.id_token import Expected, TokenRefused, UnknownKey, checked, key_set

from .wrong_claims import CLIENT, WRONG_CLAIMS

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
RSA = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"})
KEYS = key_set({"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]})
EXPECTED = Expected("https://id.bank.example", CLIENT, "the-nonce", "access-token")
SOUND: dict[str, Any] = {
    "iss": EXPECTED.issuer, "aud": CLIENT, "sub": "s", "nonce": "the-nonce", "iat": AT, "exp": AT + 300,
}  # fmt: skip


def token(claims: dict[str, Any], key: RSAKey | ECKey = RSA, alg: str = "RS256") -> str:
    left = {name: value for name, value in (SOUND | claims).items() if value is not None}
    return str(jwt.encode({"alg": alg, "kid": key.kid}, left, key, [alg]))


def test_a_sound_token_is_believed_with_either_kind_of_key() -> None:
    assert checked(token({}), KEYS, EXPECTED, NOW)["sub"] == "s"
    assert checked(token({"aud": [CLIENT]}, EC, "ES256"), KEYS, EXPECTED, NOW)["sub"] == "s"
    assert checked(token({"aud": [CLIENT, "x"], "azp": CLIENT}), KEYS, EXPECTED, NOW)["sub"] == "s"


@pytest.mark.parametrize("claims", WRONG_CLAIMS, ids=str)
def test_a_token_that_does_not_say_what_it_must_is_refused_by_a_code(claims: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused) as refused:
        checked(token(claims), KEYS, EXPECTED, NOW)
    assert len(refused.value.why) < 30


@pytest.mark.parametrize("moved_s", [-400, -121, 361, 10_000])
def test_a_token_of_another_time_is_refused(moved_s: int) -> None:
    at = datetime.fromtimestamp(AT + moved_s, UTC)
    with pytest.raises(TokenRefused):
        checked(token({}), KEYS, EXPECTED, at)


def test_a_key_that_is_not_known_is_told_from_what_is_no_token() -> None:
    with pytest.raises(UnknownKey):
        checked(token({}, RSAKey.generate_key(2048, {"kid": "other"})), KEYS, EXPECTED, NOW)
    with pytest.raises(TokenRefused) as refused:
        checked("a.b.c", KEYS, EXPECTED, NOW)
    assert not isinstance(refused.value, UnknownKey)


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    with pytest.raises(TokenRefused):
        checked(text, KEYS, EXPECTED, NOW)


def test_only_keys_that_may_sign_and_are_long_enough_are_taken() -> None:
    secret = OctKey.generate_key(256).as_dict()
    weak = {**RSA.as_dict(private=False), "n": "AQAB" * 40, "kid": "weak"}
    other_use = {**RSA.as_dict(private=False), "use": "enc", "kid": "enc"}
    odd: list[object] = [
        secret,
        weak,
        other_use,
        {},
        "x",
        None,
        {"kty": "RSA"},
        {"kty": "EC", "crv": "P-0"},
        {"kty": []},
    ]
    assert list(key_set({"keys": odd})) == []
    assert [key.kid for key in key_set({"keys": [*odd, EC.as_dict(private=False)]})] == ["ec"]
    empty: list[dict[str, object]] = [{}, {"keys": None}, {"keys": {}}, {"keys": "x"}]
    for document in empty:
        assert list(key_set(document)) == []


def test_a_private_key_that_a_provider_publishes_by_mistake_is_read_as_its_public_half() -> None:
    (key,) = key_set({"keys": [RSA.as_dict(private=True)]})
    assert not key.is_private
