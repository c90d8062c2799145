"""When is the next reminder due? Steps by days past due, then a repeat a week apart, until enough went unanswered.

What says that we heard nothing is said of a silence that there was: in the first round, or after a reminder of this
one that was delivered and not answered. Whatever is an answer begins the round anew (a reply, a visit that was offered,
agreed or made, what the borrower arranged with the bank), so the first text after it claims no silence. But no step is
told again for that: once a brake is off the reminders go on where they were, and who had paid for a moment hears
nothing twice within the days of a repeat.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import assert_never
from uuid import UUID

from msgspec import Struct

from shared.policy.local_time import local_day, zone_of
from shared.policy.parts import CaseTexts

from .borrower_language import RULE as UNWRITTEN_RULE
from .borrower_language import language_of
from .evidence import weigh
from .rules import REMINDERS, Rules
from .state import CaseLoan, CaseText
from .text_status import MAY_HAVE_ARRIVED

CLAIMS_SILENCE: frozenset[CaseTexts] = frozenset({"reminder-last"})
CLAIMS_NOTHING: CaseTexts = "reminder-firm"


class Due(Struct, frozen=True, gc=False):
    """Text `text` now; `step` is the cadence step (DPD) it stands for, None for a repeat."""

    text: CaseTexts
    step: int | None


class Wait(Struct, frozen=True, gc=False):
    """For the next step, or, where `repeats`, until a week has passed since the last reminder."""

    until: datetime
    repeats: bool = False


class Exhausted(Struct, frozen=True, gc=False):
    """Enough reminders were delivered and not answered: texting has failed."""


class Unreachable(Struct, frozen=True, gc=False):
    """As many reminders in a row failed for the recipient's reasons: the number does not work."""


class Unconfirmed(Struct, frozen=True, gc=False):
    """As many went out as would exhaust it, and nobody says whether they arrived: no case for a visit, nor for more.

    `failed`: so many failed for reasons that are not the borrower's that nothing is proven by any more of them.
    """

    failed: bool = False


class Unwritten(Struct, frozen=True, gc=False):
    """The borrower's language is none of ours: nothing may be texted."""


Next = Due | Wait | Exhausted | Unreachable | Unconfirmed | Unwritten


def days_past_due(loan: CaseLoan, at: datetime) -> int:
    """Whole days since the oldest unpaid instalment fell due, on the borrower's calendar; at least 0."""
    return max(0, (local_day(at, loan.person.zone) - loan.due_since).days)


def next_reminder(loan: CaseLoan, at: datetime, rules: Rules) -> Next:
    """What the cadence says at `at`. A case that enters late gets the newest step it has reached, not all of them.

    A reminder that had to wait stands for the newest step of the day it went out on: two steps are never told at once.
    """
    if language_of(loan.person) is None:
        return Unwritten()
    asked = [text for text in loan.texts if text.asks and text.status != "withdrawn"]
    found = weigh(asked, at, rules)
    if found.against >= rules.attempts_max:
        return Unreachable()
    steps, silent = rules.limits.cadence.steps.value, found.delivered > 0 or all(text.asks for text in loan.texts)
    dpd = days_past_due(loan, at)
    reached = [step for step in steps if step.dpd <= dpd]
    told = (*asked, *_told_lately(loan, at, rules))
    if reached and reached[-1].dpd > loan.reached and not _was_reached_on(told, loan, reached[-1].dpd):
        return Due(_true_text(reached[-1].text, silent=silent), reached[-1].dpd)
    ahead = next((step.dpd for step in steps if step.dpd > max(dpd, loan.reached)), None)
    if ahead is not None:
        return Wait(_morning_of(loan, ahead, rules))
    if found.delivered >= rules.attempts_max:
        return Exhausted()
    if found.delivered + found.unconfirmed >= rules.attempts_max:
        return Unconfirmed()
    if found.failed_otherwise >= rules.unproven_max:
        return Unconfirmed(failed=True)
    spaced = [text.at for text in loan.texts if text.kind in REMINDERS and not _was_taken_back(text)]
    again = max(spaced, default=at - rules.repeat) + rules.repeat
    return Due(_true_text(steps[-1].text, silent=silent), None) if again <= at else Wait(again, repeats=True)


def ground_of(following: Next, rules: Rules) -> str:
    """The rule that `following` rests on."""
    cadence = rules.limits.cadence
    match following:
        case Due(step=None) | Wait(repeats=True):
            return cadence.repeat_days.rule
        case Due() | Wait():
            return cadence.steps.rule
        case Unconfirmed(failed=True):
            return cadence.unproven_max.rule
        case Exhausted() | Unreachable() | Unconfirmed():
            return cadence.attempts_max.rule
        case Unwritten():
            return UNWRITTEN_RULE
        case _:
            assert_never(following)


def _true_text(text: CaseTexts, *, silent: bool) -> CaseTexts:
    """The text of the pack, unless it says that we heard nothing of somebody whom we may have heard of."""
    return text if silent or text not in CLAIMS_SILENCE else CLAIMS_NOTHING


def goes_on_from(loan: CaseLoan, unsent: Collection[UUID], brake: str) -> int:
    """The days past due after which the reminders go on once `brake` is off; it keeps `unsent` from going out.

    The newest reminder is told again where it never arrived; what went to a stranger's number was told to nobody.
    """
    if brake == "wrong-number":
        return -1
    asked = [text for text in loan.texts if text.asks or (text.kind in REMINDERS and text.intent in unsent)]
    arrived = [text for text in asked if text.status in MAY_HAVE_ARRIVED and text.intent not in unsent]
    told = [days_past_due(loan, text.claimed_at) for text in arrived if text.claimed_at is not None]
    newest = loan.reached if asked[-1:] == arrived[-1:] else max(-1, loan.reached - 1)
    return max(newest, *told) if told else newest


def _told_lately(loan: CaseLoan, at: datetime, rules: Rules) -> list[CaseText]:
    """Reminders that went out within the days of a repeat, and since the bank last said who it is."""
    since = max(at - rules.repeat, loan.heard.get("details", datetime.min.replace(tzinfo=UTC)))
    gone = [text for text in loan.texts if text.kind in REMINDERS and text.status in MAY_HAVE_ARRIVED]
    return [text for text in gone if text.claimed_at is not None and text.claimed_at > since]


def _was_taken_back(text: CaseText) -> bool:
    """By an answer or a brake: what the authority refused still asks, and is not opened again at once."""
    return text.status == "withdrawn" and not text.asks


def _was_reached_on(asked: Sequence[CaseText], loan: CaseLoan, dpd: int) -> bool:
    """Did a reminder of this round go out when the loan was that many days past due already?"""
    return any(text.claimed_at is not None and days_past_due(loan, text.claimed_at) >= dpd for text in asked)


def _morning_of(loan: CaseLoan, dpd: int, rules: Rules) -> datetime:
    """The first moment in contact hours on or after the day the loan is `dpd` days past due."""
    day = loan.due_since + timedelta(days=dpd)
    midnight = datetime.combine(day, time(), zone_of(loan.person.zone)).astimezone(UTC)
    return rules.calendar.next_open("text", loan.person.zone, midnight) or midnight
