"""The texts that a case sends of its own accord: reminders, and answers to what the borrower wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.contracts.texts import TextIntended, TextKind, Wording
from shared.contracts.values import Slot
from shared.decision import Effect, SetTimer
from shared.decision.replaced import replace
from shared.ids import derive

from .asked_back import AskedBack
from .authority import CONFIRMATION
from .changes import TextOpened
from .events_out import text_event
from .lookup import LoanContext
from .rules import REMINDERS
from .state import CaseLoan, CaseText, Visiting
from .timers import text_timer


def schedule_reminder(
    loan: CaseLoan, kind: TextKind, step: int | None, context: LoanContext
) -> tuple[TextOpened, tuple[Effect, ...]]:
    """A reminder, to be sent as soon as the contact authority allows it. `step` is the cadence step it stands for."""
    # Long enough to wait out a week's cap, and no longer: then the cadence says anew what is due.
    text = _text(loan, kind, context, context.at + 2 * context.rules.repeat)
    # Asking the authority outside hours would only be answered with the same moment.
    first = context.rules.calendar.next_open("text", loan.person.zone, context.at) or context.at
    told = text_event(TextIntended, loan.case, text, "cadence")
    return TextOpened(text, step), (told, SetTimer(text_timer(text), first))


def schedule_answer(
    loan: CaseLoan, kind: TextKind, since: datetime, context: LoanContext
) -> tuple[TextOpened, tuple[Effect, ...]]:
    """An answer to what the borrower wrote, or did, at `since`, to be sent while it is worth sending.

    That an opt-out was heard is worth sending for minutes: later it is one more text to somebody who wants none.
    """
    return _opened(loan, _answer(loan, kind, since, context), context)


def schedule_question(
    state: Visiting, asked: AskedBack, since: datetime, context: LoanContext
) -> tuple[TextOpened, tuple[Effect, ...]]:
    """Which window of an offer the borrower meant. It goes with the visit, under the numbers of that offer."""
    slots = tuple(Slot(slot=f"{number}", window=one, detour_s=0) for number, one in enumerate(asked.among, 1))
    wording = Wording(slots=slots, window=asked.window)
    text = _answer(state.loan, "asked-back", since, context)
    text = replace(text, visit=state.visit, version=asked.version, wording=wording)
    return _opened(state.loan, text, context)


def _opened(loan: CaseLoan, text: CaseText, context: LoanContext) -> tuple[TextOpened, tuple[Effect, ...]]:
    told = text_event(TextIntended, loan.case, text, "answer")
    return TextOpened(text), (told, SetTimer(text_timer(text), context.at))


def _answer(loan: CaseLoan, kind: TextKind, since: datetime, context: LoanContext) -> CaseText:
    until = _confirmed_by(since, context) if kind == CONFIRMATION else _answered_by(since, loan.person.zone, context)
    return _text(loan, kind, context, until, since)


def _text(
    loan: CaseLoan, kind: TextKind, context: LoanContext, not_after: datetime, answers: datetime | None = None
) -> CaseText:
    return CaseText(
        intent=derive("text", loan.case, loan.texts_made),
        kind=kind,
        status="intended",
        at=context.at,
        not_before=context.at,
        not_after=not_after,
        asks=kind in REMINDERS,
        answers=answers,
    )


def _answered_by(since: datetime, zone: str, context: LoanContext) -> datetime:
    """Until when an answer to what came at `since` is worth sending: closed hours alone never use its time up."""
    opened = context.rules.calendar.open_for("text", zone, since, context.rules.answer_open)
    return max(since + context.rules.answer_within, opened)


def _confirmed_by(since: datetime, context: LoanContext) -> datetime:
    """The same of an opt-out that was received at `since`: closed hours stop no clock here."""
    return since + timedelta(minutes=context.rules.limits.opt_out.confirmation_within_min.value)
