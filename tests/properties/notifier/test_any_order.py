"""Facts about a case end in the same state, whatever order they arrive in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from services.notifier.core.state import Closed, Unknown, brakes_of
from shared.contracts.loans import LoanOverdue
from tests.unit.notifier.events import (
    NOW,
    bounces,
    breaks_plan,
    closes,
    corrected,
    dispute_ends,
    disputes,
    held,
    lifted,
    overdue,
    pays,
    replies,
    signs_plan,
)  # fmt: skip
from tests.unit.notifier.given import Scenario

Fact = tuple[Callable[[datetime], Any], datetime]

# Overdue events come before corrections in time, and every correction brings the new number: nobody goes back to a
# number that a reply called wrong. (The authority would refuse it then; see `dropped_phones`.)
OVERDUE_AT = st.integers(0, 99).map(lambda n: NOW - timedelta(days=9) + timedelta(minutes=n))
LATER_AT = st.integers(100, 4000).map(lambda n: NOW - timedelta(days=9) + timedelta(minutes=n))
OVERDUE: list[Callable[[datetime], Any]] = [
    lambda time: overdue(minor=700, time=time),
    lambda time: overdue(dpd=3, time=time),
]
LATER: list[Callable[[datetime], Any]] = [
    lambda time: pays(0, time), lambda time: pays(40, time), lambda time: pays(30, time), signs_plan, breaks_plan,
    lambda time: bounces(60, time), lambda time: pays(-5, time),
    disputes, dispute_ends, held, lifted, lambda time: held(time, until=NOW + timedelta(days=5)),
    lambda time: corrected(time, phone_hash="b" * 64), closes,
    lambda time: corrected(time, language="pt", phone_hash="b" * 64),
    lambda time: replies("STOP", time), lambda time: replies("START", time), lambda time: replies("5", time),
    lambda time: replies("i do not owe you", time), lambda time: replies("wrong number", time),
    lambda time: replies("i will pay tomorrow", time), lambda time: replies("hm", time),
]  # fmt: skip


def essence(life: Scenario) -> tuple[Any, ...]:
    """What a case is, without what was said on the way."""
    state = life.state
    if isinstance(state, Unknown):
        return (Unknown, state.brakes, state.outstanding, state.shut)
    loan = state.loan
    amount = loan.amount.minor if not isinstance(state, Closed) else None
    return type(state), brakes_of(state), loan.person, loan.due_since, amount, life.suppressed.get("")


def told(facts: list[Fact]) -> Scenario:
    """All facts at one moment, in this order; replies can only come once there is a case to reply to."""
    life = Scenario(at=NOW)
    first = next(index for index, (maker, time) in enumerate(facts) if isinstance(maker(time), LoanOverdue))
    early = [fact for fact in facts[:first] if not callable(fact[0](fact[1]))]
    late = [fact for fact in facts[:first] if callable(fact[0](fact[1]))]
    for maker, time in [*early, facts[first], *late, *facts[first + 1 :]]:
        life.when(maker(time))
    return life


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Fact], list[Fact]]:
    """Some facts at different times, in two orders."""
    facts: list[Fact] = [
        (draw(st.sampled_from(OVERDUE)), time) for time in draw(st.sets(OVERDUE_AT, min_size=1, max_size=3))
    ]
    facts += [(draw(st.sampled_from(LATER)), time) for time in draw(st.sets(LATER_AT, max_size=6))]
    return draw(st.permutations(facts)), draw(st.permutations(facts))


@settings(max_examples=250, deadline=None)
@forall(histories())
def test_any_order_of_facts_ends_in_the_same_state(orders: tuple[list[Fact], list[Fact]]) -> None:
    one, other = orders
    assert essence(told(list(one))) == essence(told(list(other)))


@settings(max_examples=60, deadline=None)
@forall(histories())
def test_facts_told_twice_change_nothing_more(orders: tuple[list[Fact], list[Fact]]) -> None:
    one, other = orders
    assert essence(told(list(one))) == essence(told([*one, *other]))
