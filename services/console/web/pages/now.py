"""Now: whether everything works, what needs a person, and how many cases are where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.runtime.clock import VirtualClock

from ...may import Right
from ...views.carrier_verdict import carrier_asked, carrier_verdict
from ...views.database import SERVICES, Database
from ...views.needs_a_person import Need, NeedKind
from ...views.needs_a_person import needs as needs_of
from ...views.switches import merged
from ...views.used_up import texts_used_up
from ...views.verdicts import PartVerdict, service_verdict
from ..access.required import needs
from ..case_counts import CasesCounted, cases_counted, held_causes, visits_for_operator
from ..database import ViewRows
from ..flow_today import FunnelStep, funnel
from ..gone import Gone
from ..last_seen import Seen
from ..page import pages_of
from ..processes import Process
from ..site import Parts, parts_of

NEEDS_MAX = 50
MINUTES = 60
FRESH_S = 0.5
MOVED_FRESH_S = 2.0
TONES: dict[NeedKind, str] = {
    "process": "bad", "reply": "wait", "parked": "bad", "text-in-doubt": "bad", "visit-held": "held",
    "dead-letter": "wait", "texts-used-up": "wait", "switch": "wait", "switch-all": "bad", "held": "held",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NowView:
    verdicts: tuple[PartVerdict, ...]
    needs: tuple[Need, ...]
    counted: CasesCounted
    flow: Seen[ViewRows] | None
    steps: tuple[FunnelStep, ...]
    oldest: datetime | None


@needs(Right.LOOK)
async def _now(request: Request) -> Response:
    parts = parts_of(request)
    seen = await parts.last_seen.see("now", lambda: _read(parts), fresh_s=FRESH_S)
    view = seen.value
    return pages_of(request).render(
        request, "now.html", seen, view=view, needs=view.needs[:NEEDS_MAX], more=len(view.needs) - NEEDS_MAX,
        minutes=MINUTES, tones=TONES,
    )  # fmt: skip


async def _read(parts: Parts) -> NowView:
    clock = parts.target.clock()
    now, virtual = clock.now(), isinstance(clock, VirtualClock)
    processes = await parts.processes.look()
    flow, moved = await _flow(parts, processes), await _moved(parts)
    counted, visits = await cases_counted(parts), await visits_for_operator(parts, NEEDS_MAX + 1)
    held = await held_causes(parts)
    async with parts.views.reading() as database:
        waiting = {row["service"]: row for row in await database.rows("waiting")}
        found = await _needs(database, processes, visits.value if visits is not None else [], held)
    ready = {process.name: process for process in processes}
    verdicts = [
        service_verdict(
            name, ready=ready[name].ready if name in ready else None, waits=ready[name].waits if name in ready else (),
            waiting=waiting.get(name), now=now, virtual=virtual,
        )
        for name in SERVICES
    ]  # fmt: skip
    problem = ready["notifier"].problem_of("carrier") if "notifier" in ready else None
    return NowView(
        verdicts=(*verdicts, carrier_verdict(moved, virtual=virtual, problem=problem)),
        needs=tuple(found),
        counted=counted,
        flow=flow,
        steps=funnel(flow.value if flow is not None else ()),
        oldest=min((need.since for need in found if need.since is not None), default=None),
    )


async def _moved(parts: Parts) -> ViewRows | None:
    """Texts of the last hour by what they are; None while they are counted for the first time."""

    async def read() -> ViewRows:
        async with parts.views.reading() as database:
            return await database.rows("texts_moved", **carrier_asked(parts.target.clock().now()))

    seen = await parts.last_seen.see_soon("texts-moved", read, fresh_s=MOVED_FRESH_S)
    return seen.value if seen is not None else None


async def _flow(parts: Parts, processes: tuple[Process, ...]) -> Seen[ViewRows] | None:
    """What the monitor counted; what it counted last where it does not work, and None where it never did: zeros of one
    that counts nothing yet are no figures."""
    monitor = next((each for each in processes if each.name == "monitor" and each.answers and not each.ready), None)
    idle = "; ".join(why for _, why in monitor.waits) if monitor is not None else ""

    async def read() -> ViewRows:
        if idle:
            raise Gone(f"the stream monitor is not ready: {idle}")
        counts = await parts.monitor.counts(MINUTES)
        if counts is None:
            raise Gone("the stream monitor does not answer")
        return counts

    try:
        return await parts.last_seen.see("funnel", read, fresh_s=FRESH_S)
    except Gone:
        return None


async def _needs(database: Database, processes: tuple[Process, ...], visits: ViewRows, held: ViewRows) -> list[Need]:
    async def rows(query: str, **params: Any) -> ViewRows:
        return await database.rows(query, limit=NEEDS_MAX + 1, **params)

    switches = merged(await database.rows("switches"))
    return needs_of(
        processes=[(each.name, "; ".join(why for _, why in each.waits)) for each in processes if not each.ready],
        replies=await rows("replies_to_read", settled=False, case="", id=""),
        parked=await rows("parked", aggregate=""),
        texts=await rows("texts_in_doubt", intent=""),
        visits=visits,
        letters=await rows("dead_letters", settled=False, id=""),
        held=held,
        switches=switches,
        used_up=await texts_used_up(database, switches),
    )


ROUTES = [Route("/", _now)]
