"""Is the sandbox alive, and has the world begun? For the supervisor."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def make_health(is_ready: Callable[[], bool]) -> Starlette:
    async def live(_request: Request) -> Response:
        return JSONResponse({"live": True})

    async def ready(_request: Request) -> Response:
        return JSONResponse({"ready": is_ready()}, 200 if is_ready() else 503)

    return Starlette(routes=[Route("/live", live), Route("/ready", ready)])
