"""What every answer says to the browser: nothing from elsewhere, nothing inline, no frame, no guess at types.

A page that shows a reply shows it as text, and even if it did not, this policy would run none of it.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "font-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
KEPT_NOWHERE = "no-store"


class SafeHeaders:
    """Pure ASGI, so that an event stream passes through without being gathered."""

    def __init__(self, app: ASGIApp, images: str = "") -> None:
        """`images` is the one other origin that images may come from."""
        self._app = app
        self._always = ALWAYS | ({"content-security-policy": _with_images(images)} if images else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._always.items():
                    headers[name] = value
                headers.setdefault("cache-control", KEPT_NOWHERE)
            await send(message)

        await self._app(scope, receive, marked)


def _with_images(origin: str) -> str:
    return POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {origin}")
