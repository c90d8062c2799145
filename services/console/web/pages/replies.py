"""Replies that a person has to read: oldest first, with why, and a decision on what each means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError

from ...acts.letters import Deciding
from ...acts.operations import operating
from ...acts.replies import VERDICTS, settle_reply, verdict_words
from ...may import Right
from ...trail.entry import about_of
from ...views.database import Database
from ...views.needs_a_person import reply_words
from ..access.required import needs
from ..acting import PATIENCE_S, acting_of, answered, by_of, result_of
from ..asked import SAID
from ..database import ViewRows
from ..forms import form_of, reason_of
from ..no_such import REPLY, NoSuch
from ..page import pages_of
from ..site import parts_of

SHOWN_MAX = 50
SETTLED_MAX = 10
CHOOSE = UserError("Say what it means: choose one.", "")


@dataclass(frozen=True, slots=True)
class RepliesView:
    """`waiting` are the oldest, without their words; `more`: there are others behind them."""

    waiting: ViewRows
    settled: ViewRows
    more: bool


def replies_view(waiting: ViewRows, settled: ViewRows) -> RepliesView:
    """Rows of `replies_to_read`, oldest first, and of `replies_settled`. What is sealed stays behind."""
    return RepliesView([_told(row) for row in waiting[:SHOWN_MAX]], settled, len(waiting) > SHOWN_MAX)


def _told(row: dict[str, object]) -> dict[str, object]:
    plain = {name: value for name, value in row.items() if name not in ("words", "media", "sid")}
    return plain | {"pictures": row["media"] is not None, "said": reply_words(row)}


@needs(Right.LOOK, asks=(SAID,))
async def _replies(request: Request) -> Response:
    parts = parts_of(request)

    async def read() -> RepliesView:
        async with parts.views.reading() as database:
            waiting = await database.rows("replies_to_read", id="", case="", settled=False, limit=SHOWN_MAX + 1)
            return replies_view(waiting, await database.rows("replies_settled", limit=SETTLED_MAX))

    seen = await parts.last_seen.see("replies", read, fresh_s=0.0 if SAID in request.query_params else 0.5)
    return pages_of(request).render(
        request,
        "replies.html",
        seen,
        view=seen.value,
        verdicts=VERDICTS,
        verdict=verdict_words,
        result=result_of(request),
    )


@needs(Right.ACT_ON_CASES)
async def _settle(request: Request) -> Response:
    """As `./doorstep replies settle` does. One of several who press the button does it."""
    reply, target, by = request.path_params["reply"], parts_of(request).target, by_of(request)
    if not isinstance(reply, UUID):
        raise NoSuch(REPLY)
    form = await form_of(request)
    async with parts_of(request).views.reading() as database:
        known = await _known(database, reply)

    async def act() -> str:
        meaning, why = form.get("meaning"), reason_of(form)
        if meaning not in VERDICTS:
            raise CHOOSE
        with acting_of(request).claims.claimed(("reply", reply), by, "decided it"):
            async with operating(target) as database:
                row = await _known(database, reply)
                if row is None:
                    raise UserError("There is no such reply.", "")
                return await settle_reply(target, database, row, meaning, Deciding(by, why, PATIENCE_S))

    about = about_of(known["case_id"], reply) if known is not None else ""
    return await answered(request, "/replies", act, form | {"reply": str(reply)}, about=about)


async def _known(database: Database, reply: UUID) -> dict[str, Any] | None:
    rows = await database.rows("replies_to_read", id=str(reply), case="", settled=True, limit=1)
    return rows[0] if rows else None


ROUTES = [
    Route("/replies", _replies),
    Route("/replies/{reply:uuid}/settle", _settle, methods=["POST"]),
]
