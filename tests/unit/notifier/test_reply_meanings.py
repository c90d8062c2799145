"""What follows from what was read: what is acted on, what a person reads, and what nobody answers by a template."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.core.inputs import ReplyRead, ReplyReceived
from services.notifier.core.reply_meanings import weighed
from services.notifier.core.state import Held, Texting, Visiting, brakes_of
from services.notifier.understanding.reading import FoundMeaning, FoundTime, MeaningName, ReplyReading
from shared.contracts.appointments import AppointmentAgreed
from shared.contracts.texts import ReplyUnderstood
from shared.contracts.visits import VisitWithdrawn

from .events import NOW, PHONE_HASH, appointment, corrected, overdue, pays, question, replies, sealed
from .given import Scenario, delivered, given, later, until

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
VISITING = until(lambda life: isinstance(life.state, Visiting))
FRIDAY = NOW + 3 * DAY
TIME = FoundTime(FRIDAY, FRIDAY + HOUR)


def read(*found: tuple[MeaningName, float], slot: int | None = None, time: FoundTime | None = None) -> ReplyRead:
    reading = ReplyReading(tuple(FoundMeaning(name, sure, (), "") for name, sure in found), slot, time)
    return ReplyRead(ReplyReceived("SM1", PHONE_HASH, NOW, sealed("words")), reading, wording="words")


def meant(*found: tuple[MeaningName, float], slot: int | None = None) -> list[tuple[str, float, int | None]]:
    return [(one.kind, one.confidence, one.digit) for one in weighed(read(*found, slot=slot)).meanings]


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ("stop", "opt-out"), ("start", "opt-in"), ("wrong_number", "wrong-number"), ("hardship", "hardship"),
        ("dispute", "dispute"), ("paid", "paid"), ("promise", "promise"), ("verify", "who"), ("decline", "other-time"),
        ("reschedule", "other-time"), ("propose", "other-time"), ("deceased", "hardship"), ("represented", "hardship"),
        ("vulnerable", "hardship"), ("third_party", "unknown"), ("call_me", "unknown"), ("human", "unknown"),
        ("help", "unknown"), ("abuse", "unknown"), ("unclear", "unknown"), ("confirm", "unknown"),
        ("choose", "unknown"),
    ],
)  # fmt: skip
def test_every_meaning_of_the_reader_is_one_that_the_services_share(found: MeaningName, kind: str) -> None:
    assert [one.kind for one in weighed(read((found, 0.9))).meanings] == [kind]


def test_a_window_is_taken_only_by_who_is_sure_and_says_nothing_else() -> None:
    assert meant(("choose", 0.9), slot=2) == [("slot", 0.9, 2)]
    assert meant(("choose", 0.95), ("help", 0.7), slot=2) == [("slot", 0.95, 2)]
    assert meant(("choose", 0.89), slot=2) == [("unknown", 0.0, None)]
    assert meant(("choose", 0.95), ("human", 0.7), slot=2) == [("unknown", 0.0, None)]
    assert meant(("stop", 0.97), ("choose", 0.95), slot=2) == [("opt-out", 0.97, None)]


def test_no_another_time_and_a_time_of_theirs_are_one_wish_with_that_time() -> None:
    (wish,) = weighed(read(("reschedule", 0.9), ("propose", 0.85), time=TIME)).meanings
    assert (wish.kind, wish.confidence, wish.at) == ("other-time", 0.9, FRIDAY)
    (wish,) = weighed(read(("decline", 0.8), ("propose", 0.85), time=TIME)).meanings
    assert (wish.confidence, wish.at) == (0.85, FRIDAY)
    (promise,) = weighed(read(("promise", 0.85), time=TIME)).meanings
    assert promise.at is None


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ([("stop", 0.79)], "doubtful-stop"),
        ([("stop", 0.8)], None),
        ([("stop", 0.97), ("dispute", 0.85)], "for-a-person"),
        ([("stop", 0.97), ("decline", 0.85)], None),
        ([("deceased", 0.97)], "for-a-person"),
        ([("propose", 0.85), ("human", 0.85)], "for-a-person"),
        ([("propose", 0.85), ("help", 0.7)], None),
    ],
)
def test_what_a_person_reads_besides(found: list[tuple[MeaningName, float]], shown: str | None) -> None:
    assert weighed(read(*found)).shown == shown


def whys(life: Scenario) -> list[str]:
    return [row.why for row in life.kept]


def test_a_doubtful_stop_stops_and_a_person_looks_at_it() -> None:
    life = given(*TEXTED).when(replies("you never stop texting me")).then("opted-out", Held)
    assert whys(life) == ["doubtful-stop"]
    life = given(*TEXTED).when(replies("please stop texting me")).then("opted-out", Held)
    assert whys(life) == []


@pytest.mark.parametrize("words", ["my husband died last month", "talk to my lawyer", "i want to kill myself"])
def test_death_law_and_despair_stop_everything_for_a_person_and_no_template_answers(words: str) -> None:
    agreed = given(overdue(dpd=70), VISITING)
    agreed.when(appointment(AppointmentAgreed, agreed.at, agreed.at + 9 * DAY))
    for life in (given(*TEXTED), agreed):
        visits = isinstance(life.state, Visiting)
        life.when(later(hours=1), replies(words)).then("hardship", Held)
        assert whys(life) == ["for-a-person"]
        assert "hardship" not in [text.kind for text in life.texts]
        assert bool(life.published(VisitWithdrawn)) is visits


def test_somebody_else_with_the_phone_holds_the_case_at_once_but_for_a_visit_that_was_agreed() -> None:
    words = "he is not here right now, this is his wife"
    life = given(*TEXTED, later(hours=1)).when(replies(words)).then("unread-reply", Held)
    assert whys(life) == ["not-understood"]
    assert [brake.cause for brake in brakes_of(life.state)] == ["unread-reply"]
    visit = given(overdue(dpd=70), VISITING)
    visit.when(appointment(AppointmentAgreed, visit.at, visit.at + 9 * DAY), later(hours=1), replies(words))
    visit.then("answered-unknown", Visiting)


def test_a_yes_to_what_was_told_is_an_answer_and_asks_for_nothing() -> None:
    life = (
        given(*TEXTED, questions=(question("reminder-firm"),)).when(replies("ok thanks")).then("acknowledged", Texting)
    )
    assert not life.text("reminder-firm").asks
    assert not life.kept
    assert not any(text.waits for text in life.texts)


def test_a_yes_does_not_end_the_waiting_for_a_person() -> None:
    life = given(*TEXTED, questions=(question("reminder-firm"),))
    life.when(replies("zzz"), later(hours=1), replies("yyy")).then("unread-reply", Held)
    life.when(later(hours=1), replies("ok thanks")).then("acknowledged", Held)


def test_a_time_of_their_own_reaches_the_scheduler_as_a_wish() -> None:
    life = given(overdue(dpd=70), VISITING)
    life = replace(life, questions=(question("offer", posted_at=life.at - HOUR),))
    life.when(replies("friday at 3?")).then("answered-other-time", Visiting)
    (told,) = life.published(ReplyUnderstood)
    (wish,) = told.meanings
    assert (wish.at.hour, wish.at.weekday(), told.question_kind) == (15, 4, "offer")


def test_dont_stop_is_no_consent() -> None:
    life = given(*TEXTED).when(replies("STOP"), later(hours=1), replies("dont stop")).then_nothing("opted-out")
    assert life.suppressed[""]
    early = given(corrected(NOW - DAY)).when(replies("don't stop")).then_nothing("unknown-case")
    assert not early.suppressed


def test_death_is_remembered_of_a_closed_case() -> None:
    given(*TEXTED, pays(0)).when(replies("my husband died")).then("hardship")


def test_a_denied_opt_out_beside_a_window_loses_neither_the_window_nor_lifts_anything() -> None:
    assert meant(("start", 0.85), ("choose", 0.95), slot=2) == [("slot", 0.95, 2)]
    assert meant(("start", 0.85)) == [("opt-in", 0.85, None)]


def test_texts_that_are_wanted_again_and_a_window_are_both_meant() -> None:
    assert meant(("start", 0.97), ("choose", 0.95), slot=2) == [("slot", 0.95, 2), ("opt-in", 0.97, None)]


def test_of_a_window_that_answers_another_case_only_the_opt_in_concerns_this_one() -> None:
    heard = replace(read(("start", 0.97), ("choose", 0.95), slot=2), about="case-of-somebody")
    told = given(*TEXTED).when(heard).then("opted-in").published(ReplyUnderstood)
    assert [one.kind for one in told[-1].meanings] == ["opt-in"]


def test_texts_that_are_wanted_again_and_a_window_in_doubt_are_for_a_person() -> None:
    assert weighed(read(("start", 0.97), ("choose", 0.85), slot=2)).shown == "for-a-person"
