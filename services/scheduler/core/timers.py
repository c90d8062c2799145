"""What a stage waits for, as timers. They follow from the state, so that no open stage can lack one.

| timer | stage | when it comes due |
|---|---|---|
| `quote-overdue` | asking | the router is asked again, a few times; then held |
| `answer-backstop` | offered, text not delivered yet | as if it had expired |
| `offer-expiry` | offered, text delivered | one more offer; then expired |
| `crew-overdue` | booking | the router is asked again, a few times; then held |
| `notice-deadline` | agreed, in doubt | moved once; then held |
| `remind` | permitted | the reminder, the day before |
| `last-look` | permitted | the permit is taken back if visits were stopped meanwhile |
| `outcome-overdue` | permitted | missed: nobody reported |
| `look-again` | held | asked again, or held on; given up in the end |
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from shared.decision import CancelTimer, Effect, SetTimer

from .appointment import Agreed, Asking, Booking, Closed, Held, Idle, InDoubt, Offered, Permitted, Stage

QUOTE_OVERDUE = "quote-overdue"
ANSWER_BACKSTOP = "answer-backstop"
OFFER_EXPIRY = "offer-expiry"
CREW_OVERDUE = "crew-overdue"
NOTICE_DEADLINE = "notice-deadline"
REMIND = "remind"
LAST_LOOK = "last-look"
OUTCOME_OVERDUE = "outcome-overdue"
LOOK_AGAIN = "look-again"


def awaited(stage: Stage) -> dict[str, datetime]:
    """The timers a stage has, by kind. Empty only where nothing is open."""
    match stage:
        case Idle() | Closed():
            return {}
        case Asking():
            return {QUOTE_OVERDUE: stage.quote_by}
        case Offered():
            delivered = stage.offer is not None and stage.offer.expires_at is not None
            return {OFFER_EXPIRY if delivered else ANSWER_BACKSTOP: stage.answer_by}
        case Booking():
            return {CREW_OVERDUE: stage.crew_by}
        case Agreed() | InDoubt():
            return {NOTICE_DEADLINE: stage.receipt_by}
        case Permitted():
            once = {REMIND: stage.remind_at, LAST_LOOK: stage.look_at}
            return {kind: due for kind, due in once.items() if due is not None} | {OUTCOME_OVERDUE: stage.report_by}
        case Held():
            return {LOOK_AGAIN: stage.look_at}
        case _:
            assert_never(stage)


def turned(before: Stage, after: Stage, fired: str | None) -> tuple[Effect, ...]:
    """What must be set and cancelled when a stage gives way to another. A timer that fired is gone already."""
    old, new = awaited(before), awaited(after)
    if fired is not None:
        old.pop(fired, None)
    cancelled = tuple(CancelTimer(kind) for kind in old if kind not in new)
    return cancelled + tuple(SetTimer(kind, due) for kind, due in new.items() if old.get(kind) != due)
