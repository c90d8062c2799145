"""Each thing that must happen once is done twice, and found."""

from datetime import timedelta

from .recorded_run import BOOKING, CASE, VISIT, RecordedRun, day, flawless, window


def test_a_text_that_was_posted_twice_is_found() -> None:
    run = flawless()
    run.post("reminder-0", day(2))
    assert run.codes() == ["text-posted-twice"]


def test_the_same_words_to_the_same_phone_within_a_minute_are_found_under_two_intents_too() -> None:
    run = RecordedRun()
    run.overdue()
    for intent in ("t-1", "t-2"):
        run.text(intent, "reminder-early", day(1))
    run.twin = [row for row in run.twin if row.kind != "post"]
    for intent, after in (("t-1", 0), ("t-2", 59)):
        run.post(intent, day(1) + timedelta(seconds=after), words="the same")
    assert run.codes() == ["same-words-twice"]


def test_the_same_words_about_two_cases_of_one_person_at_once_are_found() -> None:
    run = RecordedRun()
    for case, intent in ((CASE, "t-1"), ("case-2", "t-2")):
        run.overdue(case=case)
        run.text(intent, "reminder-early", day(1), case=case)
    run.twin = [row for row in run.twin if row.kind != "post"]
    for intent, after in (("t-1", 0), ("t-2", 59)):
        run.post(intent, day(1) + timedelta(seconds=after), words="the same")
    assert run.codes() == ["same-words-twice"]


def test_the_same_words_a_week_later_are_a_reminder() -> None:
    run = flawless()
    for intent, number in (("t-1", 40), ("t-2", 47)):
        run.event("text.intended", day(number), intent=intent, kind="reminder-firm")
        run.post(intent, day(number), words="the same")
        run.event("text.sent", day(number), intent=intent, kind="reminder-firm")
    assert run.codes() == []


def test_a_booking_that_was_visited_twice_is_found() -> None:
    run = flawless()
    about = {"visit": VISIT, "booking": BOOKING, "crew": ["k-1", "k-2"], "outcome": "paid"}
    run.event("visit.ended", day(30, 10, 30), **about)
    assert "booking-visited-twice" in run.codes()


def test_two_crews_under_one_version_are_found() -> None:
    run = flawless()
    run.event("crew.changed", day(25), booking=BOOKING, visit=VISIT, version=1)
    assert run.codes() == ["two-crews-one-version"]


def test_a_collector_at_two_doors_at_once_is_found() -> None:
    run = flawless()
    about = {"visit": "v-2", "booking": "v-2.1", "crew": ["k-2", "k-3"]}
    run.event("crew.arrived", day(30, 9, 30), **about)
    run.event("visit.ended", day(30, 9, 55), **about, outcome="paid")
    assert "one-collector-at-two-doors" in run.codes()


def test_a_collector_at_two_doors_one_after_the_other_is_a_day_s_work() -> None:
    run = flawless()
    about = {"visit": "v-2", "booking": "v-2.1", "crew": ["k-2", "k-3"]}
    run.event("crew.arrived", day(30, 9, 40), **about)
    run.event("visit.ended", day(30, 10, 10), **about, outcome="paid")
    assert "one-collector-at-two-doors" not in run.codes()


def test_two_live_bookings_of_one_borrower_that_overlap_are_found_and_a_cancelled_one_is_not_live() -> None:
    run = flawless()
    other = {"booking": "v-2.1", "case": CASE, "visit": "v-2", "window": window(30, 10)}
    run.event("booking.made", day(25), "porto", **other)
    run.event("crew.unassigned", day(25), booking="v-2.1", visit="v-2")
    assert run.codes() == ["two-bookings-at-once"]
    run.event("booking.cancelled", day(26), "porto", booking="v-2.1", case=CASE, visit="v-2")
    assert run.codes() == []


def test_one_id_with_two_contents_is_found() -> None:
    run = flawless()
    run.event("loan.hold-lifted", day(3), CASE, "bank-1", cause="illness")
    run.event("loan.hold-lifted", day(3), CASE, "bank-1", cause="court")
    assert run.codes() == ["one-id-two-facts"]
