"""What needs a person comes most harmful first; a verdict is about work getting done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.console.views.needs_a_person import needs
from services.console.views.verdicts import service_verdict

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
REPLY = {"id": UUID(int=1), "case_id": "case-1", "received_at": NOW, "why": "not-understood"}
LETTER = {
    "id": UUID(int=2),
    "at": NOW - timedelta(days=3),
    "topic": "loans",
    "detail": "not JSON",
    "code": "undecodable",
}
PARKED = {"service": "router", "aggregate": "porto", "since": NOW, "queued": 2, "detail": "broke", "code": "ValueError"}
WAITING = {"outbox": 0, "intake": 0, "parked": 0, "next_timer": None}


def test_what_harms_most_comes_first_and_of_one_kind_the_oldest() -> None:
    older = REPLY | {"received_at": NOW - timedelta(hours=1), "case_id": "case-2"}
    found = needs(processes=[("router", "kafka: gone")], letters=[LETTER], replies=[REPLY, older], parked=[PARKED])
    assert [need.kind for need in found] == ["process", "reply", "reply", "parked", "dead-letter"]
    assert [need.case for need in found[1:3]] == ["case-2", "case-1"]


def test_a_region_is_no_case() -> None:
    (found,) = needs(parked=[PARKED])
    assert (found.case, found.command) == ("", "./doorstep dlq show router/porto")


def test_a_switch_that_lets_through_needs_nobody() -> None:
    switch = {"what": "sending", "scope": "all", "stopped": False, "cause": "over", "at": NOW}
    assert needs(switches=[switch]) == []
    assert [need.title for need in needs(switches=[switch | {"stopped": True}])] == ["sending is stopped for all"]


@pytest.mark.parametrize(
    ("ready", "waiting", "word"),
    [
        (True, WAITING, "works"),
        (None, WAITING, "works"),
        (False, WAITING, "not ready"),
        (True, None, "unknown"),
        (True, WAITING | {"next_timer": NOW - timedelta(minutes=2)}, "late"),
        (True, WAITING | {"next_timer": NOW - timedelta(seconds=5)}, "works"),
        (True, WAITING | {"outbox": 5_000}, "behind"),
    ],
)
def test_a_service_is_judged_by_its_work(ready: bool | None, waiting: dict[str, Any] | None, word: str) -> None:
    waits = [("kafka", "is gone")]
    assert service_verdict("router", ready=ready, waits=waits, waiting=waiting, now=NOW).word == word


def test_cases_that_stand_until_somebody_acts_are_in_the_list_and_others_are_not() -> None:
    row: dict[str, Any] = {"service": "notifier", "waits_for": None, "cases": 3, "since": NOW, "case_id": "case-9"}
    (found,) = needs(held=[row | {"cause": "unreachable"}, row | {"cause": "hardship"}])
    assert (found.kind, found.case, found.count, found.page) == ("held", "case-9", 3, "/holds?cause=unreachable")
