"""While our clock is wrong nothing is taken in by the webhook: it would be stamped with a time that never was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.runtime import metrics

UNAVAILABLE = 503


def by_a_right_clock(wrong: Callable[[], bool], routes: Iterable[Route]) -> tuple[Route, ...]:
    """The same routes, answered 503 while `wrong`. The carrier has what people wrote and what became of texts, and is
    asked when the clock is right."""
    return tuple(Route(each.path, _unless(wrong, each.endpoint), methods=["POST"]) for each in routes)


def _unless(
    wrong: Callable[[], bool], take: Callable[[Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if wrong():
            metrics.count("webhooks", outcome="wrong-clock")
            return Response("", UNAVAILABLE)
        return await take(request)

    return endpoint
