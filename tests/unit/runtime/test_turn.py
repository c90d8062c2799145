"""What a turn adds to decisions: their time, and the cause of what a timer leads to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.privacy.master import MasterKeys
from shared.runtime.machine import as_json
from shared.runtime.ports import DueTimer, Loaded
from shared.runtime.steps.turn import Turn, said_timer
from tests.integration.runtime.toy import MACHINE, Seen

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
AHEAD = timedelta(minutes=2)
WAKE = said_timer("toy", DueTimer("case-1", "wake", NOON))


def turn(version: int, last: datetime | None) -> Turn:
    loaded = {"case-1": Loaded(version, as_json(Seen()), last)}
    made = Turn(MACHINE, MasterKeys.of(b"k" * 32), NOON, loaded, set(), frozenset())
    made.take([WAKE], None)
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
