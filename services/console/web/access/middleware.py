"""Who asks, before anything is answered. Whoever is unknown gets the pages that are open to all, and no others."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.runtime.ports import Unavailable

from .cookies import read_cookie
from .next_page import HOME, next_page
from .origin import SAFE_METHODS, is_own
from .parts import AccessParts
from .required import OpenToAll, declared
from .sandbox_visitor import visitor
from .signed_in import SignedIn
from .streams import ASK_EVERY_S, EVENT_STREAM, Answering, while_signed_in

AWAY = PlainTextResponse("Who you are can't be checked: the database does not answer.", 503, {"retry-after": "3"})
UNATTENDED = "doorstep-unattended"
"""A header of requests that a page makes by itself: they keep nobody signed in."""


class AccessMiddleware:
    """Pure ASGI, so that an event stream passes through. Sets `state.person` (`SignedIn`, or None on an open page) and
    `state.access`. What a route needs is asked by the route: see `needs`."""

    def __init__(
        self, app: ASGIApp, access: AccessParts, routes: Sequence[BaseRoute], ask_every_s: float = ASK_EVERY_S
    ) -> None:
        self._app = app
        self._access = access
        self._ask_every_s = ask_every_s
        self._open = [each.route for each in declared(routes) if isinstance(each.needed, OpenToAll)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        if scope["method"] not in SAFE_METHODS and not is_own(headers, self._access.own):
            await PlainTextResponse("Not sent by a page of this console.", 403)(scope, receive, send)
            return
        is_open = any(route.matches(scope)[0] is Match.FULL for route in self._open)
        try:
            person = await self._person(scope, headers)
        except Unavailable:
            if not is_open:
                await AWAY(scope, receive, send)
                return
            person = None
        if person is None and not is_open:
            await _sign_in(scope, headers)(scope, receive, send)
            return
        scope.setdefault("state", {}).update(person=person, access=self._access)
        answering = Answering(send)
        try:
            if person is not None and person.session:
                still = functools.partial(self._still, person.session)
                await while_signed_in(self._app, scope, receive, answering, still, self._ask_every_s)
            else:
                await self._app(scope, receive, answering.send)
        except Unavailable:
            # Of our own tables: what a page reads has its own ways to be away.
            if answering.began:
                raise
            await AWAY(scope, receive, send)

    async def _still(self, session: bytes) -> bool:
        try:
            return (
                await self._access.sessions.person_of_hash(session, self._access.clock.now(), attended=False)
                is not None
            )
        except Unavailable:
            return False

    async def _person(self, scope: Scope, headers: Headers) -> SignedIn | None:
        if self._access.sandbox:
            client: Any = scope.get("client")
            return visitor(client[0] if client else "", headers)
        token = read_cookie(headers.getlist("cookie"), self._access.cookies.session)
        if token is None:
            return None
        return await self._access.sessions.person(token, self._access.clock.now(), attended=_attended(headers))


def _attended(headers: Headers) -> bool:
    return UNATTENDED not in headers and EVENT_STREAM not in headers.get("accept", "")


def _sign_in(scope: Scope, headers: Headers) -> Response:
    """To the page where one signs in, and back afterwards. A part of a page is not replaced by it: htmx is told to
    leave the page, anything else gets 401."""
    goes_there = headers.get("sec-fetch-mode", "navigate") == "navigate" and "hx-request" not in headers
    if goes_there and scope["method"] in SAFE_METHODS and EVENT_STREAM not in headers.get("accept", ""):
        query = scope["query_string"].decode("ascii", "replace")
        return RedirectResponse(sign_in_address(quote(scope["path"]) + (f"?{query}" if query else "")), 303)
    there = urlsplit(headers.get("hx-current-url", ""))
    back = there.path + (f"?{there.query}" if there.query else "")
    return PlainTextResponse("Signed out.", 401, {"hx-redirect": sign_in_address(back)})


def sign_in_address(back: str) -> str:
    back = next_page(back)
    return "/sign-in" if back == HOME else f"/sign-in?next={quote(back, safe='')}"
