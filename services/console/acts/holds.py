"""An operator's word that a hold of a case is over. The notifier decides what follows."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from deploy.local.user_error import UserError
from shared.contracts.operations import HoldReleased, ReplyJudged
from shared.decision.figures import counted

from ..target import Target
from ..typed import SHORT
from ..views.database import Database
from ..views.hold_ends import not_by_us
from ..views.no_such_case import is_known, not_known
from .letters import Deciding
from .operations import ask, ask_one, operation
from .switches import switch_state

VISITS_REFUSED = "visits-refused"


async def end_hold(
    target: Target, database: Database, case: str, cause: str, deciding: Deciding, *, seen: str | None = None
) -> str:
    """What was done. `seen` is since when the hold was on that somebody looked at, as ISO 8601: another one of the same
    cause is not meant. Raises `UserError`: it is not held so, or only the borrower may end it."""
    held = await database.rows("hold_now", case=case)
    found = next((row for row in held if row["cause"] == cause), None)
    if found is None:
        causes = ", ".join(sorted(row["cause"] for row in held))
        if not causes and not await is_known(database, case):
            raise await not_known(database, case)
        told = f"It is held for {causes}." if causes else "See ./doorstep case show."
        raise UserError(f"{case} is not held for {cause!r}.", told)
    if stays := not_by_us(cause):
        raise UserError(f"No operator ends {cause}. {stays}", "")
    if seen is not None and seen != began(found["since"]):
        raise UserError(f"{case} is held for {cause} anew since you looked: look again.", "")
    about = {"by": deciding.by, "why": deciding.why, "case": case, "cause": cause}
    asked = operation(HoldReleased, "notifier", target.clock().now(), **about)
    note = ""
    if cause == VISITS_REFUSED and not await _visits_stopped(database, case):
        stop = f"./doorstep switch stop visiting --scope {quote(f'case:{case}')} --cause {VISITS_REFUSED}"
        note = (
            " Visits may be offered again, for later loans of theirs too; to go on with texts alone, stop them"
            f" ({stop}): before held end that keeps the refusal for other loans."
        )
    answer = await ask_one(target, database, asked, deciding.patience_s)
    said = answer.sentence(f"The notifier hears that {deciding.by} ends {cause} of {case}.")
    if not answer.done:
        return f"{said}{note}"
    if cause == VISITS_REFUSED:
        note += await _replies_settled(target, database, case, deciding)
    return f"{said}{note} What came of it: ./doorstep why {case}"


async def _replies_settled(target: Target, database: Database, case: str, deciding: Deciding) -> str:
    """Who ends a refusal has decided on the replies that it was kept for, where somebody read them. One that nobody
    read may say more than that."""
    kept, at = await database.rows("refusals_to_read", cases=[case]), target.clock().now()
    about = {"by": deciding.by, "why": deciding.why, "meaning": "nothing"}
    asked = [operation(ReplyJudged, "notifier", at, **about, reply=row["id"]) for row in kept if row["was_read"]]
    done = sum(answer.done for answer in await ask(target, database, asked, deciding.patience_s)) if asked else 0
    return f" Settled as nothing more: {counted(done, 'reply', 'replies')} that somebody read." if done else ""


async def refusals_unread(database: Database, cause: str, cases: Sequence[str]) -> dict[str, str]:
    """Case → the oldest reply that such a hold was put on for and that nobody read: whoever ends the hold has to know
    it before, for the reply may say more and stays on the list."""
    found: dict[str, str] = {}
    kept = await database.rows("refusals_to_read", cases=[*cases]) if cause == VISITS_REFUSED and cases else []
    for row in kept:
        if not row["was_read"]:
            found.setdefault(row["case_id"], str(row["id"]))
    return found


def how_to_read(case: str, reply: str) -> str:
    """What the commands say of one of them."""
    return (
        f"Nobody has read the reply of {case} yet, which may say more: ./doorstep replies show {reply[:SHORT]}"
        " --reason WHY"
    )


async def _visits_stopped(database: Database, case: str) -> bool:
    """For this case by itself: a stop of its region or of everything is not meant to last."""
    state = await switch_state(database, "visiting", f"case:{case}")
    return state is not None and state.stopped


def began(since: object) -> str:
    """As a page keeps it; empty where nobody noted it."""
    isoformat = getattr(since, "isoformat", None)
    return str(isoformat()) if isoformat is not None else ""
