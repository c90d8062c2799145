"""The Twilio SDK's HTTP client over httpx: one attempt per request, and one time for all of it.

What is refused with 401 is asked once more with each other token that we have, and the one that was taken is used
first from then on, until there are others: a 401 says that nothing was done, and while a token is rotated nobody knows
which of them is good at which moment.

httpx's own timeouts are those of each read, so an answer that drips would hold us for as long as it likes; and it would
keep an answer of any length. Here both end: the connection is closed, and what was asked has no answer.

The SDK's own clients post again on some errors and set no timeout on the asynchronous way; a text would go out twice.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from .tokens import Tokens

TWILIO_API = "https://api.twilio.com"
TWILIO = re.compile(r"^https://[a-z.-]+\.twilio\.com")
"""Its APIs have hosts of their own: messages are at one, the numbers of a messaging service at another."""
TIMEOUT_S = 15.0
# Shorter than servers keep idle connections: on one that was just closed, a post would end in doubt.
KEEPALIVE_S = 5.0
ANSWER_BYTES_MAX = 1 << 20
"""Of what we are told about one text."""
LIST_BYTES_MAX = 16 << 20
"""Of an answer to a question: a page of 1,000 messages, each as long as may be and in escapes, is 10 MB."""


class AnswerTooLarge(Exception):
    """It was read up to the bound, and left there."""


class HttpxClient(AsyncHttpClient):  # type: ignore[misc]
    """`api_url` takes the place of Twilio's addresses, for another that speaks like it."""

    def __init__(
        self,
        api_url: str = TWILIO_API,
        *,
        connections_max: int = 32,
        timeout_s: float = TIMEOUT_S,
        tokens: Tokens | None = None,
    ) -> None:
        self.is_async = True
        self._tokens = tokens
        self._known: tuple[str, ...] = ()
        self._taken: str | None = None
        self._timeout_s = timeout_s
        self._base = api_url.rstrip("/")
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(timeout_s, connect=timeout_s / 3, pool=timeout_s / 4),
            headers={"accept-encoding": "identity"},  # else a small piece of an answer may be a large one unpacked
            transport=httpx.AsyncHTTPTransport(
                retries=0,
                limits=httpx.Limits(max_connections=connections_max, keepalive_expiry=KEEPALIVE_S),
            ),
            follow_redirects=False,
        )

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 (the SDK's signature)
        allow_redirects: bool = False,
    ) -> Response:
        """One request. What httpx raises is left as it is: it says how far the request got.

        Raises `httpx.ReadTimeout` also for what is not whole in time, and `AnswerTooLarge`. Whatever is waited for
        before a request leaves ends earlier, so what is late has left.
        """
        url = uri if self._base == TWILIO_API else TWILIO.sub(self._base, uri)
        try:
            async with asyncio.timeout(self._timeout_s if timeout is None else timeout):
                for sign_in in self._sign_ins(auth):
                    answer = await self._once(
                        method, url, params=_plain(params), data=_plain(data), headers=headers, auth=sign_in
                    )
                    if answer.status_code != httpx.codes.UNAUTHORIZED:
                        self._taken = sign_in[1] if sign_in is not None else None
                        break
        except TimeoutError:
            raise httpx.ReadTimeout("not whole in time") from None
        return answer

    async def _once(self, method: str, url: str, **more: Any) -> Response:
        bytes_max = ANSWER_BYTES_MAX if method == "POST" else LIST_BYTES_MAX
        async with self._client.stream(method, url, **more) as answer:
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > bytes_max:
                    raise AnswerTooLarge
        return Response(answer.status_code, body.decode(answer.encoding or "utf-8", "replace"), answer.headers)

    def _sign_ins(self, auth: tuple[str, str] | None) -> list[tuple[str, str] | None]:
        """What to sign in with, in this order; never empty."""
        if auth is None or self._tokens is None:
            return [auth]
        known = self._tokens()
        if known != self._known:  # a new one is meant to be used
            self._known, self._taken = known, None
        return [(auth[0], token) for token in sorted(known, key=lambda token: token != self._taken)]

    async def close(self) -> None:
        await self._client.aclose()


def _plain(values: dict[str, object] | None) -> dict[str, Any] | None:
    """Without what is not set; the SDK leaves gaps in queries."""
    return None if values is None else {name: value for name, value in values.items() if value is not None}
