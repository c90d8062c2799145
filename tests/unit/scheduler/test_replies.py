"""What a borrower's reply does, in time and late, clear and unclear."""

from __future__ import annotations

import pytest

from services.scheduler.core.events_out import ReserveTime
from services.scheduler.core.lookup import TakenTime, VisitLookup
from services.scheduler.core.state import Asking, Booked, ClosedVisit, HeldVisit, Offered
from shared.contracts.appointments import AppointmentMoved
from shared.contracts.routing import BookingCancelled, BookingMade, SlotsAsked
from shared.contracts.texts import Meaning, TextDelivered, TextRequested

from . import stages
from .events import (
    BORROWER,
    DAY,
    HOUR,
    HOW,
    NOW,
    SLOTS,
    VISIT,
    chose,
    lost,
    meant,
    offer_delivered,
    quoted,
    reply,
    slot,
    text,
    wished,
)
from .given import Scenario, given, later, rings, until


def test_a_digit_takes_the_slot_the_time_and_a_crew() -> None:
    life = given(*stages.DELIVERED).when(chose(2)).then("slot-chosen", Booked)
    window = SLOTS[1].window
    assert life.told(BookingMade).window == window
    assert [effect for effect in life.decision.effects if isinstance(effect, ReserveTime)] == [
        ReserveTime(f"{VISIT}.1", "case-1", BORROWER, window.start, window.end)
    ]
    assert "crew-overdue" in life.timers


def test_an_answer_may_overtake_the_receipt_of_its_offer() -> None:
    life = given(*stages.OFFERED).when(chose(1)).then("slot-chosen", Booked)
    life.when(offer_delivered()).then("offer-delivered", Booked)


def test_two_digits_are_no_choice() -> None:
    both = reply(Meaning(kind="slot", confidence=1, digit=1), Meaning(kind="slot", confidence=1, digit=2))
    given(*stages.DELIVERED).when(both).then_nothing("not-understood")


def test_a_digit_that_was_not_offered_chooses_nothing() -> None:
    life = given(*stages.DELIVERED).when(chose(4)).then_nothing("no-such-slot")
    life.when(chose(0)).then_nothing("no-such-slot")
    life.when(chose(1)).then("slot-chosen", Booked)


@pytest.mark.parametrize("kind", ["opt-out", "wrong-number", "hardship", "dispute", "paid", "promise", "opt-in"])
def test_what_stops_contact_is_left_to_notifier(kind: str) -> None:
    given(*stages.DELIVERED).when(meant(kind)).then_nothing("left-to-notifier")


def test_a_stop_beats_a_digit_in_the_same_reply() -> None:
    both = reply(Meaning(kind="slot", confidence=1, digit=1), Meaning(kind="opt-out", confidence=1))
    given(*stages.DELIVERED).when(both).then_nothing("left-to-notifier")


def test_who_chooses_a_slot_and_says_more_has_chosen() -> None:
    both = reply(Meaning(kind="slot", confidence=1, digit=1), Meaning(kind="hardship", confidence=1))
    given(*stages.DELIVERED).when(both).then("slot-chosen", Booked)


def test_what_is_hardly_understood_is_not_acted_on() -> None:
    given(*stages.DELIVERED).when(meant("other-time", 0.3)).then_nothing("not-understood")


def test_another_time_in_words_is_asked_around() -> None:
    wish = NOW + 6 * DAY
    life = given(*stages.DELIVERED).when(wished(wish)).then("other-time", Asking)
    ask = life.told(SlotsAsked)
    assert (ask.around, ask.request) == (wish, f"{VISIT}.q2")
    assert ask.earliest <= wish <= ask.latest


def test_another_time_without_words_is_asked_beyond_what_was_offered() -> None:
    ask = given(*stages.DELIVERED).when(wished()).told(SlotsAsked)
    assert ask.around == SLOTS[2].window.end + DAY
    assert given(*stages.ASKING).when(wished(offer=0)).decision.reason == "came-early"


def test_a_wish_for_the_far_future_is_asked_within_the_horizon() -> None:
    ask = given(*stages.DELIVERED).when(wished(NOW.replace(year=2150))).told(SlotsAsked)
    assert NOW < ask.earliest < ask.latest == NOW + 30 * DAY


