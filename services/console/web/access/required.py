"""Every route says which right it needs, or why it is open to everybody. One that says neither fails a test.

Route("/dead-letters/{id}/replay", needs(Right.ACT_ON_LETTERS)(_replay), methods=["POST"])

It says as well which names its address may have behind the ?, and refuses every other: Route("/holds",
needs(Right.LOOK, asks=("cause",))(_holds)).
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
from ..asked import only_known
from .signed_in import person_of
from .watched import note_seen

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """No right is needed; `why` says why nobody learns or changes anything there who should not."""

    why: str


Needed = Right | OpenToAll
AskedNames = tuple[str, ...] | None
ANYTHING: AskedNames = None
"""For an address whose names somebody else chooses."""
_NEEDED: WeakKeyDictionary[Endpoint, tuple[Needed, AskedNames]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class DeclaredRoute:
    """`needed` is None where nobody said. `asks` are the names that its address may have behind the ?."""

    path: str
    methods: tuple[str, ...]
    needed: Needed | None
    route: BaseRoute
    asks: AskedNames = ()


def needs(right: Right, *, asks: AskedNames = ()) -> Callable[[Endpoint], Endpoint]:
    """For an endpoint: 403 for who may not. The middleware has let in nobody unknown. Raises `Unclear`."""

    def guarded(endpoint: Endpoint) -> Endpoint:
        @functools.wraps(endpoint)
        async def asked(request: Request) -> Response:
            person = person_of(request)
            if person is None or not person.may(right):
                raise HTTPException(403)
            _only(request, asks)
            answer = await endpoint(request)
            await note_seen(request, answer)
            return answer

        _NEEDED[asked] = right, asks
        return asked

    return guarded


def open_to_all(why: str, *, asks: AskedNames = ()) -> Callable[[Endpoint], Endpoint]:
    """For an endpoint that is there for whoever is not signed in. Raises `Unclear`."""

    def marked(endpoint: Endpoint) -> Endpoint:
        @functools.wraps(endpoint)
        async def asked(request: Request) -> Response:
            _only(request, asks)
            return await endpoint(request)

        _NEEDED[asked] = OpenToAll(why), asks
        return asked

    return marked


def _only(request: Request, asks: AskedNames) -> None:
    if asks is not None:
        only_known([name for name, _ in request.query_params.multi_items()], asks)


def declared(routes: Sequence[BaseRoute], under: str = "") -> Iterator[DeclaredRoute]:
    """Every route with what it needs, those of mounts too: the matrix of rights and routes."""
    for route in routes:
        if isinstance(route, Route):
            methods = tuple(sorted((route.methods or set()) - {"HEAD"}))
            needed, asks = _NEEDED.get(route.endpoint, (None, ()))
            yield DeclaredRoute(under + route.path, methods, needed, route, asks)
        elif isinstance(route, Mount) and route.routes:
            yield from declared(route.routes, under + route.path)
        else:
            yield DeclaredRoute(under + getattr(route, "path", "?"), (), None, route)
