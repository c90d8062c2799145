"""The pages by name, in groups: what is watched, worked on, repaired and checked."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from itertools import groupby

from ..may import Right


@dataclass(frozen=True, slots=True)
class NavEntry:
    """`right` is what one needs to see it: nobody is led to a page that is not theirs."""

    path: str
    label: str
    group: str
    right: Right = Right.LOOK


NAV = (
    NavEntry("/", "Now", "Watch"),
    NavEntry("/tail", "Tail", "Watch"),
    NavEntry("/flow", "Flow", "Watch"),
    NavEntry("/cases", "Cases", "Work"),
    NavEntry("/replies", "Replies", "Work"),
    NavEntry("/holds", "Holds", "Work"),
    NavEntry("/appointments", "Appointments", "Work"),
    NavEntry("/map", "Map", "Work"),
    NavEntry("/texts", "Texts", "Work"),
    NavEntry("/letters", "Dead letters", "Repair"),
    NavEntry("/switches", "Switches", "Repair"),
    NavEntry("/proof", "Proof", "Check"),
    NavEntry("/audit", "Audit", "Check", Right.READ_TRAIL),
    NavEntry("/accounts", "Accounts", "Check", Right.MANAGE_ACCOUNTS),
)
"""Entries of a group stand together."""
WORLD = NavEntry("/world", "World", "Sandbox")
"""There only where there is a sandbox."""


def nav_groups(rights: Set[Right], *, world: bool = False) -> list[tuple[str, list[NavEntry]]]:
    """What somebody with these rights may open, by group."""
    seen = [entry for entry in _entries(world) if entry.right in rights]
    return [(group, list(entries)) for group, entries in groupby(seen, key=lambda entry: entry.group)]


def current(path: str, *, world: bool = False) -> NavEntry:
    """The entry that a path belongs to."""
    return next(
        (entry for entry in _entries(world)[1:] if path == entry.path or path.startswith(f"{entry.path}/")), NAV[0]
    )


def _entries(world: bool) -> tuple[NavEntry, ...]:
    return (*NAV, WORLD) if world else NAV
