"""The Twilio SDK's HTTP client over aiohttp: one attempt per request, and one time for all of it.

Whether a request left is not guessed from an exception: `LeavingRequest.send` is the only way out, and notes that it
was gone through. What fails before that never left (`NeverLeft`: refused, no such name, no TLS, no connection in time).
Whatever happens afterwards is raised as it is, and says nothing about what became of the request. aiohttp sends what is
idempotent a second time when its connection turns out to be closed; a POST it never does.

What is refused with 401 is asked once more with each other token that we have, and the one that was taken is used
first from then on, until there are others: a 401 says that nothing was done, and while a token is rotated nobody knows
which of them is good at which moment.

An answer that drips would hold us for as long as it likes, and one of any length would be kept. Here both end: the
connection is closed, and what was asked has no answer. The SDK's own clients post again on some errors and set no
timeout on the asynchronous way; a text would go out twice.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextvars import ContextVar
from http import HTTPStatus

import httpx
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, encode_basic_auth
from aiohttp.client_reqrep import ClientRequest, ClientResponse
from aiohttp.connector import Connection
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from yarl import URL

from .retry_after import retry_after_s
from .tokens import Tokens

TWILIO_API = "https://api.twilio.com"
TWILIO = re.compile(r"^https://([a-z-]+)(?:\.[a-z0-9-]+)*\.twilio\.com(?![^/?])")
"""Its APIs have hosts of their own: messages are at one, the numbers of a messaging service at another. Before the rest
of the name may stand where they are: api.dublin.ie1.twilio.com."""
TIMEOUT_S = 15.0
UNAUTHORIZED = int(HTTPStatus.UNAUTHORIZED)
COME_AGAIN = (int(HTTPStatus.TOO_MANY_REQUESTS), int(HTTPStatus.SERVICE_UNAVAILABLE))
"""Answers that may say when to come again (RFC 9110, 10.2.3)."""
KEEPALIVE_S = 3.0
"""Shorter by seconds than any server keeps an idle connection (some do for 5): a post on one that is being closed would
end in doubt, and what says so takes its time on a busy network."""
CONNECTIONS_MAX = 80
ANSWER_BYTES_MAX = 1 << 20
"""Of what we are told about one text."""
LIST_BYTES_MAX = 16 << 20
"""Of an answer to a question: a page of 1,000 messages, each as long as may be and in escapes, is 10 MB."""
# Identity: else a small piece of an answer may be a large one unpacked.
ALWAYS = {"Accept-Encoding": "identity"}


class NeverLeft(Exception):
    """Not a byte of the request left this machine. Its text is the name of what was in the way."""


class NotWholeInTime(Exception):
    """The request left, and its answer was not whole when the time was over."""


class AnswerTooLarge(Exception):
    """It was read up to the bound, and left there."""


class Soiled(Exception):
    """Somebody said something on the connection while it was idle: what is read next would be no answer of ours."""


class Way:
    """How far one attempt came: did it leave, with which status was it answered, and when may it come again?"""

    left = False
    status: int | None = None
    after_s: float | None = None


WAY: ContextVar[Way] = ContextVar("way")


class LeavingRequest(ClientRequest):
    """Notes that it is about to leave. What a server says unasked (408, as it closes) is not taken for an answer: the
    pool of aiohttp hands out such a connection."""

    async def send(self, conn: Connection) -> ClientResponse:
        if conn.protocol is None or conn.protocol.should_close:
            raise Soiled
        WAY.get().left = True
        return await super().send(conn)


class AiohttpClient(AsyncHttpClient):  # type: ignore[misc]
    """`api_url` takes the place of Twilio's addresses, for another that speaks like it."""

    def __init__(
        self,
        api_url: str = TWILIO_API,
        *,
        connections_max: int = CONNECTIONS_MAX,
        timeout_s: float = TIMEOUT_S,
        tokens: Tokens | None = None,
    ) -> None:
        self.is_async = True
        self._tokens = tokens
        self._known: tuple[str, ...] = ()
        self._taken: str | None = None
        self._timeout_s = timeout_s
        self._base = api_url.rstrip("/")
        self._connections_max = connections_max
        self._trusted = httpx.create_ssl_context()
        self._session: ClientSession | None = None

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
        """One request. Raises `NeverLeft`; of what left, `NotWholeInTime`, `AnswerTooLarge` and what aiohttp raises."""
        url = where(self._base, uri)
        if params and (query := _form(params)):
            url = f"{url}{'&' if '?' in url else '?'}{query}"
        body = None if data is None else _form(data).encode()
        way = Way()
        try:
            async with asyncio.timeout(self._timeout_s if timeout is None else timeout) as bound:
                for sign_in in self._sign_ins(auth):
                    way = Way()
                    answer = await self._once(way, method, url, body, {**(headers or {}), **ALWAYS}, sign_in)
                    if answer.status_code != UNAUTHORIZED:
                        self._taken = sign_in[1] if sign_in is not None else None
                        break
        except Exception as error:
            if not way.left:
                raise NeverLeft(type(error).__name__) from None
            if bound.expired():
                raise NotWholeInTime from None
            raise
        return answer

    async def _once(
        self,
        way: Way,
        method: str,
        url: str,
        body: bytes | None,
        headers: dict[str, str],
        sign_in: tuple[str, str] | None,
    ) -> Response:
        if sign_in is not None:
            headers["Authorization"] = encode_basic_auth(*sign_in)
        WAY.set(way)
        while True:
            try:
                return await self._answered(method, url, body, headers)
            except Soiled:
                continue  # it is closed by now, and nothing of ours was on it

    async def _answered(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Response:
        bytes_max = ANSWER_BYTES_MAX if method == "POST" else LIST_BYTES_MAX
        session = self._session or self._opened()
        async with session.request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
            read = bytearray()
            async for chunk in answer.content.iter_any():
                read += chunk
                if len(read) > bytes_max:
                    answer.close()
                    raise AnswerTooLarge
        way = WAY.get()
        way.status = answer.status
        if answer.status in COME_AGAIN:
            way.after_s = retry_after_s(answer.headers)
        # JSON is UTF-8 (RFC 8259). What the answer calls it may be no encoding, and its status would be lost with it.
        return Response(answer.status, read.decode("utf-8", "replace"), answer.headers)

    def _opened(self) -> ClientSession:
        """Made when it is needed: it belongs to the loop that runs then. Who is trusted is as for the other clients."""
        self._session = ClientSession(
            connector=TCPConnector(limit=self._connections_max, keepalive_timeout=KEEPALIVE_S, ssl=self._trusted),
            timeout=ClientTimeout(total=None, connect=self._timeout_s / 3, sock_connect=self._timeout_s / 3),
            request_class=LeavingRequest,
            cookie_jar=DummyCookieJar(),
            trust_env=False,
        )
        return self._session

    def _sign_ins(self, auth: tuple[str, str] | None) -> list[tuple[str, str] | None]:
        """What to sign in with, in this order; never empty."""
        if auth is None or self._tokens is None:
            return [auth]
        known = self._tokens()
        if known != self._known:  # a new one is meant to be used
            self._known, self._taken = known, None
        return [(auth[0], token) for token in sorted(known, key=lambda token: token != self._taken)]

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def where(api_url: str, uri: str) -> str:
    """What the SDK would ask at `uri`, at `api_url`: there as it is, or where that is one of Twilio's own, at the API
    beside it which `uri` names. Of places nothing else counts: the SDK obeys TWILIO_REGION and TWILIO_EDGE, which may
    stand in the environment for other programs, and texts to a sandbox would leave it.
    """
    asked = TWILIO.match(uri)
    if asked is None:
        return uri
    base = api_url if TWILIO.match(api_url) is None else api_url.replace("://api.", f"://{asked[1]}.", 1)
    return base + uri[asked.end() :]


def _form(values: Mapping[str, object]) -> str:
    """As a form is sent, without what is not set; the SDK leaves gaps in queries. In C: for a text the standard library
    takes a tenth of what posting it costs.
    """
    return URL.build(query={name: str(value) for name, value in values.items() if value is not None}).raw_query_string
