"""What an appointment waits for. Timers follow from the stage (`state.awaited`), so that no open stage can lack one.

| timer | stage | when it comes due |
|---|---|---|
| `quote-overdue` | asking | the router is asked again, a few times; then held |
| `answer-backstop` | offered, text not delivered yet | as if it had expired |
| `offer-expiry` | offered, text delivered | one more offer; then expired |
| `crew-overdue` | booking | the router is asked again, a few times; then held |
| `notice` | agreed, the crew not told yet | the borrower is told who comes |
| `notice-deadline` | agreed, in doubt | moved once; then held |
| `remind` | permitted | the reminder, the day before |
| `last-look` | permitted | the permit is taken back if visits were stopped meanwhile |
| `outcome-overdue` | permitted | nobody came: asked anew, with an apology; or nobody said how it ended: missed |
| `look-again` | held | asked again, or held on; given up in the end |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, get_args

from shared.decision import CancelTimer, Effect, SetTimer


@dataclass(frozen=True, slots=True)
class VisitTimer:
    """A timer that was set for `due_at` has come due. `name` is what it is stored under."""

    name: ClassVar[str]
    due_at: datetime


class QuoteOverdue(VisitTimer):
    name = "quote-overdue"


class AnswerBackstop(VisitTimer):
    name = "answer-backstop"


class OfferExpiry(VisitTimer):
    name = "offer-expiry"


class CrewOverdue(VisitTimer):
    name = "crew-overdue"


class NoticeDue(VisitTimer):
    name = "notice"


class NoticeDeadline(VisitTimer):
    name = "notice-deadline"


class VisitReminderDue(VisitTimer):
    name = "remind"


class LastLook(VisitTimer):
    name = "last-look"


class OutcomeOverdue(VisitTimer):
    name = "outcome-overdue"


class LookAgain(VisitTimer):
    name = "look-again"


TimerInput = (
    QuoteOverdue
    | AnswerBackstop
    | OfferExpiry
    | CrewOverdue
    | NoticeDue
    | NoticeDeadline
    | VisitReminderDue
    | LastLook
    | OutcomeOverdue
    | LookAgain
)
TIMERS: dict[str, type[TimerInput]] = {timer.name: timer for timer in get_args(TimerInput)}
Waits = Mapping[str, datetime]
"""When a stage's timers are due, by their names."""


def turned(before: Waits, after: Waits, fired: str | None) -> tuple[Effect, ...]:
    """What must be set and cancelled when a stage gives way to another. A timer that fired is gone already."""
    running = {name: due for name, due in before.items() if name != fired}
    cancelled = tuple(CancelTimer(name) for name in running if name not in after)
    return cancelled + tuple(SetTimer(name, due) for name, due in after.items() if running.get(name) != due)
