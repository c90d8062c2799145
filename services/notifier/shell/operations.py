"""What operators ask of notifier: most of it reaches the core as a direct input, as if the world had said it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.notifier.core.formats import FORGOTTEN, NEWEST
from services.notifier.core.inputs import INPUTS, DirectInput, HoldEnded, LetterSettled, ReplySettled, StatusReported
from shared.contracts.operations import (
    HoldReleased,
    JudgedReply,
    LetterDiscarded,
    LetterReturned,
    Operation,
    PersonForgotten,
    ReplyJudged,
    ReplyRevealed,
    ReplyTaught,
    TextDoubtSettled,
)
from shared.ids import derive
from shared.runtime.machine import OperationResult
from shared.runtime.ports import IntakeRow, Unit

from .forgetting import forgetting
from .rows import AddReveal, SettleReply

OPERATOR = "operator"
"""In place of the carrier's id of a message (see `NOT_THE_CARRIERS`)."""


async def carry_out(
    unit: Unit, id: UUID, operation: Operation, at: datetime, *, format: int = NEWEST
) -> OperationResult:
    """See the runtime's `CarryOut`. `format`: nothing is said that came with a newer one."""
    match operation:
        case PersonForgotten() if format < FORGOTTEN:
            return OperationResult("a former version runs beside this one, ask again when it is gone")
        case PersonForgotten(data=forgotten):
            return await forgetting(unit, id, forgotten.borrower, at)
        case LetterReturned(data=returned):
            return await _let_go(unit, returned.letter, at, given_up=False)
        case LetterDiscarded(data=discarded):
            return await _let_go(unit, discarded.letter, at, given_up=True)
        case HoldReleased(data=held):
            return _direct_input(id, held.case, operation.time, HoldEnded(held.cause, held.by, operation.time))
        case TextDoubtSettled(data=text):
            # A text that was not sent counts as failed, not as rejected: rejected is below uncertain in its life.
            reported = StatusReported(
                text.intent, OPERATOR, "accepted" if text.sent else "failed", None, operation.time
            )
            return await _once(unit, derive(OPERATOR, text.intent, reported.status), text.case, reported)
        case ReplyJudged(data=judged):
            return await _judged(unit, id, judged, operation.time)
        case ReplyRevealed(data=seen):
            return OperationResult(
                rows=(AddReveal(operation.time, seen.by, seen.why or "", seen.case or "", seen.reply),)
            )
        case ReplyTaught(data=taught):
            known = await unit.select("reply_to_read", {"id": taught.reply})
            return OperationResult("" if known else "there is no such reply")
        case _:
            return OperationResult()


async def _let_go(unit: Unit, letter: UUID, at: datetime, *, given_up: bool) -> OperationResult:
    """Who is held for the letter is told, in the transaction that settles it: what is open is seen from both."""
    rows = await unit.select("held_for_letter", {"letter": letter})
    # A record that was given back is read from now on, whenever the operator asked for it.
    said = INPUTS.dump_json(LetterSettled(letter, at, given_up))
    cases = [row["case_id"] for row in rows]
    return OperationResult(
        intake=tuple(
            IntakeRow(derive(OPERATOR, "letter-settled", letter, case, given_up, at), case, at, said) for case in cases
        )
    )


async def _once(unit: Unit, id: UUID, case: str, said: StatusReported) -> OperationResult:
    """Saying the same twice is saying it once."""
    before = await unit.select("was_told", {"id": id})
    return OperationResult("it was said before") if before else _direct_input(id, case, said.reported_at, said)


async def _judged(unit: Unit, id: UUID, judged: JudgedReply, at: datetime) -> OperationResult:
    rows = await unit.select("reply_to_read", {"id": judged.reply})
    if not rows:
        return OperationResult("there is no such reply")
    (row,) = rows
    if row["settled_at"] is not None:
        return OperationResult(f"it was settled before: {row['verdict']}, by {row['settled_by']}")
    settled = ReplySettled(judged.reply, judged.meaning, judged.by, row["received_at"], at)
    asked = _direct_input(id, row["case_id"], at, settled)
    return OperationResult(rows=(SettleReply(judged.reply, at, judged.by, judged.meaning),), intake=asked.intake)


def _direct_input(id: UUID, case: str, at: datetime, said: DirectInput) -> OperationResult:
    return OperationResult(intake=(IntakeRow(id, case, at, INPUTS.dump_json(said)),))
