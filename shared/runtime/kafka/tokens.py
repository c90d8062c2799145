"""Tokens for SASL OAUTHBEARER: from a file that somebody keeps fresh, or from an identity provider's token endpoint.

aiokafka asks for one whenever it connects, and does not sign in again on a connection that stays (its issue 1080): the
broker ends one whose token has expired, and the client makes another. So a token is fresh whenever it is asked for.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from aiokafka.abc import AbstractTokenProvider

BYTES_MAX = 64 << 10
ANSWER_S = 5.0
REUSED_S = 300.0
"""How long a token is used again at most, where its endpoint promises more."""


class NoToken(OSError):
    """`str` is a sentence without anything of the token. An `OSError`, because aiokafka tries again after those."""


class FileToken(AbstractTokenProvider):  # type: ignore[misc]
    """Read anew each time: what refreshes it need not tell us. Raises `NoToken`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def token(self) -> str:
        return await asyncio.to_thread(self._read)

    def _read(self) -> str:
        try:
            with self._path.open("rb") as file:
                text = file.read(BYTES_MAX + 1).decode("ascii").strip()
        except (OSError, ValueError) as error:
            raise NoToken(f"KAFKA_SASL_TOKEN_FILE can't be read ({type(error).__name__}).") from None
        if not text or len(text) > BYTES_MAX:
            raise NoToken("KAFKA_SASL_TOKEN_FILE holds no token.")
        return text


class EndpointToken(AbstractTokenProvider):  # type: ignore[misc]
    """OAuth 2.0 client credentials (RFC 6749, 4.4). Used again until shortly before it expires. Raises `NoToken`."""

    def __init__(
        self, url: str, client_id: str, secret: str, scope: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._url, self._who, self._scope, self._monotonic = url, (client_id, secret), scope, monotonic
        self._asking = asyncio.Lock()
        self._known, self._until_s = "", 0.0

    async def token(self) -> str:
        async with self._asking:
            if not self._known or self._monotonic() >= self._until_s:
                self._known, lasts_s = await self._asked()
                self._until_s = self._monotonic() + min(lasts_s / 2, REUSED_S)
            return self._known

    async def _asked(self) -> tuple[str, float]:
        form = {"grant_type": "client_credentials"} | ({"scope": self._scope} if self._scope else {})
        try:
            async with (
                asyncio.timeout(ANSWER_S),
                httpx.AsyncClient(timeout=ANSWER_S) as client,
                client.stream("POST", self._url, data=form, auth=self._who) as answer,
            ):
                body = b""
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > BYTES_MAX:
                        raise NoToken("KAFKA_SASL_OIDC_URL answers with more than a token.")
        except (httpx.HTTPError, TimeoutError) as error:
            raise NoToken(f"KAFKA_SASL_OIDC_URL does not answer ({type(error).__name__}).") from None
        if answer.status_code != httpx.codes.OK:
            raise NoToken(f"KAFKA_SASL_OIDC_URL gives no token ({answer.status_code}): are client id and secret right?")
        try:
            found = httpx.Response(200, content=body).json()
            return str(found["access_token"]), float(found.get("expires_in", 0))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NoToken("KAFKA_SASL_OIDC_URL answers with something that is no token.") from None
