"""What no page expected: one line of ours in the log, and a page with the reference by which that line is found.

The line has the route as it was declared and never the address that was asked for, which may hold what is personal; of
the error its type and where it was raised, and never what it says.
"""

from __future__ import annotations

import secrets
import traceback
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.logs import logger

from .page import pages_of

ROOT = Path(__file__).resolve().parents[3]
NO_ROUTE = "none"
log = logger("console")


class Unexpected:
    """Pure ASGI. An answer that began is cut off, as nothing else can be said in it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = False

        async def watched(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            raise
        except Exception as error:
            reference = secrets.token_hex(4)
            log.error(
                "page-failed", route=_route(scope), method=scope["method"], error=type(error).__name__,
                where=_where(error), reference=reference,
            )  # fmt: skip
            if began:
                raise
            request = Request(scope, receive)
            answer = pages_of(request).render(
                request, "trouble.html", code=500, title="This page broke",
                what="That is a mistake of ours, and nothing of yours. If you did something here, look whether it was "
                f"done before you do it again. Our log says where it broke, under the reference {reference}.",
                again=False,
            )  # fmt: skip
            await answer(scope, receive, send)


def _route(scope: Scope) -> str:
    """As it was declared: `/cases/{case}`."""
    routes = (route for route in scope["app"].routes if isinstance(route, Route))
    return next((route.path for route in routes if route.matches(scope)[0] is Match.FULL), NO_ROUTE)


def _where(error: Exception) -> str:
    """The innermost line of ours: `services.console.web.page:49`."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT / "services")]
    if not ours:
        return NO_ROUTE
    module = ".".join(Path(ours[-1].filename).relative_to(ROOT).with_suffix("").parts)
    return f"{module}:{ours[-1].lineno}"
