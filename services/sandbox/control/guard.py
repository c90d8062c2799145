"""Who may drive the world: a program of this machine that knows the secret, and no web page.

A page of somebody else, open in a browser on this machine, can send requests here; a name of theirs may even lead here
(DNS rebinding). So the name asked for must be the address itself, nothing that a browser sends with a page's request
may be there, and the secret must be in a header that no page can set without asking first.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

OF_A_BROWSER = ("origin", "referer", "cookie", "sec-fetch-site", "sec-fetch-mode")
OF_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
BODY_MAX = 16_384
TOO_LARGE = "That is more letters than the world takes at once."


def refused(client: str, headers: Mapping[str, str], port: int, token: str) -> tuple[int, str] | None:
    """Status and word, or None for who may."""
    if headers.get("host", "") != f"127.0.0.1:{port}":
        return 421, "not this address"
    if not _is_here(client) or any(name in headers for name in (*OF_A_BROWSER, *OF_A_PROXY)):
        return 403, "not for pages and proxies"
    kind, _, given = headers.get("authorization", "").partition(" ")
    if kind != "Bearer" or not hmac.compare_digest(given.encode(), token.encode()):
        return 401, "no such secret"
    return None


def _is_here(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return False


class Guard:
    """Pure ASGI. `port` is where this server listens. A body that is too large or of another kind never gets in."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app, self._port, self._token = app, port, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        found = refused(request.client.host if request.client else "", request.headers, self._port, self._token)
        if found is None and scope["method"] == "POST":
            found = _of_body(request.headers)
        if found is not None:
            await JSONResponse({"error": found[1]}, found[0])(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _of_body(headers: Mapping[str, str]) -> tuple[int, str] | None:
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return 415, "not JSON"
    length = headers.get("content-length", "")
    return None if length.isdecimal() and len(length) < 9 and int(length) <= BODY_MAX else (413, TOO_LARGE)
