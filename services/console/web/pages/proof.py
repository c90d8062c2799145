"""What was proved: the last campaigns of faults, some seeds run from here, and the trace of one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deploy.local.proof_folder import ProofRecords, kept_record, kept_records, proof_folder
from deploy.local.user_error import UserError

from ...acts.seed_run import COUNT_MAX, SEED_MAX, SeedRun, can_run, make_room
from ...may import Right
from ...trail.entry import about_of
from ...views.campaigns import by_count, by_need, kinds_of, runs_of, word_of
from ...views.seed_trace import NoTrace, TraceShown, trace_file, trace_page
from ..access.required import needs
from ..acting import acting_of, answered, by_of, result_of
from ..asked import SAID, number, one_of, text
from ..forms import form_of, whole
from ..last_seen import just_read
from ..no_such import CAMPAIGN, SEED, NoSuch
from ..page import pages_of
from ..site import parts_of

BACK = "/proof"
COUNT = 25
FRESH_S = 2.0
PAGE_MAX = 100_000
TONES = {"held": "good", "broken": "bad", "too-rare": "wait", "stopped": "held"}
RUN_TONES = {"running": "wait", "done": "good", "broken": "bad", "stopped": "held", "failed": "bad"}
SHOWN: tuple[TraceShown, ...] = get_args(TraceShown)


@needs(Right.LOOK, asks=(SAID,))
async def _proof(request: Request) -> Response:
    seeds, folder = acting_of(request).seeds, proof_folder()
    now = SAID in request.query_params or seeds.runs

    async def read() -> ProofRecords:
        return await asyncio.to_thread(kept_records, folder)

    seen = await parts_of(request).last_seen.see("proof", read, fresh_s=0.0 if now else FRESH_S)
    return pages_of(request).render(
        request, "proof.html", seen, view=seen.value, kinds=kinds_of(seen.value), run=seeds.newest, runs=seeds.runs,
        can_run=can_run(), count=COUNT, count_max=COUNT_MAX, seed_max=SEED_MAX, tones=TONES, run_tones=RUN_TONES,
        word_of=word_of, runs_of=runs_of, result=result_of(request),
    )  # fmt: skip


@needs(Right.LOOK)
async def _campaign(request: Request) -> Response:
    name = request.path_params["name"]
    record = await asyncio.to_thread(kept_record, proof_folder(), name)
    if record is None:
        raise NoSuch(CAMPAIGN)
    return pages_of(request).render(
        request, "proof_campaign.html", just_read(record), record=record, faults=by_count(record.faults),
        sometimes=by_need(record.sometimes), tones=TONES, word_of=word_of, runs_of=runs_of, kind=record.kind,
    )  # fmt: skip


@needs(Right.RUN_SEEDS)
async def _run(request: Request) -> Response:
    form = await form_of(request)

    async def act() -> str:
        run = SeedRun(
            whole(form, "first", least=0, most=SEED_MAX, default=0),
            whole(form, "count", least=1, most=COUNT_MAX, default=COUNT), by_of(request), _at(),
        )  # fmt: skip
        acting_of(request).seeds.start(run)
        return f"{run.about[0].upper()}{run.about[1:]} run, at the lowest priority."

    about = about_of(form.get("first", ""), form.get("count", ""))
    return await answered(request, f"{BACK}#run", act, form, about=about)


@needs(Right.RUN_SEEDS)
async def _stop(request: Request) -> Response:
    await form_of(request)

    async def act() -> str:
        run = await acting_of(request).seeds.stop()
        return f"Stopped. What was run of {run.about} until then is written down."

    return await answered(request, f"{BACK}#run", act)


@needs(Right.LOOK, asks=("seed",))
async def _find_seed(request: Request) -> Response:
    """From the field in which somebody types a seed."""
    seed = number(request.query_params, "seed", least=0, most=SEED_MAX, usual=0)
    return RedirectResponse(f"{BACK}/seeds/{seed}", status_code=303)


@needs(Right.LOOK, asks=(SAID, "show", "case", "page"))
async def _trace(request: Request) -> Response:
    seed, asked = _seed(request.path_params["seed"]), request.query_params
    shown, case = cast("TraceShown", one_of(asked, "show", SHOWN, SHOWN[0])), text(asked, "case")
    page_asked = number(asked, "page", least=1, most=PAGE_MAX, usual=1)
    seeds, page, trouble = acting_of(request).seeds, None, ""
    being_made = seeds.making_trace_of(seed)
    if being_made is None:
        try:
            page = await asyncio.to_thread(trace_page, trace_file(proof_folder(), seed), shown, page_asked, case)
        except NoTrace as none:
            trouble = none.what
    return pages_of(request).render(
        request, "proof_seed.html", just_read(page), seed=seed, trace=page, trouble=trouble, being_made=being_made,
        shown=shown, case=case, shows=SHOWN, can_run=can_run(), result=result_of(request),
    )  # fmt: skip


@needs(Right.RUN_SEEDS)
async def _make_trace(request: Request) -> Response:
    seed = _seed(request.path_params["seed"])
    await form_of(request)

    async def act() -> str:
        path = trace_file(proof_folder(), seed)
        make_room(path.parent)
        acting_of(request).seeds.start(SeedRun(seed, 1, by_of(request), _at(), path))
        return "It runs; its trace is shown here when it is over."

    return await answered(request, f"{BACK}/seeds/{seed}", act)


def _at() -> datetime:
    """Real time also where the services' is not: it is processor time of today that is used."""
    return datetime.now(UTC)


def _seed(text: str) -> int:
    try:
        return whole({"seed": text}, "seed", least=0, most=SEED_MAX, default=0)
    except UserError:
        raise NoSuch(SEED) from None


ROUTES = [
    Route("/proof", _proof),
    Route("/proof/campaigns/{name}", _campaign),
    Route("/proof/runs", _run, methods=["POST"]),
    Route("/proof/runs/stop", _stop, methods=["POST"]),
    Route("/proof/seeds", _find_seed),
    Route("/proof/seeds/{seed}", _trace),
    Route("/proof/seeds/{seed}", _make_trace, methods=["POST"]),
]
