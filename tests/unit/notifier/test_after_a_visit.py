"""However a visit ended, and whether or not its borrower had answered: when the next text goes out, and what it says.

A visit that somebody had heard of is not followed by a reminder within the hour, and "we have not heard from you" is
said of nobody from whom we may have heard.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.rules import REMINDERS
from services.notifier.core.state import Held, Texting, Visiting, brakes_of
from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentMissed,
    AppointmentOffered,
)  # fmt: skip

from .events import (
    breaks_plan,
    complains,
    corrected,
    dispute_ends,
    disputes,
    ended,
    held,
    lifted,
    overdue,
    pays,
    replies,
    settles,
    signs_plan,
    unread,
)  # fmt: skip
from .given import Scenario, asks, delivered, given, later, looks, until
from .scheduler_says import told
from .test_caps import told_elsewhere, visit_is

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
VISITING = until(lambda life: isinstance(life.state, Visiting))
HOUR_LATER = later(hours=1)


def now(make: Callable[..., Any], *args: Any) -> Callable[[Scenario], Any]:
    return lambda life: make(*args, time=life.at)


def reminders(life: Scenario) -> list[str]:
    return [text.kind for text in life.texts if text.kind in REMINDERS]


def next_reminder(life: Scenario) -> str:
    """The kind of the next one; the clock stands where it is sent."""
    before = len(reminders(life))
    life.when(until(lambda it: len(reminders(it)) > before))
    kind = reminders(life)[-1]
    life.when(asks(kind)).then("text-allowed")
    return kind


OFFERED = (told(AppointmentOffered),)
ANSWERED = (told(AppointmentOffered), HOUR_LATER, replies("who is coming"))
AGREED = (*ANSWERED, told(AppointmentAgreed))
UNHELD = (*ANSWERED, told(AppointmentHeld))
# how it ends → what is said, and after how many days the next text goes out at the earliest
BY_US = {
    "hold set by the bank, and lifted": ((now(held), HOUR_LATER, now(lifted)), 7),
    "dispute, and its end": ((now(disputes), HOUR_LATER, now(dispute_ends)), 7),
    "plan signed, and broken": ((now(signs_plan), HOUR_LATER, now(breaks_plan)), 7),
    "complaint, and the hold lifted": ((now(complains), HOUR_LATER, now(lifted)), 7),
    "record unread, and given up": ((unread(), HOUR_LATER, settles(given_up=True)), 7),
    "details corrected": ((now(corrected),), 7),
    "cancelled by scheduler": ((told(AppointmentCancelled),), 7),
    "part paid": ((now(pays, 40_000),), 14),
    "the bank came to no door": ((told(AppointmentMissed),), 30),
    "nobody was home": ((now(ended, "not-home"),), 30),
    "refused at the door": ((now(ended, "refused"),), 30),
    "promised at the door": ((now(ended, "promised"),), 14),
    "given up": ((told(AppointmentExpired),), 7),
}
BY_THE_BORROWER = {"trouble paying": ("5", 30), "a promise": ("i will pay on friday", 14), "paid": ("i have paid", 14)}
KNOWN = {"offered": OFFERED, "answered": ANSWERED, "agreed": AGREED, "agreed, then held": UNHELD}


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("end", BY_US)
def test_after_a_visit_that_the_borrower_had_heard_of_comes_a_rest_and_a_text_that_claims_no_silence(
    end: str, known: str
) -> None:
    said, days = BY_US[end]
    life = given(overdue(dpd=70), VISITING, *KNOWN[known])
    over = life.at
    life.when(*said)
    assert isinstance(life.state, Held), "no reminder follows from the end itself"
    assert next_reminder(life) == "reminder-firm"
    assert life.at - over >= days * DAY
    life.when(delivered("reminder-firm"))
    assert next_reminder(life) == "reminder-last", "that one was delivered and not answered"


@pytest.mark.parametrize("said", BY_THE_BORROWER)
def test_what_the_borrower_calls_off_rests_as_long_as_what_they_said(said: str) -> None:
    words, days = BY_THE_BORROWER[said]
    life = given(overdue(dpd=70), VISITING, *AGREED)
    life.questions = ()
    over = life.at
    life.when(replies(words))
    assert [brake.cause for brake in brakes_of(life.state)] != ["visited"]
    assert next_reminder(life) == "reminder-firm"
    assert life.at - over >= days * DAY


def test_one_contact_too_many_is_followed_by_a_rest() -> None:
    life = given(overdue(dpd=70), VISITING, *ANSWERED, told_elsewhere(2 * DAY, DAY, HOUR))
    over = life.at
    life.when(visit_is(AppointmentAgreed)).then("visit-over-cap", Held)
    assert next_reminder(life) == "reminder-firm"
    assert life.at - over >= 7 * DAY


@pytest.mark.parametrize("end", ["hold set by the bank, and lifted", "details corrected", "cancelled by scheduler"])
def test_a_visit_of_which_nobody_had_heard_leaves_no_rest(end: str) -> None:
    said, _ = BY_US[end]
    given(overdue(dpd=70), VISITING).when(*said)
    life = given(overdue(dpd=70), VISITING).when(*said)
    assert isinstance(life.state, Texting)


def test_offers_that_nobody_answered_are_told_from_a_visit_that_was_held_for_too_long() -> None:
    life = given(overdue(dpd=70), VISITING, *OFFERED, told(AppointmentExpired)).then("offers-unanswered", Held)
    assert [brake.cause for brake in brakes_of(life.state)] == ["no-answer"]
    life = given(overdue(dpd=70), VISITING, *UNHELD, told(AppointmentExpired)).then("visit-given-up", Held)
    assert [brake.cause for brake in brakes_of(life.state)] == ["visited"]


def test_a_rest_that_ends_after_the_brake_that_began_it_still_holds() -> None:
    life = given(overdue(dpd=70), VISITING, *AGREED).when(now(held))
    assert [brake.cause for brake in brakes_of(life.state)] == ["hold", "visited"]
    life.when(HOUR_LATER, now(lifted)).then("hold-lifted", Held)
    life.when(looks).then("brake-over", Texting)


def test_who_answered_while_they_were_texted_is_not_told_that_we_heard_nothing() -> None:
    life = given(overdue(dpd=70), delivered("reminder-last"), HOUR_LATER, replies("who are you"))
    assert next_reminder(life) == "reminder-firm"


def test_who_never_answered_is_told_so_also_where_the_reminders_did_not_arrive() -> None:
    life = given(overdue(dpd=70), delivered("reminder-last"))
    assert next_reminder(life) == "reminder-last"


@pytest.mark.parametrize("dpd", [1, 7, 20])
def test_what_claims_no_silence_is_said_as_the_pack_has_it(dpd: int) -> None:
    life = given(overdue(dpd=dpd))
    before = reminders(life)[-1]
    life.when(now(held), HOUR_LATER, now(lifted))
    assert reminders(life)[-1] == before
