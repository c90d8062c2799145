"""The bank takes back what it said: what each correction means, and that no order of arrival changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from services.notifier.core.balance_facts import is_settled, is_shut
from services.notifier.core.state import Brake, Closed, Family, Held, Texting, Unknown, Visiting, brakes_of
from shared.contracts.texts import TextIntended

from .events import (
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
    signs_plan,
)  # fmt: skip
from .given import Scenario, delivered, given, later, until

DAY = timedelta(days=1)
NEW_FAMILIES: tuple[Family, ...] = ("settled", "closed")
VISITING = until(lambda life: isinstance(life.state, Visiting))


# What each correction means.


@pytest.mark.parametrize("left", [0, -1, -15_750, -(10**15)])
def test_who_paid_more_than_was_owed_owes_nothing(left: int) -> None:
    given(overdue(), pays(left)).then("paid", Closed)
    given(pays(left)).then("paid-before-overdue", Unknown).when(overdue(time=NOW - DAY)).then("closed-since", Closed)


def test_a_payment_that_bounced_is_owed_again() -> None:
    life = given(overdue(), pays(0), later(days=1), bounces(50_000, NOW + DAY)).then("balance-corrected", Texting)
    assert life.known.loan.amount.minor == 50_000
    assert len(life.published(TextIntended)) == 2


def test_a_payment_that_bounced_before_it_was_paid_again_changes_nothing() -> None:
    given(overdue(), pays(0, NOW + DAY), bounces(50_000, NOW)).then_nothing("overtaken")


def test_a_bounced_part_payment_leaves_its_quiet_and_corrects_the_amount() -> None:
    life = given(overdue(), pays(100), bounces(200, NOW + DAY)).then("balance-corrected", Held)
    assert life.known.loan.amount.minor == 200


def test_a_bounced_payment_that_leaves_the_loan_overpaid_closes_it_without_thanks() -> None:
    life = given(overdue(), delivered("reminder-early"), bounces(-5, NOW + DAY)).then("paid", Closed)
    assert [text.kind for text in life.texts] == ["reminder-early"]


def test_a_payment_of_a_negative_amount_is_one_taken_back_and_earns_no_quiet() -> None:
    given(overdue(), pays(0), pays(40, NOW + DAY, amount=-40)).then("balance-corrected", Texting)
    assert not brakes_of(given(overdue(), pays(40, NOW + DAY, amount=-40)).state)


def test_a_waiver_closes_without_thanks_for_money() -> None:
    life = given(overdue(), delivered("reminder-early"), pays(0, NOW + DAY, amount=0)).then("paid", Closed)
    assert [text.kind for text in life.texts] == ["reminder-early"]


def test_a_backdated_payment_counts_from_when_it_was_booked() -> None:
    life = given(overdue(time=NOW), pays(0, NOW - 3 * DAY)).then_nothing("overtaken")
    life.when(pays(0, NOW - 3 * DAY, booked_at=NOW + DAY)).then("paid", Closed)
    given(overdue(time=NOW), bounces(7, NOW - 3 * DAY, booked_at=NOW + DAY)).then("balance-corrected")


def test_a_payment_of_tomorrow_s_value_that_was_booked_before_the_overdue_event_does_not_settle_it() -> None:
    given(overdue(time=NOW), pays(0, NOW + DAY, booked_at=NOW - DAY)).then_nothing("overtaken")


def test_a_write_off_as_of_last_month_s_end_counts_from_when_it_was_booked() -> None:
    life = given(overdue(time=NOW), closes(NOW - 20 * DAY)).then_nothing("overtaken")
    life.when(closes(NOW - 20 * DAY, booked_at=NOW + DAY)).then("closed", Closed)


@pytest.mark.parametrize("money", [pays(700, NOW + DAY), bounces(700, NOW + DAY), pays(700, NOW + DAY, amount=-1)])
def test_money_that_moves_after_a_write_off_opens_nothing(money: Any) -> None:
    life = given(overdue(), closes(NOW), money).then("paid-already-closed", Closed)
    life.when(overdue(time=NOW + 2 * DAY, minor=900)).then("reopened")
    assert life.known.loan.amount.minor == 900


def test_a_write_off_undone_begins_anew_with_texts_and_without_the_former_round() -> None:
    life = given(overdue(dpd=70), VISITING, lambda it: closes(it.at)).then("closed", Closed)
    life.at += DAY
    life.when(overdue(dpd=70, time=life.at)).then("reopened", Texting)
    assert life.known.loan.reached >= 0
    assert life.published(TextIntended)[-1].kind == life.texts[-1].kind


def test_a_reopened_loan_that_is_disputed_is_held() -> None:
    given(overdue(), closes(NOW), disputes(NOW), overdue(time=NOW + DAY)).then("reopened", Held)


def test_a_loan_reopened_and_closed_again_is_closed() -> None:
    life = given(overdue(), closes(NOW), overdue(time=NOW + DAY), closes(NOW + 2 * DAY)).then("closed", Closed)
    life.when(closes(NOW + 3 * DAY)).then("closed", Closed)
    life.when(overdue(time=NOW + 2 * DAY)).then("closed-since", Closed)


def test_a_loan_paid_after_it_was_reopened_is_paid_though_the_reopening_comes_late() -> None:
    life = given(overdue(), closes(NOW), pays(0, NOW + 2 * DAY), overdue(time=NOW + DAY)).then("closed-since", Closed)
    assert (life.known.cause, life.known.final) == ("paid", False)  # type: ignore[union-attr]


def test_an_overdue_event_that_never_was_is_taken_back_by_a_closing() -> None:
    given(overdue(time=NOW), closes(NOW)).then("closed", Closed)


@pytest.mark.parametrize(("on", "off"), [(signs_plan, breaks_plan), (disputes, dispute_ends), (held, lifted)])
def test_a_brake_entered_in_error_is_taken_back_by_its_end_and_may_come_again(on: Any, off: Any) -> None:
    life = given(overdue(), on(NOW), off(NOW + DAY))
    assert not brakes_of(life.state)
    life.when(on(NOW + 2 * DAY))
    assert brakes_of(life.state)


def test_of_two_holds_set_at_the_same_moment_the_longer_one_holds() -> None:
    until = NOW + 9 * DAY
    for one, other, longer in (
        (until, None, None), (None, until, None), (until, until + DAY, until + DAY), (until + DAY, until, until + DAY),
        (until + DAY, NOW - DAY, until + DAY),
    ):  # fmt: skip
        assert brakes_of(given(overdue(), held(NOW, one), held(NOW, other)).state) == (Brake("hold", longer),)


def test_states_from_before_facts_of_closing_were_kept_are_read_as_what_they_were() -> None:
    for end, reason in ((pays(0), "overdue-again"), (closes(), "reopened")):
        life = given(overdue(time=NOW - DAY), end)
        for forgets in NEW_FAMILIES:
            life.known.loan.heard.pop(forgets, None)
        life.when(overdue(time=NOW + DAY)).then(reason, Texting)
    for end in (pays(0), closes()):
        life = given(end)
        assert isinstance(life.state, Unknown)
        for forgets in NEW_FAMILIES:
            life.state.heard.pop(forgets, None)
        life.when(overdue(time=NOW - DAY)).then("closed-since", Closed)


# Every pair of facts, older, newer and of the same moment, in both orders.

FACTS: dict[str, Callable[[datetime], Any]] = {
    "overdue": lambda at: overdue(20, 700, at),
    "overdue by less": lambda at: overdue(3, 500, at),
    "paid": lambda at: pays(0, at),
    "overpaid": lambda at: pays(-5, at),
    "part paid": lambda at: pays(400, at),
    "another part paid": lambda at: pays(300, at),
    "bounced": lambda at: bounces(600, at),
    "bounced, and overpaid still": lambda at: bounces(-1, at),
    "taken back": lambda at: pays(650, at, amount=-50),
    "waived": lambda at: pays(0, at, amount=0),
    "closed": closes,
    "plan signed": signs_plan,
    "plan broken": breaks_plan,
    "disputed": disputes,
    "dispute over": dispute_ends,
    "held": held,
    "held until a day": lambda at: held(at, NOW + 5 * DAY),
    "lifted": lifted,
    "corrected": lambda at: corrected(at, language="pt"),
}
NOTHING = {"paid", "overpaid", "waived", "closed", "bounced, and overpaid still"}
T1, T2 = NOW - 2 * DAY, NOW - DAY


def essence(life: Scenario) -> tuple[Any, ...]:
    """What a case is, without what was said on the way."""
    state = life.state
    if isinstance(state, Unknown):
        return type(state), brakes_of(state), state.outstanding, state.shut
    closed = (is_settled(state.loan.heard), is_shut(state.loan.heard))
    amount = None if isinstance(state, Closed) else state.loan.amount.minor
    return type(state), brakes_of(state), closed, amount, state.loan.due_since, state.loan.person.language


@pytest.mark.parametrize("known", [True, False], ids=["a known case", "a case that is heard of last"])
def test_no_pair_of_facts_depends_on_the_order_in_which_it_arrives(known: bool) -> None:
    wrong = []
    for (one, first), (other, second) in product(FACTS.items(), FACTS.items()):
        for at, then in ((T1, T2), (T2, T1), (T1, T1)):
            facts = [first(at), second(then)]
            start = overdue(40, 800, T1 - 9 * DAY)
            lives = [
                given(start, *order) if known else given(*order, start) for order in (facts, list(reversed(facts)))
            ]
            if essence(lives[0]) != essence(lives[1]):
                wrong.append((one, at == then, other))
    assert not wrong


def test_nothing_is_owed_never_loses_against_what_is_older_or_of_the_same_moment() -> None:
    for nothing, (_, other) in product(sorted(NOTHING), FACTS.items()):
        for at in (T1, T2):
            for order in (1, -1):
                facts = [FACTS[nothing](T2), other(at)][::order]
                life = given(overdue(40, 800, T1 - 9 * DAY), *facts)
                assert isinstance(life.state, Closed), (nothing, facts)


def test_a_newer_overdue_event_opens_whatever_had_ended_it_and_says_what_that_was() -> None:
    for nothing in sorted(NOTHING):
        life = given(overdue(40, 800, T1 - 9 * DAY), FACTS[nothing](T1), overdue(time=T2))
        assert not isinstance(life.state, Closed), nothing
        assert life.decision.reason in ("reopened", "overdue-again"), nothing


def test_a_backdated_brake_counts_from_when_it_was_entered_and_so_does_its_end() -> None:
    for on, off in ((signs_plan, breaks_plan), (disputes, dispute_ends), (held, lifted)):
        backdated = on(NOW - 9 * DAY)
        entered = backdated.model_copy(update={"data": backdated.data.model_copy(update={"booked_at": NOW + DAY})})
        life = given(overdue(), off(NOW), backdated).then_nothing("overtaken").when(entered)
        assert isinstance(life.state, Held)
        ended = off(NOW - 9 * DAY)
        ended = ended.model_copy(update={"data": ended.data.model_copy(update={"booked_at": NOW + 2 * DAY})})
        assert not brakes_of(life.when(ended).state)
