"""`/live` and `/ready` for whoever starts the console. It is ready when it serves: what it reads may be away.

A probe that adds something to the address is answered: it would take a refusal for a console that is dead.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from .access.required import ANYTHING, open_to_all


@open_to_all("whoever starts the console asks whether it lives", asks=ANYTHING)
async def _live(_: Request) -> JSONResponse:
    return JSONResponse({"service": "console", "live": True})


@open_to_all("whoever starts the console asks whether it serves", asks=ANYTHING)
async def _ready(_: Request) -> JSONResponse:
    return JSONResponse({"service": "console", "ready": True, "waiting_for": {}})


ROUTES = [Route("/live", _live), Route("/ready", _ready)]
