"""A row is the same whatever order its events are read in, and however often: what topics and restarts can give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from services.console.model.fold import CaseFact, CaseRow, project
from services.console.model.steps import CaseStep, stage_of

DAY = datetime(2026, 4, 1, tzinfo=UTC)
moments = some.integers(0, 9).map(lambda days: DAY + timedelta(days=days))
facts = some.builds(
    CaseFact,
    case=some.just("case-1"),
    at=moments,
    type=some.sampled_from(["doorstep.loan.overdue.v1", "doorstep.text.sent.v1", "doorstep.visit.requested.v1"]),
    region=some.sampled_from([None, "porto", "pudong"]),
    steps=some.dictionaries(some.sampled_from(get_args(CaseStep)), moments, max_size=2),
)
lives = some.lists(facts, max_size=12)
patient = settings(suppress_health_check=[HealthCheck.too_slow])
"""A machine that does much else makes examples slowly."""


def folded(life: list[CaseFact], row: CaseRow | None = None) -> CaseRow:
    return reduce(project, life, row or CaseRow("case-1"))


@patient
@given(lives, some.randoms(use_true_random=False))
def test_any_order_and_any_repetition_gives_the_same_row(life: list[CaseFact], chance: object) -> None:
    again = life + life[: len(life) // 2]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert folded(again) == folded(life)


@patient
@given(lives, some.integers(0, 12), some.integers(0, 12))
def test_a_reader_that_was_thrown_back_makes_nothing_different(life: list[CaseFact], stopped: int, back: int) -> None:
    kept = folded(life[:stopped])
    assert folded(life[max(0, stopped - back) :], kept) == folded(life)


@patient
@given(lives)
def test_what_is_known_already_leaves_the_row_as_it_is(life: list[CaseFact]) -> None:
    row = folded(life)
    assert all(project(row, fact) is row for fact in life)


@patient
@given(lives, lives)
def test_a_stage_never_comes_from_a_step_that_no_event_told(life: list[CaseFact], other: list[CaseFact]) -> None:
    row = folded(life + other)
    stage, since = stage_of(row.steps)
    assert (stage == "unknown") == (since is None)
    assert since is None or since in row.steps.values()


def test_a_late_event_of_long_ago_does_not_make_a_row_older() -> None:
    new = CaseFact("case-1", DAY + timedelta(days=5), "doorstep.visit.requested.v1", "porto", {"requested": DAY})
    old = CaseFact("case-1", DAY, "doorstep.loan.overdue.v1", "pudong", {"overdue": DAY})
    row = folded([new, old])
    assert row.last == (new.at, new.type)
    assert row.region == (new.at, "porto")
    assert row.steps == {"requested": DAY, "overdue": DAY}
