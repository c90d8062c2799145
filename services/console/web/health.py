"""`/live` and `/ready` for whoever starts the console. It is ready when it serves: what it reads may be away."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def _live(_: Request) -> JSONResponse:
    return JSONResponse({"service": "console", "live": True})


async def _ready(_: Request) -> JSONResponse:
    return JSONResponse({"service": "console", "ready": True, "waiting_for": {}})


ROUTES = [Route("/live", _live), Route("/ready", _ready)]
