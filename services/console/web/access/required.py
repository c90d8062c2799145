"""Every route says which right it needs, or why it is open to everybody. One that says neither fails a test.

Route("/dead-letters/{id}/replay", needs(Right.ACT_ON_LETTERS)(_replay), methods=["POST"])
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from ...may import Right
from .signed_in import person_of
from .watched import note_seen

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """No right is needed; `why` says why nobody learns or changes anything there who should not."""

    why: str


Needed = Right | OpenToAll
_NEEDED: WeakKeyDictionary[Endpoint, Needed] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class DeclaredRoute:
    """`needed` is None where nobody said."""

    path: str
    methods: tuple[str, ...]
    needed: Needed | None
    route: BaseRoute


def needs(right: Right) -> Callable[[Endpoint], Endpoint]:
    """For an endpoint: 403 for who may not. The middleware has let in nobody unknown."""

    def guarded(endpoint: Endpoint) -> Endpoint:
        @functools.wraps(endpoint)
        async def asked(request: Request) -> Response:
            person = person_of(request)
            if person is None or not person.may(right):
                raise HTTPException(403)
            answer = await endpoint(request)
            await note_seen(request, answer)
            return answer

        _NEEDED[asked] = right
        return asked

    return guarded


def open_to_all(why: str) -> Callable[[Endpoint], Endpoint]:
    """For an endpoint that is there for whoever is not signed in."""

    def marked(endpoint: Endpoint) -> Endpoint:
        @functools.wraps(endpoint)
        async def asked(request: Request) -> Response:
            return await endpoint(request)

        _NEEDED[asked] = OpenToAll(why)
        return asked

    return marked


def declared(routes: Sequence[BaseRoute], under: str = "") -> Iterator[DeclaredRoute]:
    """Every route with what it needs, those of mounts too: the matrix of rights and routes."""
    for route in routes:
        if isinstance(route, Route):
            methods = tuple(sorted((route.methods or set()) - {"HEAD"}))
            yield DeclaredRoute(under + route.path, methods, _NEEDED.get(route.endpoint), route)
        elif isinstance(route, Mount) and route.routes:
            yield from declared(route.routes, under + route.path)
        else:
            yield DeclaredRoute(under + getattr(route, "path", "?"), (), None, route)
