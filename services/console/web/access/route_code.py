"""What a route does, as a code for the trail: its path without what stands for an id."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.routing import Match, Route

CODE_MAX = 64


def code_of_path(path: str) -> str:
    """`letters-replay` of `/letters/{id:uuid}/replay`."""
    words = [part for part in path.split("/") if part and not part.startswith("{")]
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")[:CODE_MAX] or "now"


def code_of(request: Request) -> str:
    """Of the route that answers."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    found = next((route for route in routes if route.matches(request.scope)[0] is Match.FULL), None)
    return code_of_path(found.path if found is not None else request.url.path)
