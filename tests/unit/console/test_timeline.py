"""Histories of three services become one life, causes before effects."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.views.timeline import TimelineEntry, from_where, timeline

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def row(
    service: str, version: int, said: str, cause: str, *, at: datetime = NOON, aggregate: str = "c-1", **more: Any
) -> dict[str, Any]:
    given = {"published": [], "reason": "because", "why": "It was so.", "rule": "", "accepted": True}
    return {"service": service, "aggregate": aggregate, "version": version, "at": at, "said": said, "cause": cause,
            **given, **more}  # fmt: skip


def led_to(*events: str) -> list[UUID]:
    """The ids of the events that a decision published."""
    return [uuid5(NAMESPACE_OID, event) for event in events]


def of(event: str) -> str:
    (id,) = led_to(event)
    return str(id)


ASKED = row("notifier", 1, "doorstep.loan.overdue.v1", "bank-1", published=led_to("something else", "wanted"))
WANTED = row("scheduler", 1, "doorstep.visit.requested.v1", of("wanted"), published=led_to("asked"))
QUOTED = row("router", 40, "doorstep.slots.asked.v1", of("asked"), aggregate="porto", published=led_to("quoted"))
OFFERED = row("scheduler", 2, "doorstep.slots.quoted.v1", of("quoted"), published=led_to("text"))
INTENDED = row("notifier", 2, "doorstep.text.requested.v1", of("text"))
CHAIN = [ASKED, WANTED, QUOTED, OFFERED, INTENDED]


def heard(lines: list[TimelineEntry]) -> list[str]:
    return [line.said.split(".")[1] for line in lines]


def test_where_the_clock_stood_still_a_cause_comes_before_its_effect() -> None:
    for seed in range(20):
        rows = CHAIN[:]
        Random(seed).shuffle(rows)
        assert heard(timeline(rows)) == ["loan", "visit", "slots", "slots", "text"]


def test_each_decision_names_the_decision_that_led_to_it() -> None:
    assert [line.because for line in timeline(CHAIN)] == [None, 1, 2, 3, 4]


def test_time_comes_first() -> None:
    late = row("notifier", 3, "timer:cadence", "t", at=NOON + timedelta(days=1))
    early = row("scheduler", 3, "timer:look-again", "u", at=NOON - timedelta(days=1))
    assert [line.said for line in timeline([late, *CHAIN, early])][::6] == ["timer:look-again", "timer:cadence"]


def test_versions_of_one_service_stay_in_order() -> None:
    rows = [row("notifier", version, "timer:x", f"t{version}") for version in (3, 1, 2)]
    assert [line.version for line in timeline(rows)] == [1, 2, 3]


def test_an_event_of_somebody_else_with_the_same_type_is_not_taken_for_its_cause() -> None:
    other = row("scheduler", 1, "doorstep.visit.requested.v1", "somebody-else")
    assert timeline([ASKED, other])[1].because is None


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ("doorstep.loan.overdue.v1", "the bank"),
        ("doorstep.visit.ended.v1", "the crew"),
        ("doorstep.collector.unavailable.v1", "the staff system"),
        ("timer:cadence", "a timer"),
        ("direct:ReplyReceived", "the borrower"),
        ("direct:StatusReported", "the carrier"),
        ("direct:TextSettled", "the notifier itself"),
        ("doorstep.text.sent.v1", "an event"),
    ],
)
def test_what_came_from_outside_is_said_in_words(said: str, origin: str) -> None:
    (line,) = timeline([row("notifier", 1, said, "x")])
    assert from_where(line) == origin


def test_what_a_decision_led_to_is_said_by_its_number() -> None:
    assert from_where(timeline(CHAIN)[1]) == "#1"


@given(st.permutations(CHAIN), st.lists(st.integers(0, 2), min_size=5, max_size=5))
def test_every_row_is_told_once_whatever_the_order_and_the_times(rows: list[dict[str, Any]], hours: list[int]) -> None:
    moved = [found | {"at": NOON + timedelta(hours=hour)} for found, hour in zip(rows, hours, strict=True)]
    lines = timeline(moved)
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert sorted((line.service, line.version) for line in lines) == sorted(
        (found["service"], found["version"]) for found in rows
    )
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_what_decisions_from_before_led_to_is_said_to_be_theirs_and_not_guessed() -> None:
    old = [found | {"published": None} for found in CHAIN]
    lines = timeline(old)
    assert {line.because for line in lines} == {None}
    origins = {line.said: from_where(line) for line in lines}
    assert origins.pop("doorstep.loan.overdue.v1") == "the bank"
    assert set(origins.values()) == {"a decision before causes were kept"}


def test_where_old_decisions_and_new_ones_meet_only_the_new_are_named() -> None:
    mixed = [ASKED | {"published": None}, WANTED, QUOTED]
    assert [from_where(line) for line in timeline(mixed)] == ["the bank", "a decision before causes were kept", "#2"]
