"""Texts: what became of them, by what was said and by the carrier's code; and those of which nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError

from ...acts.letters import Deciding
from ...acts.operations import later, operating
from ...acts.texts import one_in_doubt, settle_doubts, settled_sentence
from ...may import Right
from ..access.required import needs
from ..acting import PATIENCE_S, acting_of, answered, by_of, result_of
from ..asked import SAID, one_of
from ..database import ViewRows, own
from ..doubt_evidence import evidence
from ..forms import form_of, reason_of
from ..no_such import TEXT, NoSuch
from ..page import pages_of
from ..site import Parts, parts_of
from ..text_lengths import all_lengths, cost_basis, cost_heading, length_notes, lengths_by_kind
from ..text_rates import PERIODS, TONES, altogether, by_code, by_kind

DOUBTS_MAX = 50
CODES_MAX = 30
USUAL = "week"
FRESH_S = {"hour": 2.0, "day": 5.0, "week": 15.0, "month": 30.0}
CHOOSE = UserError("Say what the carrier's own console shows: that it has the text, or that it has not.", "")


@dataclass(frozen=True, slots=True)
class DoubtsView:
    """`outage` is the carrier's trouble that has stopped posting, if it has; `alarms` are codes that most fail with."""

    rows: ViewRows
    count: int
    outage: ViewRows
    alarms: ViewRows


@needs(Right.LOOK, asks=(SAID, "last"))
async def _texts(request: Request) -> Response:
    parts = parts_of(request)
    period = one_of(request.query_params, "last", PERIODS, USUAL)
    now = parts.target.clock().now()
    fates = await parts.last_seen.see_soon(
        ("fates", period),
        lambda: parts.views.rows("fates", since=parts.target.clock().now() - PERIODS[period]),
        fresh_s=FRESH_S[period],
    )
    seen = await parts.last_seen.see("doubts", lambda: _doubts(parts), fresh_s=0.5)
    counted = fates.value if fates is not None else []
    kinds, lengths, price = by_kind(counted), lengths_by_kind(counted), parts.segment_price
    in_all = all_lengths(lengths)
    return pages_of(request).render(
        request, "texts.html", seen, kinds=kinds, total=altogether(kinds), codes=by_code(counted)[:CODES_MAX],
        period=period, periods=list(PERIODS), tones=TONES, view=seen.value,
        fates=fates, counted_every=f"{FRESH_S[period]:.0f} s",
        result=result_of(request), doubts=[(row, evidence(row, now)) for row in seen.value.rows],
        lengths=lengths, in_all=in_all, price=price,
        heading=cost_heading(in_all, price), basis=cost_basis(in_all, price), notes=length_notes(in_all),
    )  # fmt: skip


async def _doubts(parts: Parts) -> DoubtsView:
    now = parts.target.clock().now()
    async with parts.views.reading() as database:
        return DoubtsView(
            await own(database, "doubts", limit=DOUBTS_MAX),
            (await own(database, "doubts_counted"))[0]["texts"],
            await own(database, "outage"),
            await own(database, "alarms", at=now),
        )


@needs(Right.ACT_ON_CASES)
async def _settle(request: Request) -> Response:
    """As `./doorstep texts settle` does. One of several who press the button does it."""
    intent, target, by = request.path_params["intent"], parts_of(request).target, by_of(request)
    if not isinstance(intent, UUID):
        raise NoSuch(TEXT)
    form = await form_of(request)

    async def act() -> str:
        sent, why = form.get("carrier"), reason_of(form)
        if sent not in ("has-it", "has-it-not"):
            raise CHOOSE
        with acting_of(request).claims.claimed(("doubt", intent), by, "settled it"):
            async with operating(target) as database:
                row = await one_in_doubt(database, str(intent))
                answers = await settle_doubts(
                    target, database, [row], Deciding(by, why, PATIENCE_S), sent=sent == "has-it"
                )
                return f"{settled_sentence(row, answers[0], sent=sent == 'has-it')} {later(answers)}".rstrip()

    return await answered(request, "/texts#doubts", act, form | {"intent": str(intent)})


ROUTES = [
    Route("/texts", _texts),
    Route("/texts/{intent:uuid}/settle", _settle, methods=["POST"]),
]
