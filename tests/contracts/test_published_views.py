"""Views that services publish grow, they do not change: who reads them may be older than who makes them."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from docs.generate.published import SERVICES, PublishedView, committed, lost
from docs.generate.samples import ROOT

BEFORE: dict[str, PublishedView] = {
    "decisions": {"about": "Every decision.", "columns": {"aggregate": "text", "version": "integer"}},
    "timers": {"about": "", "columns": {"due_at": "timestamp with time zone"}},
}


def changed(view: str, columns: dict[str, str]) -> dict[str, PublishedView]:
    today = deepcopy(BEFORE)
    today[view]["columns"] = columns
    return today


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (changed("decisions", {"version": "integer"}), ["decisions.aggregate was removed"]),
        (changed("decisions", {"case_id": "text", "version": "integer"}), ["decisions.aggregate was removed"]),
        (changed("decisions", {"aggregate": "text", "version": "text"}), ["decisions.version was integer and is text"]),
        ({"decisions": BEFORE["decisions"]}, ["timers was removed"]),
    ],
)
def test_what_readers_of_yesterday_would_miss_is_refused(today: dict[str, PublishedView], said: list[str]) -> None:
    assert lost(BEFORE, today) == said


@pytest.mark.parametrize(
    "today",
    [
        changed("decisions", {"aggregate": "text", "version": "integer", "published": "uuid[]"}),
        {**BEFORE, "cases": {"about": "", "columns": {"case_id": "text"}}},
        {**BEFORE, "timers": {**BEFORE["timers"], "about": "Said in other words."}},
    ],
)
def test_views_columns_and_words_are_added_freely(today: dict[str, PublishedView]) -> None:
    assert lost(BEFORE, today) == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_view_is_described(service: str) -> None:
    views = committed(service)
    assert {"decisions", "parked", "dead_letters", "waiting"} <= set(views)
    assert [name for name, view in views.items() if not view["about"]] == []


def test_the_change_that_puts_a_hold_on_has_the_name_that_the_view_looks_for() -> None:
    stored = json.loads((ROOT / "docs/stored/notifier.json").read_text("utf-8"))
    kinds = {node.get("properties", {}).get("kind", {}).get("const") for node in stored["$defs"].values()}
    assert "braked" in kinds, "under another name, `holds` has to look for both: a migration that replaces the view"
