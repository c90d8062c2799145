"""Every route says what it needs; one that says nothing is found."""

from __future__ import annotations

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute

from services.console.may import Right, StaffRole, rights_of
from services.console.web.access.required import OpenToAll, declared, needs, open_to_all
from services.console.web.access.routes import ROUTES
from services.console.web.access.signed_in import SignedIn


async def _plain(_: Request) -> Response:
    return PlainTextResponse("done")


def _asked(state: dict[str, object], query: bytes = b"") -> Request:
    return Request(
        {"type": "http", "state": state, "headers": [], "method": "GET", "path": "/", "query_string": query}
    )  # fmt: skip


class _Page:
    async def show(self, _: Request) -> Response:
        return PlainTextResponse("shown")


def test_what_is_said_is_found_also_in_mounts_and_on_methods_of_objects() -> None:
    routes = [
        Route("/a", needs(Right.LOOK)(_plain)),
        Route("/b", open_to_all("why not")(_Page().show)),
        Mount("/m", routes=[Route("/c", needs(Right.FORGET)(_plain), methods=["POST"])]),
    ]
    assert [(each.path, each.methods, each.needed) for each in declared(routes)] == [
        ("/a", ("GET",), Right.LOOK),
        ("/b", ("GET",), OpenToAll("why not")),
        ("/m/c", ("POST",), Right.FORGET),
    ]


def test_what_says_nothing_is_found() -> None:
    async def socket(_: object) -> None:
        return None

    planted = [Route("/a", _plain), Mount("/m", app=PlainTextResponse("x")), WebSocketRoute("/w", socket)]
    assert [(each.path, each.needed) for each in declared(planted)] == [("/a", None), ("/m", None), ("/w", None)]


def test_every_route_of_signing_in_says_why_it_is_open() -> None:
    for each in declared(ROUTES):
        assert isinstance(each.needed, OpenToAll), each.path
        assert each.needed.why


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize("right", Right)
async def test_an_endpoint_answers_who_may_and_refuses_who_may_not(role: StaffRole, right: Right) -> None:
    person = SignedIn("x", frozenset({role}), "password")
    request = Request(
        {"type": "http", "state": {"person": person}, "headers": [], "method": "GET", "path": "/", "query_string": b""}
    )
    endpoint = needs(right)(_plain)
    if right in rights_of([role]):
        assert (await endpoint(request)).status_code == 200
        return
    with pytest.raises(HTTPException) as refused:
        await endpoint(request)
    assert refused.value.status_code == 403


@pytest.mark.parametrize("state", [{}, {"person": None}])
async def test_an_endpoint_refuses_nobody_at_all(state: dict[str, object]) -> None:
    request = Request(
        {"type": "http", "state": state, "headers": [], "method": "GET", "path": "/", "query_string": b""}
    )
    with pytest.raises(HTTPException):
        await needs(Right.LOOK)(_plain)(request)


def test_whoever_only_looks_may_nothing_else() -> None:
    person = SignedIn("x", frozenset(StaffRole), "password", b"h", only_looks=True)
    assert person.rights == {Right.LOOK}