def test_a_wish_for_the_past_is_asked_as_soon_as_an_answer_and_a_notice_allow() -> None:
    ask = given(*stages.DELIVERED).when(wished(NOW - 300 * DAY)).told(SlotsAsked)
    assert ask.earliest == NOW + 50.25 * HOUR


def test_after_four_wishes_a_person_helps() -> None:
    life = given(*stages.DELIVERED)
    for ask in range(2, 6):
        life.when(wished(NOW + 6 * DAY, offer=ask - 1)).then("other-time", Asking)
        life.when(quoted(ask=ask)).then("slots-offered", Offered)
    life.when(wished(NOW + 6 * DAY, offer=5)).then("many-wishes", HeldVisit)


def test_silence_gets_one_more_offer_and_then_the_visit_is_given_up() -> None:
    life = given(*stages.DELIVERED).when(rings("offer-expiry")).then("no-answer", Asking)
    life.when(quoted(ask=2)).then("slots-offered").when(offer_delivered(2, at=life.at)).then("offer-delivered")
    life.when(rings("offer-expiry")).then("no-answer", ClosedVisit)
    assert life.told_of() == ["AppointmentExpired"]


def test_an_offer_of_which_nothing_is_heard_ends_too() -> None:
    given(*stages.OFFERED).when(rings("answer-backstop")).then("no-answer", Asking)


def test_an_answer_that_was_received_in_time_beats_the_timer() -> None:
    in_time = chose(1, at=NOW + 47 * HOUR)
    given(*stages.DELIVERED, rings("offer-expiry")).when(in_time).then("slot-chosen", Booked)
    second = given(*stages.DELIVERED, rings("offer-expiry"), quoted(ask=2)).when(in_time).then("slot-chosen", Booked)
    assert "TextWithdrawn" in second.told_of()


def test_an_answer_in_time_whose_slot_is_too_close_now_is_taken_as_a_wish() -> None:
    life = given(*stages.DELIVERED, rings("offer-expiry"), until(stages.START - 25 * HOUR))
    life.when(chose(1, at=NOW + 47 * HOUR)).then("slot-gone", Asking)
    assert life.told(SlotsAsked).around == stages.START


def test_a_slot_whose_notice_would_fall_into_the_night_is_gone() -> None:
    """Chosen on Monday evening for half past nine on Wednesday: no text may go out before nine on Tuesday."""
    wednesday = slot(2, 9)
    at_noon = given(*stages.ASKING, quoted([wednesday]), until(NOW + 3 * HOUR)).when(chose(1))
    at_noon.then("slot-chosen", Booked)
    in_the_evening = given(*stages.ASKING, quoted([wednesday]), until(NOW + 11 * HOUR)).when(chose(1))
    in_the_evening.then("slot-gone", Asking)
    assert in_the_evening.told(SlotsAsked).earliest == NOW + DAY + 50 * HOUR


def test_an_answer_that_was_received_late_is_taken_as_a_wish() -> None:
    late = chose(1, at=NOW + 49 * HOUR)
    given(*stages.DELIVERED, later(hours=49)).when(late).then("answered-late", Asking)
    given(*stages.DELIVERED, rings("offer-expiry")).when(late).then("answered-late", Asking)


def test_a_timer_that_wakes_late_looks_for_unread_answers_first() -> None:
    life = given(*stages.DELIVERED).when(rings("offer-expiry", late=5 * HOUR)).then("woke-late", Offered)
    life.when(chose(1, at=NOW + 10 * HOUR)).then("slot-chosen", Booked)
    given(*stages.DELIVERED, rings("offer-expiry", late=5 * HOUR)).when(rings("offer-expiry")).then("no-answer", Asking)


def test_after_the_end_an_answer_changes_nothing() -> None:
    given(*stages.EXPIRED).when(chose(1)).then_nothing("already-closed")


def test_a_person_with_two_loans_is_visited_once() -> None:
    busy = TakenTime("case-2", SLOTS[0].window.start, SLOTS[0].window.end)
    life = given(*stages.DELIVERED)
    life.lookup = VisitLookup({BORROWER: (busy,)})
    life.when(chose(1)).then("person-visited", HeldVisit)


