"""The table runs: what is in no line is refused, and no decision leads where its line does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from shared.decision import Decider, Decision, DecisionContext, IllegalMove, accept, on, refuse

AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Shut:
    door: str


@dataclass(frozen=True)
class Ajar:
    door: str
    knocks: int


@dataclass(frozen=True)
class Knock:
    times: int


@dataclass(frozen=True)
class Slam:
    pass


@dataclass(frozen=True)
class Opened:
    knocks: int


@dataclass(frozen=True)
class Slammed:
    pass


Door = Shut | Ajar
Input = Knock | Slam
Change = Opened | Slammed
Context = DecisionContext[int, None]


def knocked(shut: Shut, knock: Knock, context: Context) -> Decision[Change]:
    if knock.times < context.rules:
        return refuse("too-few", f"{knock.times} knocks, {context.rules} are asked for")
    return accept("opened", "somebody knocked", Opened(knock.times))


def slammed(ajar: Ajar, slam: Slam, context: Context) -> Decision[Change]:
    return accept("slammed", "the wind", Slammed())


def astray(ajar: Ajar, knock: Knock, context: Context) -> Decision[Change]:
    return accept("astray", "a bug", Slammed())


def evolve(door: Door, change: Change) -> Door:
    return Ajar(door.door, change.knocks) if isinstance(change, Opened) else Shut(door.door)


def itself(door: Door, input: Input) -> Door:
    return door


def otherwise(door: Door, input: Input, context: Context) -> Decision[Change]:
    return refuse("not-now", f"{type(input).__name__} while {type(door).__name__}")


TABLE = (on(Shut, Knock, knocked, to=(Ajar,)), on(Ajar, Slam, slammed, to=(Shut,)), on(Ajar, Knock, astray))
DOORS: Decider[Door, Input, Context, Change] = Decider(Shut, TABLE, evolve, itself, otherwise)
TWO = DecisionContext(AT, rules=2, lookup=None)


def test_the_line_of_the_table_answers_and_its_changes_are_folded() -> None:
    decided = DOORS.step(DOORS.initial("front"), Knock(3), TWO)
    assert decided.decision == Decision("opened", "somebody knocked", changes=(Opened(3),))
    assert decided.after == Ajar("front", 3)


def test_what_is_in_no_line_is_refused_with_a_reason() -> None:
    decided = DOORS.step(Shut("front"), Slam(), TWO)
    assert (decided.decision.reason, decided.decision.accepted) == ("not-now", False)
    assert decided.after == Shut("front")


def test_a_decider_that_has_no_answer_of_its_own_refuses_what_is_in_no_line() -> None:
    silent: Decider[Door, Input, Context, Change] = Decider(Shut, TABLE, evolve, itself)
    assert silent.step(Shut("front"), Slam(), TWO).decision.reason == "not-ours"


def test_a_refusal_leaves_everything_as_it_is() -> None:
    assert DOORS.step(Shut("front"), Knock(1), TWO).after == Shut("front")


def test_a_decision_that_leads_where_its_line_does_not_is_a_fault() -> None:
    with pytest.raises(IllegalMove, match="astray: from Ajar to Shut by Knock"):
        DOORS.step(Ajar("front", 1), Knock(1), TWO)


def test_two_lines_for_one_state_and_input_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="more than one line for Shut, Knock"):
        Decider(Shut, (*TABLE, on(Shut, Knock, knocked)), evolve, itself, otherwise)


def test_a_switch_stops_everything_a_region_or_a_case() -> None:
    context = DecisionContext(AT, 0, None, frozenset({"sending:region:porto", "deaf:loans since noon"}))
    assert context.is_stopped("sending", region="porto", case="c1") == "region:porto"
    assert context.is_stopped("visiting", region="porto", case="c1") is None
    assert context.deaf() == "loans since noon"
    assert DecisionContext(AT, 0, None).deaf() is None
