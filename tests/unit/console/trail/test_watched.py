"""What is written of looks and of addresses: seldom enough, and by a code that has no id in it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from services.console.web.access.required import DeclaredRoute, declared
from services.console.web.access.route_code import code_of_path
from services.console.web.access.seen_lately import SeenLately
from services.console.web.pages import ROUTES

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WRITTEN = {"answered", "recorded"}
ACTS = [each for each in declared(ROUTES) if each.methods != ("GET",)]


def test_whoever_stays_is_written_again_and_not_at_each_look() -> None:
    lately = SeenLately()
    looks = [NOON + MINUTE * minute for minute in range(25)]
    assert [at.minute for at in looks if lately.is_new(("ana", "c-1"), at)] == [0, 10, 20]
    assert lately.is_new(("ben", "c-1"), NOON)
    assert lately.is_new(("ana", "c-2"), NOON)


def test_a_clock_that_was_set_back_hides_nobody() -> None:
    lately = SeenLately()
    assert lately.is_new("x", NOON)
    assert lately.is_new("x", NOON - MINUTE)


def test_what_was_not_written_is_new_the_next_time() -> None:
    lately = SeenLately()
    lately.is_new("x", NOON)
    lately.forget("x")
    assert lately.is_new("x", NOON)


def test_its_memory_is_bounded() -> None:
    lately = SeenLately(kept_max=10)
    assert all(lately.is_new(number, NOON) for number in range(1_000))
    assert [number for number in range(1_000) if not lately.is_new(number, NOON)] == []
    assert not lately.is_new(999, NOON)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/switches/stop", "switches-stop"), ("/letters/{id:uuid}/replay", "letters-replay"),
        ("/letters/parked/{service}/{aggregate}/take-up", "letters-parked-take-up"), ("/", "now"),
        ("/cases/{case}", "cases"), ("/World_Clock/pause", "world-clock-pause"), ("/" + "x" * 99, "x" * 64),
    ],
)  # fmt: skip
def test_an_address_has_a_code_without_ids(path: str, code: str) -> None:
    assert code_of_path(path) == code


def test_a_stop_is_known_by_its_code() -> None:
    assert {code_of_path(each.path) for each in ACTS if each.path.endswith("/stop")} >= {"switches-stop"}


def called(endpoint: object) -> set[str]:
    """Every name that an endpoint calls, by itself or through functions of its module."""
    function = inspect.unwrap(endpoint)  # type: ignore[arg-type]
    module = inspect.getmodule(function)
    assert module is not None
    parsed = ast.parse(inspect.getsource(module))
    bodies = {node.name: node for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    found: set[str] = set()
    waiting = [function.__name__]
    while waiting:
        for name in names_in(bodies[waiting.pop()]):
            if name not in found:
                found.add(name)
                waiting += [name] if name in bodies else []
    return found


def names_in(node: ast.AST) -> Iterator[str]:
    return (each.id for each in ast.walk(node) if isinstance(each, ast.Name))


@pytest.mark.parametrize("route", ACTS, ids=lambda route: route.path)
def test_every_act_of_a_page_goes_into_the_trail(route: DeclaredRoute) -> None:
    assert called(route.route.endpoint) & WRITTEN  # type: ignore[attr-defined]


def test_an_act_that_goes_past_it_would_be_found() -> None:
    assert not called(code_of_path) & WRITTEN
