"""A record about a case that nobody can read holds the case until its letter is settled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.state import Brake, Closed, Held, Letter, Texting, Unknown, Visiting, brakes_of
from services.notifier.core.table_writes import KeepUnread
from services.notifier.core.unread_records import LETTERS_SHOWN_MAX, READ_AGAIN_LOOK, READ_AGAIN_WITHIN
from shared.contracts.texts import TextRefused
from shared.contracts.visits import VisitWithdrawn

from .events import CASE, NOW, closes, disputes, letter, lifted, overdue, pays, settles, unread
from .given import Scenario, asks, given, later, looks, until

DAY = timedelta(days=1)
VISITING = until(lambda life: isinstance(life.state, Visiting))


def brake(life: Scenario) -> Brake:
    (found,) = brakes_of(life.state)
    return found


def test_a_record_that_can_t_be_read_holds_its_case_and_takes_back_what_waits() -> None:
    life = given(overdue(), asks("reminder-early"), unread()).then("unread-record", Held)
    assert brake(life) == Brake("unread-record", None, (Letter(letter(), "schema"),))
    assert [fate.reason for fate in life.published(TextRefused)] == ["unread-record"]
    assert not life.contacts


def test_a_visit_is_taken_back_for_it() -> None:
    life = given(overdue(dpd=70), VISITING, unread()).then("unread-record", Held)
    assert [visit.cause for visit in life.published(VisitWithdrawn)] == ["unread-record"]


def test_the_case_stays_known_to_whoever_settles_the_letter() -> None:
    kept = [effect for effect in given(overdue(), unread()).decision.effects if isinstance(effect, KeepUnread)]
    assert kept == [KeepUnread(letter(), CASE, "schema", NOW)]


def test_the_same_letter_twice_is_one() -> None:
    given(overdue(), unread(), unread()).then_nothing("already-unread")


def test_it_is_said_which_letter_it_is_held_for() -> None:
    life = given(overdue(), unread(code="time-in-the-future"), looks).then("still-held", Held)
    assert f"letter {str(letter())[:8]}: time-in-the-future" in life.decision.why


def test_a_letter_given_up_lets_it_go_at_once() -> None:
    life = given(overdue(), unread(), settles(given_up=True)).then("letter-settled", Texting)
    assert life.texts[-1].status == "intended"


def test_a_record_given_back_is_waited_for_before_it_goes_on() -> None:
    life = given(overdue(), unread(), settles()).then("letter-settled", Held)
    assert brake(life) == Brake("unread-record", NOW + READ_AGAIN_WITHIN)
    life.when(pays(0, NOW + DAY)).then("paid", Closed)
    given(overdue(), unread(), settles(), later(minutes=10), looks).then("brake-over", Texting)


def test_it_goes_on_within_seconds_of_when_the_record_was_read() -> None:
    life = given(overdue(), unread(), settles())
    life.letters, life.read_again = {CASE: ()}, frozenset()
    assert life.timers["look"] == NOW + READ_AGAIN_LOOK
    life.when(looks).then("still-held", Held)
    life.read_again = frozenset({CASE})
    life.when(looks).then("brake-over", Texting)
    assert life.at == NOW + 2 * READ_AGAIN_LOOK


def test_what_is_never_read_is_waited_for_in_few_looks_and_not_for_ever() -> None:
    life = given(overdue(), unread(), settles())
    life.letters, life.read_again = {CASE: ()}, frozenset()
    count = 0
    while isinstance(life.state, Held):
        life.when(looks)
        count += 1
    assert life.decision.reason == "brake-over"
    assert life.at == NOW + READ_AGAIN_WITHIN
    assert count == 9


def test_another_record_that_can_t_be_read_still_holds_when_the_first_was() -> None:
    life = given(overdue(), unread(), settles())
    life.letters = {CASE: (Letter(letter(1), "schema"),)}
    life.when(looks).then("still-held", Held)


def test_a_letter_that_was_given_back_without_a_word_is_waited_for_too() -> None:
    life = given(overdue(), unread())
    life.letters, life.read_again = {CASE: ()}, frozenset()
    life.when(looks).then("still-held", Held)
    life.read_again = frozenset({CASE})
    life.when(looks).then("brake-over", Texting)


def test_what_was_given_back_long_ago_is_waited_for_no_more() -> None:
    given(overdue(), unread(), later(days=1), settles()).then("letter-settled", Texting)


def test_several_letters_hold_until_the_last_is_settled() -> None:
    life = given(overdue(), unread(0), unread(1, "tombstone"), settles(0, given_up=True)).then("letter-settled", Held)
    assert brake(life).letters == (Letter(letter(1), "tombstone"),)
    life.when(settles(1, given_up=True)).then("letter-settled", Texting)


def test_another_letter_while_one_is_being_read_again_holds_anew() -> None:
    life = given(overdue(), unread(), settles(), unread(1)).then("unread-record", Held)
    assert brake(life).until is None


def test_of_a_flood_the_newest_letters_are_remembered_and_the_table_says_what_is_open() -> None:
    life = given(overdue(), *(unread(number) for number in range(50)))
    assert len(brake(life).letters) == LETTERS_SHOWN_MAX
    life.letters = {CASE: tuple(Letter(letter(number), "schema") for number in range(2))}
    life.when(settles(0, given_up=True)).then("letter-settled", Held)
    assert brake(life).letters == (Letter(letter(1), "schema"),)
    life.letters = {CASE: ()}
    life.when(settles(1, given_up=True)).then("letter-settled", Texting)


def test_a_letter_that_somebody_settled_without_a_word_lets_it_go_at_the_next_look() -> None:
    life = given(overdue(), unread(), looks).then("still-held", Held)
    life.letters = {CASE: (Letter(letter(), "schema"),)}
    life.when(looks).then("still-held", Held)
    life.letters = {CASE: ()}
    life.when(looks).then("brake-over", Texting)


def test_other_brakes_are_not_ended_with_it() -> None:
    life = given(overdue(), disputes(NOW), unread(), settles(given_up=True)).then("letter-settled", Held)
    assert brake(life).cause == "dispute"
    given(overdue(), unread(), lifted(NOW + DAY)).then("hold-lifted", Held)


def test_a_letter_settled_for_a_case_that_is_not_held_for_one_changes_nothing() -> None:
    given(overdue(), settles()).then_nothing("not-unread")
    given(settles()).then_nothing("not-unread")


@pytest.mark.parametrize("end", [pays(0, NOW), closes(NOW)])
def test_a_closed_case_remembers_it_for_when_it_is_overdue_again(end: object) -> None:
    life = given(overdue(time=NOW - DAY), end, unread()).then("unread-record", Closed)
    assert brake(life).cause == "unread-record"


def test_a_case_that_only_remembers_is_held_when_it_is_said_to_be_overdue() -> None:
    life = given(pays(700, NOW - 30 * DAY), unread()).then("unread-record", Unknown)
    assert brake(life.when(overdue())).letters == (Letter(letter(), "schema"),)


def test_letters_from_before_a_case_was_known_hold_it_from_the_start() -> None:
    life = Scenario(letters={CASE: (Letter(letter(), "undecodable"),)}).when(overdue()).then("overdue", Held)
    assert brake(life).letters == (Letter(letter(), "undecodable"),)
    assert not life.texts
    assert "can't be read" in life.decision.why


def test_a_letter_that_is_known_already_is_not_counted_twice_when_the_case_begins() -> None:
    life = given(pays(700, NOW - 30 * DAY), unread())
    life.letters = {CASE: (Letter(letter(), "schema"),)}
    assert brake(life.when(overdue()).then("overdue", Held)).letters == (Letter(letter(), "schema"),)
