"""Whether an ID token says what it must, to us, now. Pure: keys, expectations and the moment are given.

Sources: OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725 on algorithms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import JWSRegistry

ALGORITHMS = ("RS256", "ES256")
SKEW = timedelta(seconds=60)
LIFE_MAX = timedelta(hours=24)
LENGTH_MAX = 255
RSA_BITS_MIN = 2048


class TokenRefused(Exception):
    """`why` is a code, without anything that the token holds."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnknownKey(TokenRefused):
    """Signed with a key that we have not seen: perhaps it is a new one."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must name: who made it, for whom, and for which journey. An access token that came beside it must
    be the one that it tells of, if it tells of one."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str | None = None


def key_set(document: Mapping[str, Any]) -> KeySet:
    """The keys that may sign, of a JWKS: RSA and elliptic curves, public. Others are left out, not trusted less."""
    listed = document.get("keys")
    keys: list[RSAKey | ECKey] = []
    for each in listed if isinstance(listed, list) else []:
        if not isinstance(each, dict) or each.get("use", "sig") != "sig":
            continue
        # Only what makes a public key: whatever else stands there is not ours to know.
        plain = {name: each[name] for name in ("kty", "kid", "alg", "n", "e", "crv", "x", "y") if name in each}
        try:
            if plain.get("kty") == "EC":
                keys.append(ECKey.import_key(plain))
            elif plain.get("kty") == "RSA" and len(str(plain["n"])) * 6 >= RSA_BITS_MIN:
                keys.append(RSAKey.import_key(plain))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return KeySet(list(keys))


def checked(token: str, keys: KeySet, expected: Expected, now: datetime) -> dict[str, Any]:
    """Its claims. Raises `TokenRefused`, or `UnknownKey`."""
    try:
        read = jwt.decode(token, keys, registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False))
    except (InvalidKeyIdError, BadSignatureError):
        # A provider may also give a new key the name of the old one.
        raise UnknownKey("unknown-key") from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TokenRefused(getattr(error, "error", None) or "not-a-token") from None
    options = {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "sub": {"essential": True},
    }
    claims = CodeIDToken(
        read.claims,
        read.header,
        options,
        {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": expected.access_token},
    )
    try:
        claims.validate(int(now.timestamp()), int(SKEW.total_seconds()))
        _more(read.claims, now)
    except (JoseError, ValueError, TypeError, OverflowError) as error:
        raise TokenRefused(str(getattr(error, "claim", "") or getattr(error, "error", "claims"))) from None
    return dict(read.claims)


def _more(claims: Mapping[str, Any], now: datetime) -> None:
    """What the library leaves open."""
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LENGTH_MAX or not subject.isprintable():
        raise TokenRefused("sub")
    for name in ("exp", "iat"):
        if isinstance(claims[name], bool) or not isinstance(claims[name], int | float):
            raise TokenRefused(name)
    if claims["iat"] > (now + SKEW).timestamp() or claims["exp"] > (now + LIFE_MAX + SKEW).timestamp():
        raise TokenRefused("iat")
