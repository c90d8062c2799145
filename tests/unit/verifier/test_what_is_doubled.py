"""Each thing that must happen once is done twice, and found."""

from datetime import timedelta

from .world import BOOKING, CASE, VISIT, World, day, flawless, window


def test_a_text_that_was_posted_twice_is_found() -> None:
    world = flawless()
    world.post("reminder-0", day(2))
    assert world.codes() == ["text-posted-twice"]


def test_the_same_words_to_the_same_phone_within_a_minute_are_found_under_two_intents_too() -> None:
    world = World()
    world.overdue()
    for intent in ("t-1", "t-2"):
        world.text(intent, "reminder-early", day(1))
    world.twin = [row for row in world.twin if row.kind != "post"]
    for intent, after in (("t-1", 0), ("t-2", 59)):
        world.post(intent, day(1) + timedelta(seconds=after), words="the same")
    assert world.codes() == ["same-words-twice"]


def test_the_same_words_about_two_cases_of_one_person_at_once_are_found() -> None:
    world = World()
    for case, intent in ((CASE, "t-1"), ("case-2", "t-2")):
        world.overdue(case=case)
        world.text(intent, "reminder-early", day(1), case=case)
    world.twin = [row for row in world.twin if row.kind != "post"]
    for intent, after in (("t-1", 0), ("t-2", 59)):
        world.post(intent, day(1) + timedelta(seconds=after), words="the same")
    assert world.codes() == ["same-words-twice"]


def test_the_same_words_a_week_later_are_a_reminder() -> None:
    world = flawless()
    for intent, number in (("t-1", 40), ("t-2", 47)):
        world.event("text.intended", day(number), intent=intent, kind="reminder-firm")
        world.post(intent, day(number), words="the same")
        world.event("text.sent", day(number), intent=intent, kind="reminder-firm")
    assert world.codes() == []


def test_a_booking_that_was_visited_twice_is_found() -> None:
    world = flawless()
    about = {"visit": VISIT, "booking": BOOKING, "crew": ["k-1", "k-2"], "outcome": "paid"}
    world.event("visit.ended", day(30, 10, 30), **about)
    assert "booking-visited-twice" in world.codes()


def test_two_crews_under_one_version_are_found() -> None:
    world = flawless()
    world.event("crew.changed", day(25), booking=BOOKING, visit=VISIT, version=1)
    assert world.codes() == ["two-crews-one-version"]


def test_a_collector_at_two_doors_at_once_is_found() -> None:
    world = flawless()
    about = {"visit": "v-2", "booking": "v-2.1", "crew": ["k-2", "k-3"]}
    world.event("crew.arrived", day(30, 9, 30), **about)
    world.event("visit.ended", day(30, 9, 55), **about, outcome="paid")
    assert "one-collector-at-two-doors" in world.codes()


def test_a_collector_at_two_doors_one_after_the_other_is_a_day_s_work() -> None:
    world = flawless()
    about = {"visit": "v-2", "booking": "v-2.1", "crew": ["k-2", "k-3"]}
    world.event("crew.arrived", day(30, 9, 40), **about)
    world.event("visit.ended", day(30, 10, 10), **about, outcome="paid")
    assert "one-collector-at-two-doors" not in world.codes()


def test_two_live_bookings_of_one_borrower_that_overlap_are_found_and_a_cancelled_one_is_not_live() -> None:
    world = flawless()
    other = {"booking": "v-2.1", "case": CASE, "visit": "v-2", "window": window(30, 10)}
    world.event("booking.made", day(25), "porto", **other)
    world.event("crew.unassigned", day(25), booking="v-2.1", visit="v-2")
    assert world.codes() == ["two-bookings-at-once"]
    world.event("booking.cancelled", day(26), "porto", booking="v-2.1", case=CASE, visit="v-2")
    assert world.codes() == []


def test_one_id_with_two_contents_is_found() -> None:
    world = flawless()
    world.event("loan.hold-lifted", day(3), CASE, "bank-1", cause="illness")
    world.event("loan.hold-lifted", day(3), CASE, "bank-1", cause="court")
    assert world.codes() == ["one-id-two-facts"]
