"""What is owed as an answer goes out whenever it came in: closed hours alone never use its time up.

(That an opt-out was heard is told within minutes or not at all: see `test_opt_out_confirmed`.)
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.notifier.core.authority import Allowed, Asked, Deferred, ask
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.lookup import NOTHING
from services.notifier.core.own_texts import schedule_answer
from services.notifier.core.rules import rules_of
from services.notifier.core.state import CaseLoan
from shared.contracts.texts import TextKind
from shared.decision import DecisionContext
from shared.policy import Pack
from tests.unit.policy.packs import with_contact

from .events import PACK, PHONE_HASH, overdue, pays, replies
from .given import asks, delivered, given, rings
from .test_hours import at, leaf

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KINDS: tuple[TextKind, ...] = ("hardship", "plan-offer", "not-understood", "thanks-paid")
FESTIVAL = leaf('{ name = "festival", first = 2026-12-24, last = 2026-12-29 }')
MORNINGS = leaf('{ channels = ["text"], weekdays = [2, 4], start = 10:00:00, end = 11:00:00 }')
PACKS = {
    "default": PACK,
    "festival": with_contact(blackouts=f"[{FESTIVAL}]"),
    "two mornings a week": with_contact(windows=f"[{MORNINGS}]"),
}
TWO_WEEKS = [datetime(2026, 12, 21, 0, 59, 59, tzinfo=UTC) + n * HOUR for n in range(14 * 24)]
"""Over Christmas, the end of the year and two Sundays."""
SATURDAY_EVENING = at("2026-11-28T19:40+00:00")


def goes_out(loan: CaseLoan, kind: TextKind, received: datetime, pack: Pack, late: timedelta) -> Allowed | object:
    """The authority's last word on the answer to what came at `received` and was read `late` after that."""
    now = DecisionContext(received + late, rules_of(pack, received.date()), NOTHING)
    opened, _ = schedule_answer(loan, kind, received, now)
    zone, gap = loan.person.zone, Contact("x", "another", "text", now.at, False)
    asked = Asked("case-1", zone, PHONE_HASH, Ledger((gap,)), (), closed=False, stopped=None)
    moment = now.at
    verdict = ask(opened.text, asked, moment, now.rules)
    for _ in range(5):
        if not isinstance(verdict, Deferred):
            break
        moment = verdict.until
        verdict = ask(opened.text, asked, moment, now.rules)
    return verdict


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("zone", ["Europe/Lisbon", "Asia/Kolkata", "America/Sao_Paulo"])
def test_every_answer_goes_out_whatever_the_hour_it_came_in(pack: str, zone: str) -> None:
    loan = given(overdue(dpd=20, zone=zone)).known.loan
    silent = [
        (kind, received, late)
        for received in TWO_WEEKS
        for kind in KINDS
        for late in (timedelta(0), 50 * timedelta(minutes=1))
        if not isinstance(goes_out(loan, kind, received, PACKS[pack], late), Allowed)
    ]
    assert not silent


@pytest.mark.parametrize(("words", "kind"), [("5", "hardship"), ("the dog bites", "not-understood")])
def test_what_comes_in_on_a_saturday_evening_is_answered_on_monday(words: str, kind: str) -> None:
    life = given(overdue(dpd=20, time=SATURDAY_EVENING), delivered("reminder-firm"), at=SATURDAY_EVENING - 9 * HOUR)
    life.at = SATURDAY_EVENING
    life.when(replies(words), asks(kind)).then("outside-hours")
    life.when(asks(kind)).then("text-allowed")
    assert life.at == at("2026-11-30T09:00+00:00")


def test_a_payment_on_a_saturday_evening_is_thanked_for_on_monday() -> None:
    life = given(overdue(dpd=20, time=SATURDAY_EVENING), delivered("reminder-firm"), at=SATURDAY_EVENING - 9 * HOUR)
    life.at = SATURDAY_EVENING
    life.when(pays(0, time=SATURDAY_EVENING), asks("thanks-paid"), asks("thanks-paid")).then("text-allowed")


def test_an_answer_that_could_not_be_sent_while_it_was_open_is_too_late_at_last() -> None:
    life = given(overdue(dpd=20), delivered("reminder-firm")).when(replies("5"))
    text = life.text("hardship")
    assert text.not_after == life.at + 24 * HOUR
    life.at = text.not_after
    life.when(rings(f"text:{text.intent}")).then("too-late")


def test_open_time_is_counted_over_nights_and_days_off() -> None:
    calendar, zone = PACK.calendar, "Europe/Lisbon"
    assert calendar.open_for("text", zone, at("2026-11-28T17:00+00:00"), 4 * HOUR) == at("2026-11-30T11:00+00:00")
    assert calendar.open_for("text", zone, at("2026-11-28T15:00+00:00"), 4 * HOUR) == at("2026-11-28T19:00+00:00")
    assert calendar.open_for("text", zone, at("2026-11-28T20:00+00:00"), 21 * HOUR) == at("2026-12-02T10:00+00:00")


def test_where_it_never_opens_counting_ends() -> None:
    never = with_contact(
        windows="[" + leaf('{ channels = ["call"], weekdays = [1], start = 09:00:00, end = 10:00:00 }') + "]"
    )
    start = at("2026-11-28T17:00+00:00")
    assert never.calendar.open_for("text", "Europe/Lisbon", start, HOUR) == start + 60 * DAY
