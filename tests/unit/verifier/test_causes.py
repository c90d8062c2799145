"""Each thing loses what it rests on, and is found to come from nowhere."""

import pytest

from .recorded_run import VISIT, day, flawless


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("visit.requested", "visit-nobody-asked-for"),
        ("slots.asked", "quote-nobody-asked-for"),
        ("booking.made", "crew-nobody-asked-for"),
        ("crew.assigned", "visit-nobody-was-sent-to"),
        ("text.requested", "text-nobody-asked-for"),
    ],
)
def test_what_rests_on_something_that_was_never_said_is_found(gone: str, code: str) -> None:
    run = flawless()
    run.drop(gone)
    assert code in run.codes()


@pytest.mark.parametrize(
    ("kind", "status"), [("post", None), ("status", "delivered")], ids=["an accepted post", "a delivery"]
)
def test_a_word_that_the_carrier_never_said_is_found(kind: str, status: str | None) -> None:
    run = flawless()
    run.twin = [
        row for row in run.twin if (row.kind, row.get("status"), row.get("intent")) != (kind, status, "reminder-0")
    ]
    assert run.codes() == ["word-the-carrier-never-said"]


def test_a_failure_with_a_code_is_the_carrier_s_word_and_one_without_is_ours() -> None:
    run = flawless()
    for intent, code in (("t-8", None), ("t-9", 30005)):
        run.event("text.intended", day(40), intent=intent, kind="reminder-last")
        failed = {"intent": intent, "kind": "reminder-last", "carrier_code": code}
        run.event("text.failed", day(40), **{name: value for name, value in failed.items() if value is not None})
    assert [finding.why for finding in run.verdict().findings] == [
        "text.failed of reminder-last t-9 is not in the carrier's file"
    ]
    run.carrier("refused", day(40), intent="t-9", code=30005, http=400)
    assert run.codes() == []


def test_a_text_that_is_called_failed_though_the_carrier_has_it_is_found() -> None:
    run = flawless()
    run.event("text.intended", day(40), intent="t-9", kind="reminder-last")
    run.event("text.uncertain", day(40), intent="t-9", kind="reminder-last")
    run.post("t-9", day(40))
    run.event("text.failed", day(40, 15), intent="t-9", kind="reminder-last")
    assert run.codes() == ["called-failed-and-taken"]
    run.receipt("t-9", "undelivered", day(40))
    assert run.codes() == []


def test_a_reply_that_nobody_sent_is_found() -> None:
    run = flawless()
    run.understood("SM-dreamt", "slot", day(40))
    assert run.codes() == ["reply-nobody-sent"]


def test_a_permit_that_rests_on_an_event_nobody_said_is_found() -> None:
    run = flawless()
    run.change("text.delivered", lambda event: event.update(id=f"other-{event['id']}"))
    assert run.codes() == ["permit-resting-on-nothing"]


def test_a_crew_that_router_did_not_send_is_found() -> None:
    run = flawless()
    run.crew("changed", day(26), version=2, crew=("k-1", "k-3"))
    assert run.codes() == ["crew-nobody-sent"]


def test_a_crew_kept_for_a_visit_that_was_given_up_is_found() -> None:
    run = flawless()
    run.event("visit.requested", day(31), visit="v-2")
    window = {"start": day(40).isoformat(), "end": day(40, 14).isoformat(), "local": "2026-02-10T12:00"}
    run.event("booking.made", day(31), "porto", booking="v-2.1", case="case-1", visit="v-2", window=window)
    run.event("crew.assigned", day(31), booking="v-2.1", visit="v-2", version=1, crew=[])
    run.event("appointment.held", day(32), visit="v-2", version=1, reason={"code": "notice-not-delivered"})
    assert VISIT != "v-2"
    assert run.codes() == ["booking-left-standing"]
    run.event("booking.cancelled", day(32), "porto", booking="v-2.1", case="case-1", visit="v-2", cause="held")
    assert run.codes() == []


def test_a_question_back_is_nobody_s_request_but_rests_on_an_answered_offer() -> None:
    run = flawless()
    run.text("asked-1", "asked-back", day(24, 9), visit=VISIT)
    assert run.codes() == ["text-nobody-asked-for"]
    run = flawless()
    run.text("asked-1", "asked-back", day(29), visit=VISIT)
    assert run.codes() == []
    run.drop("reply.understood")
    assert "text-nobody-asked-for" in run.codes()
    run = flawless()
    run.text("asked-1", "asked-back", day(29), visit="v-nobody-knows")
    assert run.codes() == ["text-nobody-asked-for"]
