"""A name that leads to this machine is no proof of who asks: a page elsewhere may have its own name lead here (DNS
rebinding), and would then read what we show. Only names that mean this machine are answered, and no request may come
from a page of somebody else's."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_SITES = frozenset({"same-origin", "none", ""})


class OnlyThisMachine:
    """Pure ASGI. 421 for a foreign `Host`; 403 for what another site's page asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not is_this_machine(headers.get("host", "")):
                await PlainTextResponse("This console answers to this machine's own names only.", 421)(
                    scope, receive, send
                )
                return
            # A link from elsewhere may lead here; anything else from elsewhere may not.
            followed = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
            if headers.get("sec-fetch-site", "") not in SAFE_SITES and not followed:
                await PlainTextResponse("Asked for by another site's page.", 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def is_this_machine(host: str) -> bool:
    """Whether a `Host` header names this machine: `localhost`, `127.0.0.1`, `[::1]`, with or without a port."""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if name.lower().rstrip(".") in ("localhost",):
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
