"""The contact authority where its rules meet: at the last moment, under every brake, and beside the visit itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.notifier.core.authority import Allowed, Asked, Deferred, Forbidden, ask, survives
from services.notifier.core.ledger import POSTED_WITHIN, Contact, Ledger
from services.notifier.core.rules import rules_of
from services.notifier.core.state import Brake, BrakeCause, CaseText
from shared.contracts.texts import TextKind
from shared.policy import Pack
from tests.unit.policy.packs import with_contact

from .events import NOW, PACK, PHONE_HASH, RULES, VISIT, intent, wording
from .test_hours import cap, leaf

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
CLOSING = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # of NOW's day in Lisbon
ANSWERS = {
    "opt-out-confirmed",
    "hardship",
    "plan-offer",
    "thanks-paid",
    "visit-cancelled",
    "visit-held",
    "moved",
    "missed",
    "code-unknown",
    "not-understood",
}
LAST_WORDS = {"opt-out-confirmed", "thanks-paid", "visit-cancelled"}
NOBODY = Asked("case-1", "Europe/Lisbon", PHONE_HASH, Ledger(), (), False, None)


def text(kind: str = "notice", not_after: datetime = NOW + 400 * DAY, **more: Any) -> CaseText:
    return CaseText(intent(), kind, "intended", NOW, NOW, not_after, **more)  # type: ignore[arg-type]


def told(number: int, ago: timedelta, case: str = "case-1") -> Contact:
    return Contact(f"x{number}", case, "text", NOW - ago, True)


def visit(ahead: timedelta, name: str = VISIT) -> Contact:
    return Contact(name, "case-1", "visit", NOW + ahead, True)


def verdict(said: CaseText, *contacts: Contact, pack: Pack = PACK, at: datetime = NOW, **more: Any) -> object:
    return ask(said, replace(NOBODY, ledger=Ledger(contacts), **more), at, rules_of(pack, at.date()))


@pytest.mark.parametrize("cause", [*get_args(BrakeCause), "paid", "closed"])
def test_under_every_brake_only_what_is_owed_is_said(cause: str) -> None:
    special = {
        "wrong-number": set(), "language-unwritten": set(), "forgotten-person": set(),
        "opted-out": {"opt-out-confirmed"}, "paid": LAST_WORDS, "closed": LAST_WORDS,
    }  # fmt: skip
    assert {kind for kind in get_args(TextKind) if survives(kind, cause)} == special.get(cause, ANSWERS)


@pytest.mark.parametrize("cause", sorted({*get_args(BrakeCause)} - {"wrong-number", "opted-out"}))
def test_a_brake_refuses_a_reminder_and_says_which_it_was(cause: Any) -> None:
    found = verdict(text("reminder-firm"), brakes=(Brake(cause, None),))
    assert found == Forbidden("braked", f"a brake is on: {cause}")


def test_of_several_brakes_the_strictest_is_named() -> None:
    brakes = (Brake("hold", None), Brake("opted-out", None), Brake("wrong-number", None))
    assert isinstance(found := verdict(text("notice"), brakes=brakes), Forbidden)
    assert found.reason == "wrong-number"
    assert isinstance(found := verdict(text("notice"), brakes=brakes[:2]), Forbidden)
    assert found.reason == "opted-out"


def test_a_text_is_too_late_from_its_very_end_on() -> None:
    assert verdict(text(not_after=NOW)) == Forbidden("too-late", "a text is not sent after its time")
    assert verdict(text(not_after=NOW + SECOND)) == Allowed(NOW + SECOND)


def test_it_is_posted_before_hours_close_or_its_own_time_is_up() -> None:
    assert verdict(text()) == Allowed(CLOSING)
    assert verdict(text(not_after=CLOSING - HOUR)) == Allowed(CLOSING - HOUR)


def test_what_would_have_to_wait_to_its_very_end_is_refused() -> None:
    evening, morning = CLOSING + HOUR, CLOSING + 14 * HOUR
    hours = RULES.limits.contact.windows[0].rule
    assert verdict(text(not_after=morning), at=evening) == Forbidden("no-time-left", hours)
    assert verdict(text(not_after=morning + SECOND), at=evening) == Deferred(morning, "outside-hours", hours)


def test_a_switch_defers_by_a_quarter_of_an_hour_even_at_night() -> None:
    found = verdict(text(), stopped="region:porto", at=CLOSING + HOUR)
    assert found == Deferred(CLOSING + 1.25 * HOUR, "switched-off", "sending is stopped for region:porto")


UNREAD = "loans since 2026-11-24 09:00 UTC"


@pytest.mark.parametrize("kind", sorted(get_args(TextKind)))
def test_while_deaf_only_answers_and_what_is_owed_goes_out(kind: str) -> None:
    waits = {"reminder-early", "reminder-firm", "reminder-last", "offer", "agreed", "reminder", "notice", "on-the-way"}
    found = verdict(text(kind), deaf=UNREAD)
    if kind in waits:
        assert found == Deferred(NOW + HOUR / 12, "deaf", f"what the bank says may lie unread: {UNREAD}")
    else:
        assert found == Allowed(CLOSING)


def test_while_deaf_outside_hours_it_waits_for_the_hours() -> None:
    found = verdict(text(), deaf=UNREAD, at=CLOSING + HOUR)
    assert isinstance(found, Deferred)
    assert found.reason == "outside-hours"


def test_while_deaf_what_has_no_time_to_wait_is_refused() -> None:
    found = verdict(text(not_after=NOW + HOUR / 12), deaf=UNREAD)
    assert found == Forbidden("no-time-left", f"what the bank says may lie unread: {UNREAD}")


def test_the_place_that_a_visit_has_does_not_stand_against_its_own_new_offer() -> None:
    offer = text("offer", wording=wording("offer"), visit=VISIT)
    reserved = visit(5 * DAY)
    assert isinstance(verdict(offer, reserved), Allowed)
    assert isinstance(found := verdict(offer, visit(5 * DAY, "v-of-another-case")), Forbidden)
    assert (found.reason, found.rule[:15]) == ("visit-over-cap", "contact.caps[1]")


def test_a_cap_per_debt_weighs_an_offer_by_the_visits_of_its_own_case() -> None:
    one = leaf('{ channels = ["visit"], scope = "debt", contacts_max = 1, days = 30 }')
    pack = with_contact(caps=f"[{one}]")
    offer = text("offer", wording=wording("offer"))
    assert isinstance(verdict(offer, visit(5 * DAY, "v-x"), pack=pack), Forbidden)
    assert isinstance(verdict(offer, visit(5 * DAY, "v-x"), pack=pack, case="case-2"), Allowed)


def test_what_is_allowed_now_may_be_posted_until_closing_so_a_visit_a_week_later_counts_until_then() -> None:
    # Posted at closing time, the text and the visit of next week lie in the same seven days; posted at once they don't.
    one = leaf('{ channels = ["text", "visit"], contacts_max = 1, days = 7 }')
    pack = with_contact(caps=f"[{one}]")
    far = visit(CLOSING - NOW + 7 * DAY + 2 * HOUR)
    near = visit(CLOSING - NOW + 7 * DAY - HOUR)
    assert isinstance(verdict(text("reminder"), far, pack=pack), Allowed)
    assert isinstance(verdict(text("reminder"), near, pack=pack), Deferred)


def test_answers_and_notices_are_under_no_cap() -> None:
    full = tuple(told(number, number * HOUR) for number in range(5))
    assert isinstance(verdict(text("notice"), *full), Allowed)
    assert isinstance(found := verdict(text("reminder"), *full), Deferred)
    assert (found.reason, found.rule) == ("cap-reached", RULES.limits.contact.caps[0].rule)


def test_what_is_over_a_cap_waits_until_the_week_of_the_oldest_is_over() -> None:
    found = verdict(text("reminder"), told(1, 3 * DAY), told(2, 2 * DAY), told(3, DAY))
    assert found == Deferred(NOW + 4 * DAY + POSTED_WITHIN, "cap-reached", RULES.limits.contact.caps[0].rule)


def test_where_a_text_can_never_be_it_is_refused_with_the_cap() -> None:
    none = with_contact(caps=f"[{cap(0, 7)}]")
    assert verdict(text("reminder"), pack=none) == Forbidden("not-allowed-at-all", none.written.contact.caps[0].rule)
    assert isinstance(verdict(text("notice"), pack=none), Allowed)


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_who_opted_out_by_another_case_gets_no_answer_but_the_confirmation(kind: str) -> None:
    found = ask(text(kind), replace(NOBODY, ledger=Ledger(suppressed=True)), NOW, RULES)
    expected = (
        Allowed(CLOSING) if kind == "opt-out-confirmed" else Forbidden("opted-out", RULES.limits.opt_out.words.rule)
    )
    assert found == expected


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_of_a_closed_case_only_the_last_words_are_said(kind: str) -> None:
    closed = Forbidden("case-closed", "nothing more is said about a closed case")
    assert verdict(text(kind), closed=True) == (Allowed(CLOSING) if kind in LAST_WORDS else closed)


def test_a_number_that_another_case_dropped_gets_nothing() -> None:
    ledger = Ledger(dropped_phones=frozenset({PHONE_HASH}))
    found = ask(text("opt-out-confirmed"), replace(NOBODY, ledger=ledger), NOW, RULES)
    assert found == Forbidden("wrong-number", "a number that is not the borrower's is never used again")


def test_a_cap_per_debt_counts_the_texts_of_that_debt() -> None:
    pack = with_contact(caps=f"[{cap(1, 7, 'debt')}]")
    assert isinstance(verdict(text("reminder"), told(1, DAY), pack=pack), Deferred)
    assert isinstance(verdict(text("reminder"), told(1, DAY, "case-2"), pack=pack), Allowed)
