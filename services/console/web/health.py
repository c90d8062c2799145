"""`/live` and `/ready` for whoever starts the console. It is ready when it serves: what it reads may be away, and pages
say so; `/ready` names it too, as far as the console knows without asking anybody.

A probe that adds something to the address is answered: it would take a refusal for a console that is dead.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from shared.runtime.trouble_words import in_words

from ..model.projector import ANOTHER_WRITES
from .access.required import ANYTHING, open_to_all
from .site import parts_of


@open_to_all("whoever starts the console asks whether it lives", asks=ANYTHING)
async def _live(_: Request) -> JSONResponse:
    return JSONResponse({"service": "console", "live": True})


@open_to_all("whoever starts the console asks whether it serves", asks=ANYTHING)
async def _ready(request: Request) -> JSONResponse:
    parts = parts_of(request)
    stream, model = parts.ring.trouble, parts.projector.trouble
    waits = {
        **({"kafka": stream} if stream else {}),
        **({"read model": in_words(model)} if model and model != ANOTHER_WRITES else {}),
    }
    return JSONResponse({"service": "console", "ready": True, "waiting_for": waits})


ROUTES = [Route("/live", _live), Route("/ready", _ready)]
