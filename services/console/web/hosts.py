"""A name that leads to this machine is no proof of who asks: a page elsewhere may have its own name lead here (DNS
rebinding), and would then read what we show. Only our own names are answered, and no request may come from a page of
somebody else's."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from .access.origin import is_loopback_host

SAFE_SITES = frozenset({"same-origin", "none", ""})


class OnlyOurNames:
    """Pure ASGI. 421 for a foreign `Host`; 403 for what another site's page asks for.

    `own` is the console's public origin, None where it is for this machine alone.
    """

    def __init__(self, app: ASGIApp, own: str | None) -> None:
        self._app = app
        self._host = own.partition("://")[2] if own is not None else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not self._is_ours(headers.get("host", "")):
                await PlainTextResponse("This console answers to its own names only.", 421)(scope, receive, send)
                return
            # A link from elsewhere may lead here; anything else from elsewhere may not.
            followed = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
            if headers.get("sec-fetch-site", "") not in SAFE_SITES and not followed:
                await PlainTextResponse("Asked for by another site's page.", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        """By its public name, or, for whoever watches over it here, by one of this machine's."""
        return is_loopback_host(host) or (self._host is not None and host.lower() == self._host)
