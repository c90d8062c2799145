"""What a turn adds to decisions: their time, and the cause of what a timer leads to."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.privacy.master import MasterKeys
from shared.runtime.machine import as_json
from shared.runtime.ports import DueTimer, Loaded
from shared.runtime.steps.decision_batch import DecisionBatch
from shared.runtime.steps.pending_input import pending_timer
from tests.integration.runtime.toy import MACHINE, Overdue, Seen

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEYS = MasterKeys.of(b"k" * 32)
AHEAD = timedelta(minutes=2)
WAKE = pending_timer("toy", DueTimer("case-1", "wake", NOON))


def turn(version: int, last: datetime | None) -> DecisionBatch:
    loaded = {"case-1": Loaded(version, as_json(Seen()), last)}
    made = DecisionBatch(MACHINE, KEYS, NOON, loaded, set(), frozenset())
    made.take([WAKE], None)
    made.dump()
    return made


def test_a_decision_is_never_earlier_than_the_one_before_it() -> None:
    (row,) = turn(3, NOON + AHEAD).writes.history
    assert row.at == NOON + AHEAD


def test_a_decision_has_the_time_of_its_process_where_that_is_later() -> None:
    for last in (NOON - AHEAD, None):
        (row,) = turn(3, last).writes.history
        assert row.at == NOON


def test_a_timer_that_fires_again_for_the_same_moment_causes_something_new() -> None:
    first, again = turn(3, None).writes.history[0], turn(4, None).writes.history[0]
    assert first.cause != again.cause
    assert turn(3, None).writes.history[0].cause == first.cause


def test_what_nothing_answers_is_remembered_as_refused() -> None:
    opened = pending_timer("toy", DueTimer("case-1", "wake", NOON))
    made = DecisionBatch(replace(MACHINE, input_of=lambda came: None), KEYS, NOON, {}, set(), frozenset())
    made.take([opened], None)
    (row,) = made.writes.history
    assert (row.reason, row.accepted, row.about) == ("not-ours", False, "case-1")
    assert made.writes.timers_cancelled == {("case-1", "wake")}


def test_what_can_not_be_mapped_to_an_input_parks_its_aggregate_and_no_other() -> None:
    def input_of(came: Any) -> Any:
        if came.kind == "odd":
            raise KeyError(came.kind)
        return MACHINE.input_of(came)

    dues = [DueTimer("case-1", "wake", NOON), DueTimer("case-1", "odd", NOON), DueTimer("case-2", "wake", NOON)]
    made = DecisionBatch(replace(MACHINE, input_of=input_of), KEYS, NOON, {}, set(), frozenset())
    made.take([pending_timer("toy", due) for due in dues], None)
    assert [(parking.aggregate, parking.code) for parking in made.writes.parked] == [("case-1", "decision-failed")]
    assert [row.aggregate for row in made.writes.history] == ["case-1", "case-2"]


def test_what_can_not_be_mapped_leaves_nothing_in_memory() -> None:
    """An error holds the frames that it went through, and those what they were about: a circle."""

    class Odd(KeyError):
        pass

    def input_of(came: Any) -> Any:
        raise Odd

    made = DecisionBatch(replace(MACHINE, input_of=input_of), KEYS, NOON, {}, set(), frozenset())
    made.take([made.understood(WAKE)], None)
    assert made.writes.parked
    del made
    gc.collect()
    assert [left for left in gc.get_objects() if isinstance(left, Odd)] == []


def test_a_decision_is_kept_with_the_ids_of_what_it_published() -> None:
    made = DecisionBatch(
        replace(MACHINE, input_of=lambda came: Overdue("case-1", 5)), KEYS, NOON, {}, set(), frozenset()
    )
    made.take([WAKE, WAKE], None)
    assert [[row.published] for row in made.writes.history] == [[str(event.id)] for event in made.writes.outbox]
    assert turn(3, None).writes.history[0].published == ""


def test_what_breaks_for_want_of_memory_parks_nothing_and_is_raised() -> None:
    def input_of(came: Any) -> Any:
        raise MemoryError

    made = DecisionBatch(replace(MACHINE, input_of=input_of), KEYS, NOON, {}, set(), frozenset())
    with pytest.raises(MemoryError):
        made.take([WAKE], None)
    assert (made.writes.parked, made.parked) == ([], set())
