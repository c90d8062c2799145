"""Makes aiokafka hear that a broker refuses its token.

A broker refuses one with a challenge (RFC 7628, 3.2.2), not with an error. aiokafka 0.14 does not look at it, says that
it is authenticated, and takes what comes next for an answer: a cluster without brokers. Importing this module mends
`OAuthAuthenticator`.
"""

from __future__ import annotations

from typing import Any

from aiokafka.conn import OAuthAuthenticator
from aiokafka.errors import SaslAuthenticationFailed

_step = OAuthAuthenticator.step


async def _heard(self: OAuthAuthenticator, payload: bytes | None) -> Any:
    if payload:
        raise SaslAuthenticationFailed("the broker refuses the token")
    return await _step(self, payload)


OAuthAuthenticator.step = _heard
