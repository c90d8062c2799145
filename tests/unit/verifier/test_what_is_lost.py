"""Each thing that can fall on the floor is dropped once, and found."""

from datetime import timedelta

import pytest

from .world import CASE, PHONE, VISIT, World, day, flawless, window


def test_a_case_that_notifier_never_spoke_of_is_lost() -> None:
    world = World()
    world.overdue()
    assert world.codes() == ["case-unheard"]


def test_a_case_that_came_just_before_the_end_or_was_braked_at_once_is_not() -> None:
    world = World(ended=day(60))
    world.overdue("case-2", at=day(59))
    world.overdue("case-3")
    world.paid(day(0, 13), "case-3")
    assert world.codes() == []


def test_a_record_that_was_acknowledged_and_is_not_in_the_log_is_lost() -> None:
    world = flawless()
    world.say_sent("loans", CASE, "bank-77", "loan.hold-set", day(9))
    assert world.codes() == ["acknowledged-record-is-gone"]


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
    world = flawless()
    world.drop(gone)
    assert code in world.codes()


def test_what_was_asked_just_before_the_end_is_still_awaited() -> None:
    world = flawless()
    late = world.ended - timedelta(minutes=10)
    world.event("slots.asked", late, "porto", request="q-2", case=CASE, visit=VISIT)
    assert world.codes() == []


def test_a_text_that_was_intended_and_has_no_fate_is_lost() -> None:
    world = flawless()
    world.event("text.intended", day(31), intent="t-9", kind="reminder-last")
    assert world.codes() == ["text-without-a-fate"]


def test_a_text_that_waits_for_its_time_is_not_lost_until_that_has_passed() -> None:
    world = flawless()
    world.event("text.intended", day(31), intent="t-9", kind="reminder-last")
    world.event("text.deferred", day(31), intent="t-9", kind="reminder-last", until=day(61).isoformat())
    assert world.codes() == []
    world.ended = day(70)
    assert world.codes() == ["text-without-a-fate"]


def test_a_text_asked_for_later_waits_until_then() -> None:
    world = flawless()
    about = {"intent": "t-9", "kind": "reminder", "visit": VISIT}
    world.event("text.requested", day(31), **about, not_before=day(62).isoformat())
    world.event("text.intended", day(31), **about)
    assert world.codes() == []


def test_a_text_request_that_notifier_never_heard_is_lost() -> None:
    world = flawless()
    world.event("text.requested", day(31), intent="t-9", kind="reminder", visit=VISIT, not_before=day(31).isoformat())
    assert world.codes() == ["text-request-unheard"]


def test_a_post_that_nobody_intended_is_found() -> None:
    world = flawless()
    world.post("t-unknown", day(31))
    world.post(None, day(32))
    assert world.codes() == ["post-of-nobody"]


def test_a_post_that_nobody_speaks_of_is_lost() -> None:
    world = flawless()
    world.event("text.intended", day(31), intent="t-9", kind="reminder-last")
    world.post("t-9", day(31))
    assert world.codes() == ["post-without-a-word", "text-without-a-fate"]


def test_a_receipt_that_was_not_answered_need_not_be_known() -> None:
    world = flawless()
    world.drop("text.delivered")
    world.change("appointment.permitted", lambda event: event["data"].update(permit=[]))
    world.twin = [row for row in world.twin if row.kind != "status-answered"]
    assert world.codes() == []


def test_a_late_failure_does_not_hide_that_a_delivery_was_never_told() -> None:
    world = flawless()
    world.drop("text.delivered")
    world.receipt("notice-1", "undelivered", day(25))
    assert "receipt-without-a-word" in world.codes()


def test_a_reply_that_nobody_took_is_lost_and_one_on_its_way_is_not() -> None:
    world = flawless()
    world.carrier("reply", world.ended, sid="SM-r8", to_hash=PHONE, meant="slot")
    assert world.codes() == []
    world.reply("SM-r9", "slot", day(31), http=503)
    world.carrier("reply", day(32), sid="SM-r10", to_hash=PHONE, meant="slot")
    assert [finding.why for finding in world.verdict().findings] == [
        "SM-r9 was answered 503, and nobody read it since",
        "SM-r10 was never answered, and nobody read it since",
    ]


def test_a_reply_of_a_stranger_is_not_ours_to_understand() -> None:
    world = flawless()
    world.reply("SM-r9", "slot", day(31), phone="nobody's")
    assert world.codes() == []


def test_a_visit_that_was_asked_for_and_never_heard_of_again_is_lost() -> None:
    world = flawless()
    world.event("visit.requested", day(40), visit="v-2")
    assert world.codes() == ["visit-unheard"]


def test_a_window_that_passed_in_silence_is_lost() -> None:
    world = flawless()
    world.drop("appointment.kept")
    assert world.codes() == ["window-passed-in-silence"]


def test_an_offer_that_never_ends_is_lost() -> None:
    world = World()
    world.overdue()
    world.text("t-1", "offer", day(1))
    world.event("visit.requested", day(1), visit="v-9")
    world.event("appointment.offered", day(1), visit="v-9", version=0, reason={"code": "offered"})
    assert world.codes() == ["offer-without-an-end"]


def test_a_visit_that_was_withdrawn_and_is_left_standing_is_lost() -> None:
    world = flawless()
    world.event("visit.requested", day(29), visit="v-2")
    world.event("visit.withdrawn", day(31), visit="v-2", cause="paid")
    stage = {"visit": "v-2", "booking": "v-2.1", "version": 1, "window": window(70), "reason": {"code": "agreed"}}
    world.event("appointment.agreed", day(30), **stage)
    assert world.codes() == ["brake-unheard"]
    world.event("appointment.cancelled", day(31), **stage)
    assert world.codes() == []


def test_poison_is_refused_under_its_own_name() -> None:
    world = flawless()
    world.say_sent("loans", "poison-1", "poison-1", None, day(1), poison="schema")
    raw = world.record("loans", "poison-1", b"{}")
    assert world.codes() == ["poison-without-a-letter"]
    world.event("record.refused", day(1), raw.origin, service="notifier", code="unknown-type")
    assert world.codes() == ["poison-under-another-name"]
    world.drop("record.refused")
    world.event("record.refused", day(1), raw.origin, service="notifier", code="schema")
    assert world.codes() == []
    assert (world.verdict().counts["dead_letters"], world.verdict().counts["refused_again"]) == (1, 0)


def test_what_two_services_read_has_two_letters() -> None:
    world = flawless()
    world.say_sent("loans", "poison-1", "poison-1", None, day(1), poison="schema")
    raw = world.record("loans", "poison-1", b"{}")
    for service in ("notifier", "scheduler"):
        world.event("record.refused", day(1), raw.origin, service=service, code="schema")
    assert world.codes() == []
    assert (world.verdict().counts["dead_letters"], world.verdict().counts["refused_again"]) == (2, 1)


def test_a_sound_record_that_was_refused_is_lost() -> None:
    world = flawless()
    world.event("record.refused", day(1), world.records[0].origin, service="notifier", code="schema")
    assert world.codes() == ["letter-without-poison"]
    assert PHONE not in str(world.verdict().findings)
