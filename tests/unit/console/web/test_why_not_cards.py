"""What the page shows of an answer: what stands in the way first, its tone, and when time alone ends all of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.console.views.why_not import WhyNotSaid
from services.console.web.pages.why_not import AnswerCard, cards
from shared.contracts.why_not import WhyNot, WhyNotAnswer, WhyNotLine, WhyNotOf

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def line(code: str, *, met: bool = False, after: timedelta | None = None) -> WhyNotLine:
    return WhyNotLine(code=code, met=met, text=f"it is {code}", met_from=AT + after if after is not None else None)


def card(*lines: WhyNotLine, of: WhyNotOf = "text", happens: bool = False, **more: Any) -> AnswerCard:
    known: dict[str, Any] = {"about": "reminder", "code": "not-yet", "text": "it is not-yet"}
    answer = WhyNotAnswer(happens=happens, lines=lines, **(known | more))
    said = WhyNot(
        of=of, service="notifier", case="c-1", at=AT, state="texting", version=1, policy="p", answers=(answer,)
    )
    (made,) = cards(WhyNotSaid(of, "c-1", (said,), (), ()))
    return made


def test_what_stands_in_the_way_first_leads_and_the_rest_follows() -> None:
    made = card(line("braked", after=HOUR), line("not-yet", after=2 * HOUR), line("deaf", met=True))
    assert made.lead == "It is braked"
    assert [each.code for each in made.against] == ["braked", "not-yet"]
    assert [each.code for each in made.clear] == ["deaf"]
    assert made.adds_to_lead


def test_time_ends_all_of_it_only_where_each_part_ends_by_itself() -> None:
    assert card(line("a", after=HOUR), line("b", after=2 * HOUR)).met_from == AT + 2 * HOUR
    assert card(line("a", after=HOUR), line("b")).met_from is None
    assert card(happens=True).met_from is None


@pytest.mark.parametrize(
    ("codes", "tone"),
    [
        (["not-yet"], "wait"),
        (["not-yet", "braked"], "held"),
        (["set-aside", "braked"], "bad"),
        (["case-closed"], "held"),
    ],
)
def test_the_tone_is_that_of_the_gravest(codes: list[str], tone: str) -> None:
    assert card(*map(line, codes)).tone == tone


def test_what_happens_says_so_and_a_crew_tells_its_first_reason() -> None:
    assert (
        card(happens=True, text="reminder may go out now").lead == "Nothing stands in the way: reminder may go out now"
    )
    assert card(line("nearest", met=True), of="crew", happens=True).lead == "It is nearest"
    assert card(of="crew", happens=True, text="they go").lead == "They go"
    assert card(of="slot", happens=True, text="within caps").lead == "Within caps"


def test_of_a_window_who_says_no_comes_first() -> None:
    yes, no = card(of="slot", happens=True), card(line("out-of-hours"), of="slot")
    made = cards(WhyNotSaid("slot", "c-1", (yes.said, no.said), (), ()))
    assert [each.answer.happens for each in made] == [False, True]


def test_a_decision_that_is_overdue_is_late_and_one_that_is_just_due_is_not() -> None:
    assert card(line("not-yet"), again_at=AT - HOUR).is_late
    assert not card(line("not-yet"), again_at=AT - timedelta(seconds=5)).is_late
    assert not card(line("not-yet"), again_at=AT + HOUR).is_late
    assert not card(line("not-yet")).is_late
