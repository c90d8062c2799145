"""Limits of a case hold to the second and to the cent, and what is told carries the time of the fact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.changes import TextStatusChanged
from services.notifier.core.gate import Line, gate, look_at
from services.notifier.core.known_person import Owed
from services.notifier.core.ledger import ON_THE_WAY, Contact, Ledger
from services.notifier.core.rules import rules_of
from services.notifier.core.state import CaseLoan, CaseText, Closed, Held, Texting, Visiting, brakes_of
from services.notifier.core.table_writes import EnterContact
from services.notifier.core.visit_caps import OverCap, reserved_over_cap, visit_over_cap
from shared.contracts.appointments import AppointmentAgreed, AppointmentCancelled
from shared.contracts.texts import TextDelivered, TextFailed, TextSent, TextUncertain
from shared.contracts.visits import VisitWithdrawn
from shared.decision import Publish, TimerDue
from shared.decision.replaced import replace
from tests.unit.policy.packs import with_contact

from .events import (
    NOW,
    RULES,
    VISIT,
    appointment,
    closes,
    dispute_ends,
    ended,
    intent,
    lifted,
    overdue,
    pays,
    replies,
    takes_back,
    wants_text,
)
from .given import asks, delivered, expired, given, later, reported, settled, until
from .test_hours import leaf

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
EMPTY = Ledger()
VISITING = until(lambda life: isinstance(life.state, Visiting))


def failed(loan: CaseLoan, ledger: Ledger = EMPTY, stopped: str | None = None, at: Any = NOW) -> set[str]:
    return {line.code for line in gate(loan, ledger, stopped, at, RULES) if not line.met}


def ripe(minor: int = 10_000, dpd: int = 60, texts: int = 3, silent: timedelta = 7 * DAY) -> CaseLoan:
    """A loan that meets the gate, and only just."""
    at = NOW - silent
    told = tuple(
        CaseText(intent(number), "reminder-last", "delivered", at - number * DAY, at, at, asks=True)
        for number in range(texts)
    )
    known = given(overdue(dpd=dpd)).known.loan
    return replace(known, amount=Owed(minor, "EUR"), texts=told)


def test_the_gate_is_met_at_its_very_limits_and_not_below_them() -> None:
    assert failed(ripe()) == set()
    assert failed(ripe(minor=9_999)) == {"large"}
    assert failed(ripe(dpd=59)) == {"long-overdue"}
    assert failed(ripe(texts=2)) == {"texting-tried"}
    assert failed(ripe(texts=0)) == {"texting-tried", "silence"}
    assert failed(ripe(silent=7 * DAY - SECOND)) == {"silence"}
    thirty = Contact("v-x", "another", "visit", NOW - 30 * DAY, True)
    assert failed(ripe(), Ledger((thirty,))) == set()
    assert failed(ripe(), Ledger((replace(thirty, at=thirty.at + SECOND),))) == {"visits-apart"}
    assert failed(ripe(), Ledger(suppressed=True)) == {"not-suppressed"}
    assert failed(ripe(), Ledger(visits_refused=True)) == {"visits-not-refused"}
    assert failed(ripe(), stopped="all") == {"switch"}


def test_a_closed_gate_is_looked_at_when_time_will_have_opened_it_or_in_a_week() -> None:
    soon = gate(ripe(silent=5 * DAY), Ledger(), None, NOW, RULES)
    assert look_at(soon, NOW, RULES) == NOW + 2 * DAY
    never = gate(ripe(minor=1), Ledger(), None, NOW, RULES)
    assert look_at(never, NOW, RULES) == NOW + 7 * DAY
    far = Contact("v-x", "another", "visit", NOW - DAY, True)
    assert look_at(gate(ripe(), Ledger((far,)), None, NOW, RULES), NOW, RULES) == NOW + 7 * DAY
    several = (
        Line("a", False, "", "", NOW + DAY),
        Line("b", False, "", "", NOW + 3 * DAY),
        Line("c", True, "", "", NOW),
    )
    assert look_at(several, NOW, RULES) == NOW + 3 * DAY


@pytest.mark.parametrize("scope", ["all", "region:porto", "case:case-1"])
def test_a_switch_closes_the_gate_for_its_scope(scope: str) -> None:
    life = given(overdue(dpd=70), until(lambda it: sum(text.status == "delivered" for text in it.texts) == 3))
    life.stopped = frozenset({f"visiting:{scope}"})
    life.when(later(days=8), lambda it: TimerDue("look", it.at)).then("gate-closed")
    assert life.decision.why.endswith(f"visiting is stopped for {scope}")


def test_a_payment_of_the_very_moment_settles_the_overdue_event_in_either_order() -> None:
    assert isinstance(given(pays(0, NOW), overdue(time=NOW)).state, Closed)
    assert isinstance(given(overdue(time=NOW), pays(0, NOW)).state, Closed)
    assert isinstance(given(pays(0, NOW - SECOND), overdue(time=NOW)).state, Texting)


def test_a_loan_closed_before_it_was_overdue_is_closed_as_of_then() -> None:
    life = given(closes(NOW - DAY), overdue(time=NOW - DAY))
    assert isinstance(life.state, Closed)
    assert (life.state.cause, life.state.at, life.state.final) == ("written-off", NOW - DAY, True)


def test_a_claim_that_ran_out_waits_anew_from_then_on() -> None:
    life = given(overdue(), asks("reminder-early"), later(hours=2), expired("reminder-early"))
    text = life.text("reminder-early")
    assert (text.status, text.at, text.claimed_at) == ("intended", life.at, None)
    assert life.decision.changes[0] == TextStatusChanged(text.intent, "intended", life.at)


@pytest.mark.parametrize(
    ("fact", "event"),
    [
        (settled("reminder-early"), TextSent),
        (settled("reminder-early", "uncertain"), TextUncertain),
        (settled("reminder-early", "rejected", 21211), TextFailed),
        (reported("reminder-early"), TextDelivered),
        (reported("reminder-early", "failed"), TextFailed),
    ],
)
def test_what_became_of_a_text_is_told_as_of_when_it_did(fact: Any, event: Any) -> None:
    life = given(overdue(), asks("reminder-early"))
    said = fact(life)
    life.when(later(hours=3), said)
    (told,) = [one for one in life.decision.effects if isinstance(one, Publish) and one.event is event]
    assert told.time == NOW


def test_an_opt_out_that_the_carrier_tells_takes_back_the_visit() -> None:
    life = given(overdue(dpd=70), VISITING, wants_text("notice"), asks("notice"), settled("notice"))
    life.when(reported("notice", "failed", 21610)).then("opted-out", Held)
    assert [visit.cause for visit in life.published(VisitWithdrawn)] == ["opted-out"]


def test_a_brake_that_is_on_is_not_put_on_again_by_a_refusal() -> None:
    for words, cause in (("STOP", "opted-out"), ("wrong number", "wrong-number")):
        life = given(overdue(dpd=20), delivered("reminder-firm"), replies(words), wants_text("notice"), asks("notice"))
        life.then(cause, Held)
        assert [type(change) for change in life.decision.changes] == [TextStatusChanged]


def test_an_unsafe_visit_holds_nothing_when_the_operator_has_lifted_the_hold_since() -> None:
    life = given(overdue(dpd=70), VISITING, lambda it: lifted(it.at + DAY))
    life.when(lambda it: ended("unsafe", time=it.at)).then("outcome-unsafe", Texting)
    assert brakes_of(life.state) == ()


def test_a_visit_is_a_contact_from_the_crews_setting_out_to_the_end_of_its_window() -> None:
    one = leaf('{ channels = ["text", "visit"], contacts_max = 1, days = 7 }')
    rules, zone = rules_of(with_contact(caps=f"[{one}]"), NOW.date()), "Europe/Lisbon"
    start, lasts = NOW + 20 * DAY, rules.visit_lasts

    def weighed(other: Contact) -> OverCap | None:
        return visit_over_cap(start, zone, VISIT, Ledger((other,)), "case-1", rules)

    ahead = Contact("v-x", "case-2", "visit", start + lasts + 7 * DAY + ON_THE_WAY, True)
    assert weighed(ahead) is None
    assert weighed(replace(ahead, at=ahead.at - SECOND)) is not None
    behind = Contact("v-x", "case-2", "visit", start - ON_THE_WAY - 7 * DAY - lasts, True)
    assert weighed(behind) is None
    over = weighed(replace(behind, at=behind.at + SECOND))
    assert over == OverCap("contact.caps[0]: test", start + SECOND)
    own = Ledger((replace(ahead, id=VISIT, at=start),))
    assert reserved_over_cap(VISIT, zone, own, "case-1", rules) is None
    assert reserved_over_cap(VISIT, zone, Ledger(), "case-1", rules) is None


def test_a_gate_that_only_lacks_days_is_looked_at_on_the_morning_of_the_day() -> None:
    young = gate(ripe(dpd=58), EMPTY, None, NOW, RULES)
    assert look_at(young, NOW, RULES) == NOW.replace(hour=0) + 2 * DAY


@pytest.mark.parametrize("status", ["accepted", "sent", "delivered"])
def test_whoever_was_texted_is_thanked(status: Any) -> None:
    life = given(overdue(), asks("reminder-early"), reported("reminder-early", status), pays(0))
    assert life.text("thanks-paid").waits
    silent = given(overdue(), asks("reminder-early"), reported("reminder-early", "failed"), pays(0))
    assert all(text.kind != "thanks-paid" for text in silent.texts)


def test_what_a_case_claimed_since_the_ledger_was_read_is_in_it_too() -> None:
    read = Contact(str(intent(1)), "case-1", "text", NOW - DAY, True)
    texts = (
        CaseText(intent(1), "offer", "sent", NOW, NOW, NOW, claimed_at=NOW),  # was there when it was read
        CaseText(intent(2), "reminder", "claimed", NOW, NOW, NOW, claimed_at=NOW - HOUR),
        CaseText(intent(3), "notice", "accepted", NOW, NOW, NOW, claimed_at=NOW),
        CaseText(intent(4), "offer", "withdrawn", NOW, NOW, NOW, claimed_at=NOW),
        CaseText(intent(5), "offer", "rejected", NOW, NOW, NOW, claimed_at=NOW),
        CaseText(intent(6), "offer", "intended", NOW, NOW, NOW),
    )
    whole = Ledger((read,), True, frozenset({"x"})).with_texts("case-1", texts)
    assert whole.contacts == (
        read,
        Contact(str(intent(2)), "case-1", "text", NOW - HOUR, True),
        Contact(str(intent(3)), "case-1", "text", NOW, False),
    )
    assert (whole.suppressed, whole.dropped_phones) == (True, frozenset({"x"}))


def test_a_text_stands_where_it_was_claimed() -> None:
    life = given(overdue(), later(hours=1), lambda it: it.timers.update({f"text:{it.texts[0].intent}": it.at}))
    life.when(asks("reminder-early")).then("text-allowed")
    text = life.text("reminder-early")
    assert (text.at, text.claimed_at) == (NOW + HOUR, NOW + HOUR)


def test_a_visit_that_could_not_be_weighed_is_weighed_a_second_later() -> None:
    life = given(overdue(dpd=70), VISITING)
    life.busy = True
    life.when(lambda it: appointment(AppointmentAgreed, time=it.at, start=it.at + 6 * DAY)).then("visit-agreed")
    assert life.timers["look"] == life.at + SECOND


def test_what_the_crew_reports_of_the_very_moment_in_which_the_bank_settled_it_counts() -> None:
    life = given(overdue(dpd=70), VISITING, lambda it: dispute_ends(it.at))
    life.when(lambda it: ended("dispute", time=it.at)).then("outcome-dispute", Held)


def test_what_never_left_the_house_gives_its_place_in_the_ledger_back_where_it_stood() -> None:
    life = given(overdue(), asks("reminder-early"), later(hours=2), settled("reminder-early", "rejected", 21211))
    (line,) = [effect for effect in life.decision.effects if isinstance(effect, EnterContact)]
    assert (line.state, line.at, line.told_at) == ("void", NOW, NOW + 2 * HOUR)


def test_what_is_said_of_a_visit_that_is_over_still_reaches_the_ledger() -> None:
    life = given(overdue(dpd=70), VISITING)
    life.when(lambda it: appointment(AppointmentAgreed, time=it.at, start=it.at + 6 * DAY), replies("STOP"))
    life.when(lambda it: appointment(AppointmentCancelled, time=it.at)).then_nothing("visit-over")
    assert [line.state for line in life.decision.effects if isinstance(line, EnterContact)] == ["void"]


def test_only_texts_that_ended_are_forgotten() -> None:
    life = given(overdue(), *(wants_text("notice", number) for number in range(12)))
    assert len([text for text in life.texts if text.kind == "notice"]) == 12
    for number in range(12):
        life.when(takes_back(number))
    life.when(wants_text("notice", 12), takes_back(12))
    assert len([text for text in life.texts if text.kind == "notice"]) == 9  # eight that ended, and the last one
