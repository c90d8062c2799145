"""Tokens as an identity provider signs them, for a broker that checks them."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import RSAKey

AUDIENCE = "kafka"


@dataclass(frozen=True)
class TokenIssuer:
    """Its public keys lie in `folder`."""

    folder: Path

    @cached_property
    def _key(self) -> RSAKey:
        return RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig", "alg": "RS256"})

    @cached_property
    def keys_url(self) -> str:
        path = self.folder / "keys.json"
        path.write_text(json.dumps({"keys": [self._key.as_dict(private=False)]}))
        return path.as_uri()

    def token(self, user: str, *, lasts_s: float = 60.0) -> str:
        now = time.time()
        claims = {"sub": user, "aud": AUDIENCE, "iat": int(now) - 1, "exp": int(now + lasts_s)}
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)
