"""Every route of the console says which right it needs; what changes something needs more than to look."""

from __future__ import annotations

import pytest

from services.console.may import Right, StaffRole, rights_of
from services.console.web import health
from services.console.web.access.required import DeclaredRoute, OpenToAll, declared
from services.console.web.access.routes import ROUTES as SIGNING_IN
from services.console.web.assets import Assets
from services.console.web.pages import ROUTES

EVERY = list(declared([Assets({}).route(), *health.ROUTES, *SIGNING_IN, *ROUTES]))
PAGES = list(declared(ROUTES))


@pytest.mark.parametrize("route", EVERY, ids=lambda route: f"{'+'.join(route.methods)} {route.path}")
def test_a_route_says_what_it_needs(route: DeclaredRoute) -> None:
    assert route.needed is not None


def test_no_page_is_open_to_whoever_is_not_signed_in() -> None:
    assert [route.path for route in PAGES if isinstance(route.needed, OpenToAll)] == []


def test_a_viewer_changes_nothing_and_sees_every_page_but_the_trail() -> None:
    may = rights_of([StaffRole.VIEWER])
    assert [route.path for route in PAGES if route.methods != ("GET",) and route.needed in may] == []
    unseen = {route.needed for route in PAGES if route.methods == ("GET",) and route.needed not in may}
    assert unseen == {Right.READ_TRAIL}


def test_what_changes_something_is_never_asked_for_with_get() -> None:
    acts = {Right.ACT_ON_CASES, Right.ACT_ON_LETTERS, Right.THROW_SWITCH, Right.RESUME_EVERYTHING}
    assert [route.path for route in PAGES if route.needed in acts and "GET" in route.methods] == []


def test_who_checks_the_work_does_not_do_it() -> None:
    may = rights_of([StaffRole.AUDITOR, StaffRole.PRIVACY_OFFICER])
    done = {route.needed for route in PAGES if route.methods != ("GET",) and route.needed in may}
    assert done == {Right.EXPORT, Right.REVEAL}
