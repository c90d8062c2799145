"""That an opt-out was heard is told once, within minutes, or not at all; at any hour only where the pack says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.notifier.core.authority import Allowed, Asked, Deferred, Forbidden, ask
from services.notifier.core.changes import TextOpened
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.rules import Rules, rules_of
from services.notifier.core.state import Held, Texting
from shared.contracts.texts import TextKind, TextRefused
from shared.policy import load_pack
from tests.unit.policy.packs import example

from .events import NOW, PHONE_HASH, RULES, overdue, question, replies
from .given import Scenario, asks, delivered, expired, given, later, settled
from .test_the_authority_at_its_limits import NOBODY, text
from .why_not import in_the_way, no_text

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CONFIRMATION: TextKind = "opt-out-confirmed"
US = rules_of(load_pack("us"), NOW.date())
NIGHT = NOW + 11 * HOUR  # 23:00 in Lisbon
SUNDAY = NOW + 5 * DAY
NEW_YEAR = NOW.replace(year=2027, month=1, day=1)
AFTER_HOURS: tuple[TextKind, ...] = ("hardship", "not-understood", "code-unknown", "asked-back", "visit-cancelled")


def texted(rules: Rules = RULES) -> Scenario:
    return given(overdue(dpd=20), delivered("reminder-firm"), rules=rules)


def stops(life: Scenario, ahead: timedelta) -> Scenario:
    life.at += ahead
    return life.when(replies("STOP")).then("opted-out", Held)


@pytest.mark.parametrize("at", [NIGHT, SUNDAY, NEW_YEAR])
def test_at_any_hour_it_goes_out_at_once_where_the_pack_says_so(at: object) -> None:
    life = stops(texted(US), at - NOW).when(asks(CONFIRMATION)).then("text-allowed")  # type: ignore[operator]
    assert life.at == at
    assert life.claims[-1].post_before == life.at + 5 * MINUTE
    assert life.decision.rule.startswith("opt_out.confirmation_at_any_hour: 12 CFR 1006")


@pytest.mark.parametrize("at", [NIGHT, SUNDAY, NEW_YEAR])
def test_elsewhere_it_is_dropped_at_once_and_the_hours_say_why(at: object) -> None:
    life = stops(texted(), at - NOW).when(asks(CONFIRMATION)).then("no-time-left")  # type: ignore[operator]
    assert life.at == at
    assert life.decision.rule.startswith("contact.")
    assert [one.kind for one in life.published(TextRefused)] == [CONFIRMATION]
    assert life.text(CONFIRMATION).status == "withdrawn"
    assert life.suppressed == {"": True}


@pytest.mark.parametrize("kind", AFTER_HOURS)
def test_of_what_is_said_outside_hours_only_the_confirmation_may_be(kind: TextKind) -> None:
    found = ask(text(kind), NOBODY, NIGHT, US)
    assert isinstance(found, Deferred)
    assert found.reason == "outside-hours"
    assert isinstance(ask(text(CONFIRMATION), NOBODY, NIGHT, US), Allowed)


def test_minutes_before_hours_begin_it_waits_for_them() -> None:
    life = stops(texted(), 21 * HOUR - 3 * MINUTE).when(asks(CONFIRMATION)).then("outside-hours")
    life.when(asks(CONFIRMATION)).then("text-allowed")
    assert (life.at, life.claims[-1].post_before) == (NOW + 21 * HOUR, NOW + 21 * HOUR + 2 * MINUTE)


def test_minutes_before_hours_end_it_is_posted_before_that_or_not_at_all() -> None:
    life = stops(texted(), 7 * HOUR - 3 * MINUTE).when(asks(CONFIRMATION)).then("text-allowed")
    assert life.claims[-1].post_before == NOW + 7 * HOUR
    life.at += 3 * MINUTE
    life.when(expired(CONFIRMATION), asks(CONFIRMATION)).then("no-time-left")


@pytest.mark.parametrize("rules", [RULES, US])
def test_a_stop_that_was_heard_too_late_is_acted_on_and_not_confirmed(rules: Rules) -> None:
    life = texted(rules)
    life.when(replies("STOP", time=life.at - 5 * MINUTE), asks(CONFIRMATION)).then("too-late")
    assert life.decision.rule.startswith("opt_out.confirmation_within_min: 47 CFR 64.1200(a)(12)")
    assert life.suppressed == {"": True}


@pytest.mark.parametrize("rules", [RULES, US])
def test_what_nobody_posted_within_minutes_is_not_posted_any_more(rules: Rules) -> None:
    life = stops(texted(rules), timedelta()).when(asks(CONFIRMATION), later(minutes=5))
    life.when(expired(CONFIRMATION), asks(CONFIRMATION)).then("too-late")


def test_while_sending_is_stopped_it_is_dropped_and_not_said_when_it_goes_on() -> None:
    life = stops(texted(US), timedelta())
    life.stopped = frozenset({"sending:all"})
    life.when(asks(CONFIRMATION)).then("no-time-left")
    assert life.decision.rule == "sending is stopped for all"


def test_it_is_no_contact_that_counts_and_no_cap_stands_against_it() -> None:
    full = tuple(Contact(f"x{number}", "case-1", "text", NOW - HOUR, True) for number in range(9))
    assert isinstance(ask(text(CONFIRMATION), replace(NOBODY, ledger=Ledger(full)), NIGHT, US), Allowed)
    life = stops(texted(US), timedelta()).when(asks(CONFIRMATION))
    assert not life.claims[-1].counted


def test_it_goes_out_although_the_person_is_suppressed_by_then() -> None:
    """Reported of another product: the reply never left, because the number was silent before it was queued."""
    suppressed = replace(NOBODY, ledger=Ledger(suppressed=True))
    assert isinstance(ask(text(CONFIRMATION), suppressed, NIGHT, US), Allowed)


def test_a_wrong_number_and_a_forgotten_person_get_none_at_any_hour() -> None:
    dropped = Asked(
        "case-1", "Europe/Lisbon", PHONE_HASH, Ledger(dropped_phones=frozenset({PHONE_HASH})), (), False, None
    )
    found = ask(text(CONFIRMATION), dropped, NIGHT, US)
    assert isinstance(found, Forbidden)
    assert found.reason == "wrong-number"


def test_who_says_start_before_it_was_posted_is_not_told_that_no_texts_come() -> None:
    life = stops(texted(US), timedelta()).when(later(seconds=40), replies("START")).then("opted-in", Texting)
    assert life.text(CONFIRMATION).status == "withdrawn"
    assert [(one.kind, one.reason) for one in life.published(TextRefused)] == [(CONFIRMATION, "opted-in")]
    assert f"text:{life.text(CONFIRMATION).intent}" not in life.timers


def test_who_says_start_after_it_was_posted_is_told_nothing_more() -> None:
    life = stops(texted(US), timedelta()).when(asks(CONFIRMATION), settled(CONFIRMATION))
    life.when(later(seconds=40), replies("START")).then("opted-in", Texting)
    assert not life.published(TextRefused)
    assert life.text(CONFIRMATION).status == "accepted"


def test_each_stop_after_a_start_is_confirmed_and_a_stop_after_a_stop_is_not() -> None:
    life = stops(texted(US), timedelta())
    life.when(later(minutes=1), replies("STOP"), later(minutes=1), replies("START"), later(minutes=1), replies("stop"))
    assert [one.status for one in life.texts if one.kind == CONFIRMATION] == ["withdrawn", "intended"]


def test_what_the_carrier_refuses_because_it_confirmed_the_stop_itself_is_not_tried_again() -> None:
    life = stops(texted(US), timedelta()).when(asks(CONFIRMATION), settled(CONFIRMATION, "rejected", 21610))
    assert not any(one.waits for one in life.texts)
    opened = [change for change in life.decision.changes if isinstance(change, TextOpened)]
    assert opened == []


def test_another_case_of_the_phone_confirms_nothing_at_night_either() -> None:
    life = texted(US)
    life.questions, life.cases = (question("reminder-firm", case="another"),), ("another", "case-1")
    stops(life, 11 * HOUR)
    assert not any(one.waits for one in life.texts)


def test_a_pack_may_want_it_to_wait_for_the_morning() -> None:
    day = '{ value = 1440, cite = "house: told in the morning", effective_from = 2026-01-01, status = "house" }'
    pack = example(f"[opt_out]\nconfirmation_within_min = {day}")
    life = stops(texted(rules_of(pack, NOW.date())), 11 * HOUR).when(asks(CONFIRMATION)).then("outside-hours")
    life.when(asks(CONFIRMATION)).then("text-allowed")


def test_before_the_rule_there_was_no_reply_at_any_hour() -> None:
    before = rules_of(load_pack("us"), date(2021, 11, 29))
    assert isinstance(ask(text(CONFIRMATION), NOBODY, NIGHT, before), Deferred)


def test_why_it_goes_out_at_night_is_told_by_its_own_rule() -> None:
    (answer,) = no_text(stops(texted(US), 11 * HOUR))
    assert (answer.about, answer.happens, in_the_way(answer)) == (CONFIRMATION, True, [])
    (hours,) = [line for line in answer.lines if line.code == "outside-hours"]
    assert hours.text == "such a text goes out at any hour"
    assert hours.rule.startswith("opt_out.confirmation_at_any_hour: ")


def test_why_it_does_not_is_told_by_the_hours() -> None:
    (answer,) = no_text(stops(texted(), 11 * HOUR))
    assert (answer.happens, answer.code) == (False, "no-time-left")
    assert {"outside-hours", "no-time-left"} <= set(in_the_way(answer))
