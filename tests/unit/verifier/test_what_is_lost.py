"""Each thing that can fall on the floor is dropped once, and found."""

from datetime import timedelta

import pytest

from .recorded_run import CASE, PHONE, VISIT, RecordedRun, day, flawless, window


def test_a_case_that_notifier_never_spoke_of_is_lost() -> None:
    run = RecordedRun()
    run.overdue()
    assert run.codes() == ["case-unheard"]


def test_a_case_that_came_just_before_the_end_or_was_braked_at_once_is_not() -> None:
    run = RecordedRun(ended=day(60))
    run.overdue("case-2", at=day(59))
    run.overdue("case-3")
    run.paid(day(0, 13), "case-3")
    assert run.codes() == []


def test_a_record_that_was_acknowledged_and_is_not_in_the_log_is_lost() -> None:
    run = flawless()
    run.say_sent("loans", CASE, "bank-77", "loan.hold-set", day(9))
    assert run.codes() == ["acknowledged-record-is-gone"]


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("slots.quoted", "slots-unquoted"),
        ("crew.assigned", "booking-without-a-crew-or-a-reason"),
        ("text.delivered", "receipt-without-a-word"),
        ("reply.understood", "reply-unread"),
    ],
)
def test_an_answer_that_never_came_is_missed(gone: str, code: str) -> None:
    run = flawless()
    run.drop(gone)
    assert code in run.codes()


def test_what_was_asked_just_before_the_end_is_still_awaited() -> None:
    run = flawless()
    late = run.ended - timedelta(minutes=10)
    run.event("slots.asked", late, "porto", request="q-2", case=CASE, visit=VISIT)
    assert run.codes() == []


def test_a_text_that_was_intended_and_has_no_fate_is_lost() -> None:
    run = flawless()
    run.event("text.intended", day(31), intent="t-9", kind="reminder-last")
    assert run.codes() == ["text-without-a-fate"]


def test_a_text_that_waits_for_its_time_is_not_lost_until_that_has_passed() -> None:
    run = flawless()
    run.event("text.intended", day(31), intent="t-9", kind="reminder-last")
    run.event("text.deferred", day(31), intent="t-9", kind="reminder-last", until=day(61).isoformat())
    assert run.codes() == []
    run.ended = day(70)
    assert run.codes() == ["text-without-a-fate"]


def test_a_text_asked_for_later_waits_until_then() -> None:
    run = flawless()
    about = {"intent": "t-9", "kind": "reminder", "visit": VISIT}
    run.event("text.requested", day(31), **about, not_before=day(62).isoformat())
    run.event("text.intended", day(31), **about)
    assert run.codes() == []


def test_a_text_request_that_notifier_never_heard_is_lost() -> None:
    run = flawless()
    run.event("text.requested", day(31), intent="t-9", kind="reminder", visit=VISIT, not_before=day(31).isoformat())
    assert run.codes() == ["text-request-unheard"]


def test_a_post_that_nobody_intended_is_found() -> None:
    run = flawless()
    run.post("t-unknown", day(31))
    run.post(None, day(32))
    assert run.codes() == ["post-of-nobody"]


def test_a_post_that_nobody_speaks_of_is_lost() -> None:
    run = flawless()
    run.event("text.intended", day(31), intent="t-9", kind="reminder-last")
    run.post("t-9", day(31))
    assert run.codes() == ["post-without-a-word", "text-without-a-fate"]


def test_a_receipt_that_was_not_answered_need_not_be_known() -> None:
    run = flawless()
    run.drop("text.delivered")
    run.change("appointment.permitted", lambda event: event["data"].update(permit=[]))
    run.twin = [row for row in run.twin if row.kind != "status-answered"]
    assert run.codes() == []


def test_a_late_failure_does_not_hide_that_a_delivery_was_never_told() -> None:
    run = flawless()
    run.drop("text.delivered")
    run.receipt("notice-1", "undelivered", day(25))
    assert "receipt-without-a-word" in run.codes()


def test_a_reply_that_nobody_took_is_lost_and_one_on_its_way_is_not() -> None:
    run = flawless()
    run.carrier("reply", run.ended, sid="SM-r8", to_hash=PHONE, meant="slot")
    assert run.codes() == []
    run.reply("SM-r9", "slot", day(31), http=503)
    run.carrier("reply", day(32), sid="SM-r10", to_hash=PHONE, meant="slot")
    assert [finding.why for finding in run.verdict().findings] == [
        "SM-r9 was answered 503, and nobody read it since",
        "SM-r10 was never answered, and nobody read it since",
    ]


def test_a_reply_of_a_stranger_is_not_ours_to_understand() -> None:
    run = flawless()
    run.reply("SM-r9", "slot", day(31), phone="nobody's")
    assert run.codes() == []


def test_a_visit_that_was_asked_for_and_never_heard_of_again_is_lost() -> None:
    run = flawless()
    run.event("visit.requested", day(40), visit="v-2")
    assert run.codes() == ["visit-unheard"]


def test_a_window_that_passed_in_silence_is_lost() -> None:
    run = flawless()
    run.drop("appointment.kept")
    assert run.codes() == ["window-passed-in-silence"]


def test_an_offer_that_never_ends_is_lost() -> None:
    run = RecordedRun()
    run.overdue()
    run.text("t-1", "offer", day(1))
    run.event("visit.requested", day(1), visit="v-9")
    run.event("appointment.offered", day(1), visit="v-9", version=0, reason={"code": "offered"})
    assert run.codes() == ["offer-without-an-end"]


def test_a_visit_that_was_withdrawn_and_is_left_standing_is_lost() -> None:
    run = flawless()
    run.event("visit.requested", day(29), visit="v-2")
    run.event("visit.withdrawn", day(31), visit="v-2", cause="paid")
    stage = {"visit": "v-2", "booking": "v-2.1", "version": 1, "window": window(70), "reason": {"code": "agreed"}}
    run.event("appointment.agreed", day(30), **stage)
    assert run.codes() == ["brake-unheard"]
    run.event("appointment.cancelled", day(31), **stage)
    assert run.codes() == []


def test_poison_is_refused_under_its_own_name() -> None:
    run = flawless()
    run.say_sent("loans", "poison-1", "poison-1", None, day(1), poison="schema")
    raw = run.record("loans", "poison-1", b"{}")
    assert run.codes() == ["poison-without-a-letter"]
    run.event("record.refused", day(1), raw.origin, service="notifier", code="unknown-type")
    assert run.codes() == ["poison-under-another-name"]
    run.drop("record.refused")
    run.event("record.refused", day(1), raw.origin, service="notifier", code="schema")
    assert run.codes() == []
    assert (run.verdict().counts["dead_letters"], run.verdict().counts["refused_again"]) == (1, 0)


def test_what_two_services_read_has_two_letters() -> None:
    run = flawless()
    run.say_sent("loans", "poison-1", "poison-1", None, day(1), poison="schema")
    raw = run.record("loans", "poison-1", b"{}")
    for service in ("notifier", "scheduler"):
        run.event("record.refused", day(1), raw.origin, service=service, code="schema")
    assert run.codes() == []
    assert (run.verdict().counts["dead_letters"], run.verdict().counts["refused_again"]) == (2, 1)


def test_a_sound_record_that_was_refused_is_lost() -> None:
    run = flawless()
    run.event("record.refused", day(1), run.records[0].origin, service="notifier", code="schema")
    assert run.codes() == ["letter-without-poison"]
    assert PHONE not in str(run.verdict().findings)
