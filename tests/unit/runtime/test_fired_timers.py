"""Timers that fire are counted by kind, and how late they are is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.decision import TimerDue
from shared.runtime.metrics import REGISTRY
from shared.runtime.ports import DueTimer
from shared.runtime.steps.fired_timers import fired

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def counted(kind: str) -> float:
    return REGISTRY.get_sample_value("doorstep_timers_fired_total", {"kind": kind}) or 0.0


def late_s() -> float:
    return REGISTRY.get_sample_value("doorstep_timer_late_seconds_sum") or 0.0


def test_each_fires_in_its_turn_and_is_counted_by_what_is_before_the_first_colon() -> None:
    due = [DueTimer("case-2", "hark:1", NOON), DueTimer("case-1", "hark:2", NOON), DueTimer("case-1", "knock", NOON)]
    before = counted("hark"), counted("knock")
    assert [(pending.aggregate, pending.came) for pending in fired("toy", due, NOON)] == [
        (timer.aggregate, TimerDue(timer.kind, NOON)) for timer in due
    ]
    assert (counted("hark") - before[0], counted("knock") - before[1]) == (2, 1)


def test_how_late_they_are_is_added_up_and_one_that_a_clock_behind_finds_is_not_early() -> None:
    before = late_s()
    fired("toy", [DueTimer("c", "hark", NOON - timedelta(seconds=3)), DueTimer("c", "hark", NOON)], NOON)
    fired("toy", [DueTimer("c", "hark", NOON + timedelta(seconds=2))], NOON)
    assert round(late_s() - before, 6) == 3
