"""The pages that somebody is led to."""

from __future__ import annotations

import pytest

from services.console.may import Right, StaffRole, rights_of
from services.console.web.nav import NAV, current, nav_groups


def test_who_only_looks_is_led_to_no_page_that_needs_more() -> None:
    offered = [entry for _, entries in nav_groups(rights_of([StaffRole.VIEWER])) for entry in entries]
    assert {entry.right for entry in offered} == {Right.LOOK}


def test_entries_of_a_group_stand_together_once() -> None:
    groups = [group for group, _ in nav_groups(frozenset(Right))]
    assert len(groups) == len(set(groups))


@pytest.mark.parametrize(
    ("path", "label"),
    [("/", "Now"), ("/cases/c-1", "Cases"), ("/letters/groups/x", "Dead letters"), ("/casesque", "Now")],
)
def test_a_path_belongs_to_the_entry_above_it(path: str, label: str) -> None:
    assert current(path).label == label
    assert current(path) in NAV


def test_the_world_is_offered_only_where_there_is_one() -> None:
    offered = [[entry.path for _, entries in nav_groups({Right.LOOK}, world=world) for entry in entries]
               for world in (False, True)]  # fmt: skip
    assert [("/world" in paths) for paths in offered] == [False, True]
    assert [current("/world", world=world).label for world in (False, True)] == ["Now", "World"]
