"""Cases that wait: by cause, with what ends each; and an operator's word that one of them is over."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.subjects import is_subject

from ...acts.holds import began, end_hold, refusals_unread
from ...acts.letters import Deciding
from ...acts.operations import operating
from ...may import Right
from ...trail.entry import about_of
from ...views.hold_ends import CAUSES, VISIT_CAUSES, ends, may_be_ended, meaning, without_us
from ...views.needs_a_person import BY_SOMEBODY
from ..access.required import needs
from ..acting import PATIENCE_S, acting_of, answered, by_of, result_of
from ..asked import SAID, one_of
from ..database import ViewRows
from ..forms import form_of, reason_of
from ..page import pages_of
from ..site import parts_of

SHOWN_MAX = 50
COUNTED_EVERY_S = 10.0
ALL_CAUSES = (*CAUSES, *VISIT_CAUSES)


@dataclass(frozen=True, slots=True)
class HeldCause:
    """`by_us`: it ends when a person here or at the bank does something, and not by itself."""

    cause: str
    cases: int
    what: str
    ends: str
    by_us: bool


def held_causes(rows: ViewRows) -> list[HeldCause]:
    """Rows of `held_causes`; what waits for a person comes first, then what holds most. Pure."""
    found = [
        HeldCause(row["cause"], row["cases"], meaning(row["cause"]), ends(row["cause"]), row["cause"] in BY_SOMEBODY)
        if row["service"] == "notifier"
        else HeldCause(
            row["cause"], row["cases"], meaning(row["cause"]), "that, or time",
            row["waits_for"] == "operator",
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (not each.by_us, -each.cases, each.cause))


@needs(Right.LOOK, asks=(SAID, "cause"))
async def _holds(request: Request) -> Response:
    parts, cause = parts_of(request), one_of(request.query_params, "cause", ALL_CAUSES)
    fresh_s = 0.0 if SAID in request.query_params else 0.5

    async def read() -> tuple[ViewRows, dict[str, str]]:
        async with parts.views.reading() as database:
            found = await database.rows("held_cases", cause=cause, limit=SHOWN_MAX + 1) if cause else []
            return found, await refusals_unread(database, cause, [row["case_id"] for row in found])

    async def count() -> ViewRows:
        async with parts.views.reading() as database:
            return await database.rows("held_causes")

    seen = await parts.last_seen.see(("holds", cause), read, fresh_s=fresh_s)
    rows, unread = seen.value
    counted = await parts.last_seen.see_soon("held-causes", count, fresh_s=min(fresh_s * 20, COUNTED_EVERY_S))
    return pages_of(request).render(
        request, "holds.html", seen, causes=held_causes(counted.value) if counted is not None else None,
        counted=counted, cause=cause, rows=rows[:SHOWN_MAX], unread=unread,
        more=len(rows) > SHOWN_MAX, may_end=may_be_ended(cause), began=began, meaning=meaning,
        without_us=without_us, result=result_of(request),
    )  # fmt: skip


@needs(Right.ACT_ON_CASES)
async def _end(request: Request) -> Response:
    """As `./doorstep held end` does, for the hold that somebody saw; the list stays as it was chosen."""
    form, target, by = await form_of(request), parts_of(request).target, by_of(request)
    case, cause, seen = form.get("case", ""), form.get("cause", ""), form.get("seen", "")

    async def act() -> str:
        if cause not in CAUSES or not is_subject(case):
            raise UserError("There is no such hold.", "")
        why = reason_of(form)
        with acting_of(request).claims.claimed(("hold", case, cause, seen), by, "ended it"):
            async with operating(target) as database:
                return await end_hold(target, database, case, cause, Deciding(by, why, PATIENCE_S), seen=seen)

    back = f"/holds?cause={quote(cause)}" if cause in CAUSES else "/holds"
    return await answered(request, back, act, form, about=about_of(case, cause))


ROUTES = [
    Route("/holds", _holds),
    Route("/holds/end", _end, methods=["POST"]),
]
