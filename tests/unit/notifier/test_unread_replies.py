"""What nobody understood waits for a person; from the second one on the case waits with it, and not for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.core.inputs import INPUTS, ReplyReceived
from services.notifier.core.state import Brake, Closed, Held, Texting, Visiting, brakes_of
from shared.contracts.appointments import AppointmentAgreed, AppointmentOffered
from shared.contracts.visits import VisitWithdrawn

from .events import CASE, NOW, appointment, corrected, overdue, pays, question, replies, sealed
from .given import Scenario, delivered, given, later, looks, until

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DOG, CAT, LATER = replies("the dog bites"), replies("the cat purrs"), later(hours=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
VISITING = until(lambda life: isinstance(life.state, Visiting))


def shows(words: str = "") -> object:
    """A reply with a picture."""

    def say(life: Scenario) -> ReplyReceived:
        said: ReplyReceived = replies(words)(life)
        return replace(said, media=sealed("media"))

    return say


def whys(life: Scenario) -> list[str]:
    return [row.why for row in life.kept]


def test_what_is_not_understood_is_kept_for_a_person_sealed() -> None:
    life = given(*TEXTED).when(DOG).then("answered-unknown", Texting)
    (row,) = life.kept
    assert (row.case_id, row.why, row.received_at, row.media) == (CASE, "not-understood", NOW, None)
    assert row.words == sealed("words").model_dump_json()


def test_the_second_in_a_row_holds_the_case_and_its_words_are_kept_too() -> None:
    life = given(*TEXTED).when(DOG, later(days=1), CAT)
    life.then("unread-reply", Held)
    assert brakes_of(life.state) == (Brake("unread-reply", NOW + 31 * DAY),)
    assert whys(life) == ["not-understood", "not-understood"]
    assert [text.kind for text in life.texts].count("not-understood") == 1


def test_the_same_words_are_kept_once_while_they_wait_and_again_when_they_were_settled() -> None:
    life = given(*TEXTED).when(replies("The dog bites"), LATER, replies("the dog  BITES")).then("unread-reply", Held)
    assert len(life.kept) == 1
    life.settled.add(life.kept[0].sid)
    life.when(DOG)
    assert len(life.kept) == 2


def test_a_question_who_we_are_is_kept_and_holds_nothing() -> None:
    life = given(*TEXTED).when(replies("who are you"), replies("who is this"), replies("is this a scam"))
    life.then("answered-who", Texting)
    assert whys(life) == ["who", "who", "who"]


def test_what_is_understood_ends_the_waiting() -> None:
    life = given(*TEXTED, questions=(question("offer"),)).when(DOG, LATER, CAT)
    life.then("unread-reply", Held)
    life.when(replies("2")).then("answered-slot", Texting)
    life.when(LATER, DOG).then("answered-unknown", Texting)


def test_what_is_understood_between_two_begins_the_count_anew() -> None:
    life = given(*TEXTED, questions=(question("offer"),)).when(DOG, LATER, replies("2"))
    life.when(LATER, CAT).then("answered-unknown", Texting)


def test_a_brake_of_the_borrowers_own_takes_its_place() -> None:
    life = given(*TEXTED).when(DOG, LATER, CAT, replies("5")).then("hardship", Held)
    assert [brake.cause for brake in brakes_of(life.state)] == ["hardship"]


def test_the_hold_ends_by_itself_after_thirty_days_and_the_count_with_it() -> None:
    life = given(*TEXTED).when(DOG, LATER, CAT)
    life.when(until(lambda one: isinstance(one.state, Texting)))
    assert life.at == NOW + 30 * DAY + HOUR
    life.when(replies("the bird sings")).then("answered-unknown", Texting)


def test_a_weekly_look_at_it_holds_on() -> None:
    given(*TEXTED).when(DOG, LATER, CAT, looks).then("still-held", Held)


def test_an_offered_visit_waits_too_and_an_agreed_one_takes_place() -> None:
    life = given(overdue(dpd=70), VISITING, lambda one: appointment(AppointmentOffered, time=one.at))
    life.when(DOG, LATER, CAT).then("unread-reply", Held)
    assert [visit.cause for visit in life.published(VisitWithdrawn)] == ["unread-reply"]
    life = given(overdue(dpd=70), VISITING, lambda one: appointment(AppointmentAgreed, time=one.at))
    life.when(DOG, LATER, CAT).then("answered-unknown", Visiting)
    assert len(life.kept) == 2


def test_of_a_closed_case_it_is_read_and_the_wait_is_remembered() -> None:
    life = given(*TEXTED, pays(0)).when(DOG, LATER, CAT)
    life.then("unread-reply", Closed)
    assert len(life.kept) == 2
    assert "not-understood" not in [text.kind for text in life.texts]


def test_what_comes_in_several_messages_or_twice_is_one_reply() -> None:
    life = given(*TEXTED).when(replies("the dog"), later(minutes=10), replies("bites"), replies("bites"))
    life.then("answered-unknown", Texting)
    assert len(life.kept) == 2
    life.when(later(minutes=11), replies("me")).then("unread-reply", Held)


def test_what_was_written_before_something_was_understood_counts_no_more_when_it_comes_late() -> None:
    life = given(*TEXTED, later(days=2)).when(replies("5"))
    life.when(replies("the dog bites", time=NOW), replies("the cat purrs", time=NOW + DAY)).then("answered-unknown")
    assert [brake.cause for brake in brakes_of(life.state)] == ["hardship"]
    life = given(*TEXTED, later(days=2), questions=(question("offer"),))
    life.when(*(replies(f"zzz {n}", time=NOW + n * HOUR) for n in range(4)))
    life.when(replies("2", time=NOW + HOUR)).then("answered-slot", Held)
    assert [brake.cause for brake in brakes_of(life.state)] == ["unread-reply"]


def test_what_waited_longer_than_its_hold_before_it_was_read_by_us_holds_nothing() -> None:
    life = given(*TEXTED, later(days=40))
    life.when(replies("the dog bites", time=NOW), replies("the cat purrs", time=NOW + DAY))
    life.then("answered-unknown", Texting)


def test_a_picture_goes_to_a_person_whatever_is_said_with_it() -> None:
    life = given(*TEXTED).when(shows()).then("answered-unknown", Texting)
    (row,) = life.kept
    assert (row.why, row.media) == ("picture", sealed("media").model_dump_json())
    assert life.text("not-understood").waits
    life.when(shows("i paid yesterday")).then("paid-claimed", Held)
    assert whys(life) == ["picture", "picture"]


def test_words_of_a_suppressed_person_are_kept() -> None:
    life = given(*TEXTED).when(replies("STOP"), replies("who are you")).then_nothing("opted-out")
    life.when(DOG).then("answered-unknown", Held)
    assert whys(life) == ["suppressed", "not-understood"]
    assert [text.kind for text in life.texts if text.waits] == ["opt-out-confirmed"]


def test_words_that_nobody_can_open_are_not_kept() -> None:
    assert not given(*TEXTED).when(replies(None)).then("answered-unknown").kept


@pytest.mark.parametrize(
    "doc",
    ["""{"kind":"reply-received","sid":"SM1","phone_hash":"a","received_at":"2026-11-24T12:00:00Z","words":%s}"""],
)
def test_a_reply_stored_before_there_were_pictures_reads(doc: str) -> None:
    said = INPUTS.validate_json(doc % sealed("words").model_dump_json())
    assert isinstance(said, ReplyReceived)
    assert said.media is None


@pytest.mark.parametrize("corrected_first", [True, False])
def test_a_wrong_number_said_at_a_former_one_explains_what_came_before_it(corrected_first: bool) -> None:
    """What nobody understood was said by whoever has that number, whichever of the two the bank's word overtook."""
    new = corrected(NOW + HOUR, phone_hash="b" * 64)
    before, after = replies("the dog bites", NOW + 2 * HOUR), replies("the cat purrs", NOW + 4 * HOUR)
    wrong = replies("wrong number", NOW + 3 * HOUR)
    told = (new, before, after, wrong) if corrected_first else (wrong, new, before, after)
    assert brakes_of(given(*TEXTED, later(hours=5), *told).state) == ()
