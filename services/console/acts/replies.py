"""What a reply means, decided by a person who has read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from deploy.local.user_error import UserError
from shared.contracts.operations import ReplyJudged, ReplyVerdict

from ..target import Target
from ..typed import SHORT
from ..views.database import Database
from .letters import Deciding
from .operations import ask_one, operation

VERDICTS: dict[ReplyVerdict, str] = {
    "nothing": "nothing that we act on",
    "opt-out": "no more texts",
    "wrong-number": "the number is somebody else's",
    "hardship": "trouble paying",
    "dispute": "the debt is disputed",
    "promise": "a promise to pay",
    "paid": "it is paid, they say",
    "other-time": "another time for the visit",
}
"""What it may mean, in words for whoever chooses."""
assert set(VERDICTS) == set(get_args(ReplyVerdict))


def verdict_words(verdict: str, why: str) -> str:
    """What was decided, or may be, on a reply that was kept for `why`. Its hold says that visits are refused, so no
    verdict says it again."""
    if why == "visits-refused" and verdict == "nothing":
        return "visits are refused, and nothing more"
    return next((words for name, words in VERDICTS.items() if name == verdict), verdict)


async def settle_reply(
    target: Target, database: Database, row: Mapping[str, Any], meaning: ReplyVerdict, deciding: Deciding
) -> str:
    """What was done; `row` is that of `replies_to_read`. Raises `UserError` where it was settled before."""
    if row["settled_at"] is not None:
        raise UserError(f"It was settled before: {row['verdict']}, by {row['settled_by']}.", "")
    about = {"by": deciding.by, "why": deciding.why, "reply": row["id"], "meaning": meaning}
    asked = operation(ReplyJudged, "notifier", target.clock().now(), **about)
    answer, case = await ask_one(target, database, asked, deciding.patience_s), row["case_id"]
    return answer.sentence(f"{str(row['id'])[:SHORT]} of {case}: {meaning}. What came of it: ./doorstep why {case}")
