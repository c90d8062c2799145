"""What the carrier says of texts, and what it means for a case: no verdict before receipts can be in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from services.notifier.core.cadence import Due, Unconfirmed, Unreachable, next_reminder
from services.notifier.core.evidence import Evidence, weigh
from services.notifier.core.state import Brake, CaseLoan, CaseText, Held, Texting, Visiting, brakes_of
from services.notifier.core.table_writes import MoveText
from shared.contracts.texts import TextFailed
from shared.decision.replaced import replace

from .events import NOW, RULES, corrected, intent, overdue
from .given import Scenario, asks, delivered, given, later, looks, reported, settled, until

DAY = timedelta(days=1)
LAST: Final = "reminder-last"


def went(status: Any, code: int | None = None) -> Callable[[Scenario], None]:
    """The next reminder goes out, and that is said of it in the same moment; then the clock goes on to the next."""

    def go(life: Scenario) -> None:
        if not any(text.waits for text in life.texts):
            life.when(looks)
        life.when(asks(LAST), settled(LAST))
        if status != "accepted":
            life.when(reported(LAST, status, code))

    return go


def loan(*texts: CaseText) -> CaseLoan:
    return replace(given(overdue(dpd=70)).known.loan, texts=texts, reached=60)


def text(number: int, ago: timedelta, status: Any, code: int | None = None) -> CaseText:
    at = NOW - ago
    return CaseText(intent(number), LAST, status, at, at, at + 14 * DAY, asks=True, claimed_at=at, code=code)


# b06: judged before the evidence can be in


def test_a_third_reminder_that_was_just_accepted_is_no_verdict() -> None:
    life = given(overdue(dpd=70), went("undelivered", 30005), went("undelivered", 30005), went("accepted"))
    assert isinstance(life.state, Texting)
    life.when(looks)
    assert isinstance(life.state, Texting), "two failed, and the third is on its way"


def test_two_that_failed_and_a_third_that_arrives_seconds_later_leave_the_case_texting() -> None:
    life = given(overdue(dpd=70), went("undelivered", 30003), went("undelivered", 30003), went("accepted"))
    life.when(later(seconds=2), reported(LAST)).then("text-delivered", Texting)
    assert weigh(life.texts, life.at, RULES) == Evidence(delivered=1)


def test_a_late_receipt_releases_a_number_that_was_called_unreachable() -> None:
    life = given(overdue(dpd=70), *[went("undelivered", 30005)] * 3, looks)
    life.then("unreachable", Held)
    life.when(later(days=2), reported(LAST)).then("text-delivered", Texting)


def test_a_late_failure_releases_nothing_and_a_failure_after_a_receipt_is_overtaken() -> None:
    life = given(overdue(dpd=70), *[went("undelivered", 30005)] * 3, looks)
    life.when(reported(LAST, "failed", 30005)).then("overtaken", Held)
    late = reported(LAST, "undelivered", 30005)(life)
    life.when(reported(LAST)).then("text-delivered", Texting)
    life.when(late).then("overtaken", Texting)


@pytest.mark.parametrize("status", ["accepted", "sent", "uncertain"])
def test_what_is_on_its_way_proves_nothing_for_a_week_and_is_unconfirmed_then(status: Any) -> None:
    fresh = text(1, 7 * DAY - timedelta(seconds=1), status)
    assert weigh([fresh], NOW, RULES) == Evidence()
    assert weigh([text(1, 7 * DAY, status)], NOW, RULES) == Evidence(unconfirmed=1)


def test_a_delivery_proves_the_number_so_only_failures_since_count_against_it() -> None:
    failed = [text(number, 40 * DAY - number * DAY, "undelivered", 30005) for number in range(1, 6)]
    assert weigh(failed, NOW, RULES).against == 5
    assert weigh([*failed[:3], text(9, 20 * DAY, "delivered"), *failed[3:]], NOW, RULES).against == 2


def test_a_handset_that_is_away_counts_when_it_stays_away_for_longer_than_a_week() -> None:
    away = [text(1, 8 * DAY, "undelivered", 30003), text(2, 4 * DAY, "undelivered", 30003)]
    assert weigh([*away, text(3, DAY, "undelivered", 30003)], NOW, RULES) == Evidence()
    assert weigh([*away, text(3, DAY, "undelivered", 30003)], NOW, RULES).against == 0
    assert weigh([*away, text(3, timedelta(0), "undelivered", 30003)], NOW, RULES).against == 3
    assert weigh(away[:1], NOW, RULES).against == 0


# b07: whose fault it was


@pytest.mark.parametrize("code", [21606, 21408, 21608, 21612, 30034, 30007, 30008, 30002, 20003, 99999, None])
def test_what_is_not_the_recipients_counts_for_no_borrower(code: int | None) -> None:
    failed = [text(number, 50 * DAY - 7 * number * DAY, "undelivered", code) for number in range(1, 6)]
    assert weigh(failed, NOW, RULES) == Evidence(failed_otherwise=5)
    assert next_reminder(loan(*failed), NOW, RULES) == Due(LAST, None)


def test_what_fails_again_and_again_for_nobodys_reason_waits_at_last_instead_of_going_on_for_ever() -> None:
    failed = [text(number, 60 * DAY - 7 * number * DAY, "undelivered", 30008) for number in range(1, 7)]
    assert next_reminder(loan(*failed), NOW, RULES) == Unconfirmed(failed=True)
    theirs = [text(number, 60 * DAY - 7 * number * DAY, "undelivered", 30005) for number in range(1, 4)]
    assert next_reminder(loan(*theirs), NOW, RULES) == Unreachable()


@pytest.mark.parametrize(("code", "contacts"), [(30002, 0), (30034, 0), (30003, 1), (30005, 1), (None, 1)])
def test_what_never_left_the_carriers_house_is_no_contact(code: int | None, contacts: int) -> None:
    life = given(overdue(dpd=70), went("failed", code))
    assert len(life.contacts) == contacts
    assert [fate.carrier_code for fate in life.published(TextFailed)] == [code]


def test_a_code_with_which_most_fail_at_once_is_no_borrowers() -> None:
    life = given(overdue(dpd=70), alarms=frozenset({30005})).when(*[went("undelivered", 30005)] * 3)
    assert weigh(life.texts, life.at, RULES).against == 0
    assert "counts for nobody" in life.decision.why
    assert [fate.carrier_code for fate in life.published(TextFailed)] == [30005] * 3


def test_the_carriers_word_that_somebody_opted_out_is_believed_however_many_say_it() -> None:
    life = given(overdue(dpd=70), alarms=frozenset({21610})).when(asks(LAST), settled(LAST, "rejected", 21610))
    life.then("opted-out", Held)
    assert life.suppressed == {"": True}


def test_why_says_the_code_and_what_it_means() -> None:
    life = given(overdue(dpd=70), went("undelivered", 30003))
    assert life.decision.why == "reminder-last: undelivered; 30003: the handset could not be reached (network)"
    assert life.texts[0].code == 30003
    assert given(overdue(dpd=70), went("failed")).decision.why == "reminder-last: failed; no code"
    assert given(overdue(dpd=70), went("delivered")).decision.why == "reminder-last: delivered"


# b08: no receipt is neither failure nor delivery


def test_reminders_of_which_nobody_says_whether_they_arrived_lead_neither_to_a_visit_nor_to_a_verdict() -> None:
    life = given(overdue(dpd=70), *[went("accepted")] * 3, looks).then("unconfirmed", Held)
    (brake,) = brakes_of(life.state)
    assert brake == Brake("unconfirmed", life.at + RULES.tried_again)


def test_the_carriers_own_list_may_say_it_earlier() -> None:
    life = given(overdue(dpd=70), *[went("unconfirmed")] * 3)
    assert life.texts[-1].status == "unconfirmed"
    life.when(looks).then("unconfirmed", Held)


def test_receipts_for_all_but_one_are_still_no_case_for_a_visit() -> None:
    life = given(overdue(dpd=70), went("delivered"), went("delivered"), went("unconfirmed"), looks)
    life.then("unconfirmed", Held)
    life.when(reported(LAST)).then("text-delivered", Texting)


def test_one_more_that_arrives_is_proof_enough() -> None:
    life = given(overdue(dpd=70), went("unconfirmed"), went("delivered"), went("delivered"))
    life.when(until(lambda it: isinstance(it.state, Visiting | Held), steps_max=9))
    life.then("unconfirmed", Held)


# Every hold has its ends


@pytest.mark.parametrize("status", ["accepted", "undelivered"])
def test_a_hold_that_rests_on_receipts_ends_by_other_details_and_in_time(status: str) -> None:
    code = 30005 if status == "undelivered" else None
    life = given(overdue(dpd=70), *[went(status, code)] * 3, looks)
    assert isinstance(life.state, Held)
    by_details = replace_life(life).when(lambda it: corrected(it.at, phone_hash="c" * 64))
    assert isinstance(by_details.state, Texting)
    for _ in range(9):
        if isinstance(life.state, Held):
            life.when(looks)
    life.then("brake-over", Texting)
    assert life.texts[-1].waits, "it is tried again"


def replace_life(life: Scenario) -> Scenario:
    return replace(life, timers=dict(life.timers), contacts=dict(life.contacts), told=[], claims=[])


def test_a_hold_of_before_that_had_no_end_in_time_gets_one() -> None:
    life = given(overdue(dpd=70))
    life.state = Held(life.known.loan, (Brake("unreachable", None),))
    life.timers = {"look": NOW + DAY}
    life.when(looks).then("still-held", Held)
    assert brakes_of(life.state) == (Brake("unreachable", life.at + RULES.tried_again),)
    life.when(*[looks] * 5).then("brake-over", Texting)


def test_details_that_are_corrected_begin_the_round_anew() -> None:
    life = given(overdue(dpd=70), delivered(LAST), *[went("unconfirmed")] * 2, looks).then("unconfirmed", Held)
    life.when(lambda it: corrected(it.at)).then("details-corrected", Texting)
    assert weigh([it for it in life.texts if it.asks and not it.waits], life.at, RULES) == Evidence()


@pytest.mark.parametrize("sid", ["operator", "carrier-list"])
def test_who_speaks_for_the_carrier_leaves_no_id_that_keeps_its_own_report_out(sid: str) -> None:
    life = given(overdue(dpd=70), asks(LAST), settled(LAST, "uncertain"))
    life.when(lambda it: replace(reported(LAST, "failed")(it), sid=sid)).then("text-failed")
    (row,) = [effect for effect in life.decision.effects if isinstance(effect, MoveText)]
    assert row.sid is None
    life.when(reported(LAST)).then("text-delivered")
