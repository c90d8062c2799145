"""What the carrier tells through notifier's production webhooks, and what it gets for an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.runtime.ports import Conflict
from tests.memory.runtime.process import Point

from .carrier import Request

WEB_ANSWER = Point("web.answer")


async def served(endpoint: Callable[[Any], Any], request: Request, answered: Callable[[int | None], None]) -> int:
    """One request through the production webhook; the carrier learns the answer only after a last point."""
    try:
        response = await endpoint(request)
    except Conflict:
        answered(500)  # as the web server does with what nobody caught
        return 1
    await WEB_ANSWER
    answered(response.status_code)
    return 1
