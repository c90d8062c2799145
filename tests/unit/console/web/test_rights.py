"""Every route of the console says which right it needs; what changes something needs more than to look."""

from __future__ import annotations

import pytest

from services.console.may import Right, StaffRole, rights_of
from services.console.web import health
from services.console.web.access.required import DeclaredRoute, OpenToAll, declared
from services.console.web.access.routes import ROUTES as SIGNING_IN
from services.console.web.assets import Assets
from services.console.web.nav import NAV
from services.console.web.pages import ROUTES

EVERY = list(declared([Assets({}).route(), *health.ROUTES, *SIGNING_IN, *ROUTES]))
PAGES = list(declared(ROUTES))
OFFICES = frozenset({Right.MANAGE_ACCOUNTS, Right.READ_TRAIL, Right.EXPORT, Right.DRIVE_WORLD})
"""Pages that need one of these are for those whose office that is."""


def test_nobody_is_led_to_a_page_that_is_not_theirs() -> None:
    needed = {route.path: route.needed for route in PAGES if "GET" in route.methods}
    assert {entry.path: entry.right for entry in NAV} == {entry.path: needed[entry.path] for entry in NAV}


@pytest.mark.parametrize("route", EVERY, ids=lambda route: f"{'+'.join(route.methods)} {route.path}")
def test_a_route_says_what_it_needs(route: DeclaredRoute) -> None:
    assert route.needed is not None


def test_no_page_is_open_to_whoever_is_not_signed_in() -> None:
    assert [route.path for route in PAGES if isinstance(route.needed, OpenToAll)] == []


def test_a_viewer_changes_nothing_and_sees_every_page_but_those_of_an_office() -> None:
    may = rights_of([StaffRole.VIEWER])
    assert [route.path for route in PAGES if route.methods != ("GET",) and route.needed in may] == []
    assert [route.path for route in PAGES if route.methods == ("GET",) and route.needed not in may | OFFICES] == []


def test_what_changes_something_is_never_asked_for_with_get() -> None:
    acts = {Right.ACT_ON_CASES, Right.ACT_ON_LETTERS, Right.THROW_SWITCH, Right.RESUME_EVERYTHING}
    assert [route.path for route in PAGES if route.needed in acts and "GET" in route.methods] == []


def test_who_checks_the_work_does_not_do_it() -> None:
    may = rights_of([StaffRole.AUDITOR, StaffRole.PRIVACY_OFFICER])
    done = {route.needed for route in PAGES if route.methods != ("GET",) and route.needed in may}
    assert done == {Right.EXPORT, Right.REVEAL}
