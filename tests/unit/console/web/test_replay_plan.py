"""What would come of giving letters back is known before one is."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from deploy.local.user_error import UserError
from services.console.web.letters.asked import LettersAsked
from services.console.web.letters.plan import JudgedLetter, replay_plan


def judged(number: int, refused: str = "") -> JudgedLetter:
    return JudgedLetter(UUID(int=number), f"c-{number % 3}", refused)


def test_a_plan_counts_what_would_be_taken_and_why_the_rest_would_not() -> None:
    letters = [judged(1), judged(2), judged(4), judged(5, "late"), judged(6, "bad"), judged(7, "bad")]
    plan = replay_plan(letters, total=6, cap=100, rate_per_s=2)
    assert (plan.taken, plan.left, plan.refused) == (3, 3, (("bad", 2), ("late", 1)))
    assert plan.subjects == ("c-1", "c-2")
    assert (plan.seconds, plan.beyond) == (2, 0)


def test_what_the_cap_leaves_out_is_said() -> None:
    plan = replay_plan([judged(number) for number in range(5)], total=1_000, cap=3, rate_per_s=10)
    assert (plan.taken, plan.beyond, plan.seconds) == (3, 997, 1)


def test_a_plan_of_nothing_takes_no_time() -> None:
    plan = replay_plan([], total=0, cap=10, rate_per_s=10)
    assert (plan.taken, plan.left, plan.seconds) == (0, 0, 0)


def test_what_is_asked_for_stands_in_an_address_and_comes_back_from_it() -> None:
    fields = {"service": "router", "topic": "loans", "since": "2026-11-02T09:00", "until": "2026-11-02T10:00"}
    asked = LettersAsked.of(fields)
    assert asked.since == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert (asked.fields(), LettersAsked.of(asked.fields())) == (fields, asked)
    assert str(asked) == "service router, topic loans, since 2026-11-02 09:00, until 2026-11-02 10:00"
    assert str(LettersAsked()) == "every open letter"


@pytest.mark.parametrize(
    "fields",
    [
        {"service": "nobody"},
        {"topic": "nix"},
        {"code": "a\0b"},
        {"code": "x" * 100},
        {"since": "yesterday"},
        {"since": "2026-11-02T09:00", "until": "2026-11-02T09:00"},
    ],
)
def test_what_is_no_range_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(UserError):
        LettersAsked.of(fields)
