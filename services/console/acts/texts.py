"""An operator's word on texts of which nobody knows whether the carrier has them. None is ever posted again for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deploy.local.user_error import UserError
from shared.contracts.operations import TextDoubtSettled

from ..target import Target
from ..views.database import Database
from .letters import Deciding
from .operations import OperationAnswer, ask, operation


async def settle_doubts(
    target: Target, database: Database, rows: Sequence[Mapping[str, Any]], deciding: Deciding, *, sent: bool
) -> list[OperationAnswer]:
    """What came of each; `rows` are those of `texts_in_doubt`. `sent`: the carrier's own console shows it."""
    at = target.clock().now()
    about = [{"case": row["case_id"], "intent": row["intent"], "sent": sent} for row in rows]
    asked = [operation(TextDoubtSettled, "notifier", at, by=deciding.by, why=deciding.why, **each) for each in about]
    return await ask(target, database, asked, deciding.patience_s)


async def one_in_doubt(database: Database, intent: str) -> dict[str, Any]:
    """The text in doubt whose intent begins so. Raises `UserError` where there is none, or more."""
    rows = await database.rows("texts_in_doubt", intent=intent.lower(), limit=2)
    if len(rows) != 1:
        many = "Several texts are" if rows else "No text is"
        raise UserError(f"{many} in doubt with {intent!r}.", "Give more of what ./doorstep texts uncertain shows.")
    return rows[0]


def settled_sentence(row: Mapping[str, Any], answer: OperationAnswer, *, sent: bool) -> str:
    fate = "sent" if sent else "not sent"
    return f"{row['kind']} of {row['case_id']}: {fate}{', as was said before' if answer.refused else ''}."