@pytest.mark.parametrize("history", [stages.BOOKING, stages.AGREED, stages.IN_DOUBT, stages.PERMITTED])
def test_another_time_gives_up_what_was_agreed(history: tuple[object, ...]) -> None:
    life = given(*history).when(wished(NOW + 7 * DAY)).then("other-time", Asking)  # type: ignore[arg-type]
    assert life.told(AppointmentMoved).window == SLOTS[0].window
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"


def test_another_digit_after_agreeing_is_a_change_of_mind() -> None:
    life = given(*stages.AGREED)
    life.when(chose(1)).then_nothing("already-agreed")
    life.when(chose(3)).then("changed-mind", Asking)
    assert life.told(SlotsAsked).around == SLOTS[2].window.start


def test_a_digit_that_answers_nothing_of_ours_is_refused() -> None:
    one = Meaning(kind="slot", confidence=1, digit=1)
    given(*stages.DELIVERED).when(reply(one, kind="notice", offer=7)).then_nothing("answers-no-offer")


def test_an_invalid_digit_after_the_offer_changes_nothing() -> None:
    given(*stages.AGREED).when(chose(9)).then_nothing("no-such-slot")


def test_who_comes_is_answered_once_a_crew_is_known() -> None:
    given(*stages.DELIVERED).when(meant("who")).then_nothing("nobody-assigned")
    life = given(*stages.PERMITTED).when(meant("who")).then_nothing("who-comes")
    answer = life.told(TextRequested)
    assert [member.collector for member in answer.wording.crew] == ["c-1", "c-2"]
    assert len(answer.wording.check_code) == 6
    assert (answer.on_failure, answer.kind) == ("drop", "notice")


def test_the_receipt_of_an_answer_to_who_comes_permits_nothing() -> None:
    life = given(*stages.AGREED).when(meant("who"))
    told = life.told(TextRequested).intent
    life.when(text(TextDelivered, "notice", 1, intent=told)).then_nothing("not-our-text")


def test_a_lost_offer_holds_the_visit_unless_it_is_known_to_have_arrived() -> None:
    life: Scenario = given(*stages.OFFERED).when(lost("offer")).then("offer-not-delivered", HeldVisit)
    life.when(rings("look-again")).then("looked-again", Asking)
    given(*stages.DELIVERED).when(lost("offer")).then_nothing("already-delivered")
    given(*stages.DELIVERED).when(offer_delivered()).then_nothing("already-delivered")


def test_an_answer_to_an_offer_that_was_said_to_be_lost_counts() -> None:
    given(*stages.OFFERED, lost("offer")).when(chose(1)).then("slot-chosen", Booked)


def test_an_offer_in_doubt_waits_for_an_answer() -> None:
    life = given(*stages.OFFERED).when(lost("offer", how=HOW["in-doubt"])).then_nothing("offer-in-doubt")
    life.when(chose(1)).then("slot-chosen", Booked)


def test_nobody_answers_the_crew_by_text_once_it_is_there() -> None:
    given(*stages.ARRIVED).when(wished(NOW + 9 * DAY)).then_nothing("crew-is-there")


def test_an_offer_that_is_never_sent_leaves_the_former_one_to_be_answered() -> None:
    life = given(*stages.DELIVERED, rings("offer-expiry"), quoted(ask=2), lost("offer", 2, HOW["refused"]))
    life.when(chose(1, at=NOW + 47 * HOUR)).then("slot-chosen", Booked)


def test_the_receipt_of_a_former_offer_tells_until_when_its_answers_were_in_time() -> None:
    life = given(*stages.OFFERED, rings("answer-backstop"), quoted([slot(8), slot(9)], ask=2))
    due = dict(life.timers)
    life.when(offer_delivered(1)).then("offer-delivered", Offered)
    assert life.timers == due
    life.when(chose(3, at=NOW + 49 * HOUR)).then("answered-late", Asking)


def test_offers_of_long_ago_are_forgotten() -> None:
    life = given(*stages.DELIVERED)
    for ask in (2, 3, 4):
        life.when(wished(NOW + 6 * DAY, offer=ask - 1)).when(quoted(ask=ask)).then("slots-offered", Offered)
    life.when(chose(1, offer=1)).then_nothing("answers-no-offer")
    life.when(offer_delivered(1)).then_nothing("offer-is-over")
    life.when(lost("offer", 2)).then_nothing("offer-is-over")
