"""Many letters given back: what would come of it, then the run with its progress, its stop and its going on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.catalogue import BY_NAME

from ...acts.letters import Deciding
from ...acts.replay_run import ReadLetter, ReplayRun
from ...may import Right
from ...views.database import SERVICES
from ...views.dead_letters import StoredLetter
from ..access.required import needs
from ..acting import acting_of, answered, by_of, result_of
from ..asked import SAID
from ..forms import form_of, reason_of, whole
from ..last_seen import just_read
from ..letters.asked import FIELDS, LettersAsked
from ..letters.plan import replay_plan
from ..letters.reading import judged, keys_of, letter_now, letters_asked
from ..no_such import LETTERS_ALIKE, REPLAY, NoSuch
from ..page import pages_of
from ..site import Parts, parts_of

CAP, CAP_MAX = 100, 2_000
RATE, RATE_MAX = 10, 100
BAD_REQUEST = 400
LIMITS = ("cap", "rate")
"""What an address says of the run, beside which letters are meant."""


@dataclass(frozen=True, slots=True)
class ReplayLimits:
    """At most `cap` letters, `rate` a second."""

    cap: int
    rate: int

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> ReplayLimits:
        """Raises `UserError`."""
        return cls(
            whole(fields, "cap", least=1, most=CAP_MAX, default=CAP),
            whole(fields, "rate", least=1, most=RATE_MAX, default=RATE),
        )


@needs(Right.LOOK, asks=(SAID, *FIELDS, *LIMITS))
async def _plan(request: Request) -> Response:
    """The dry run."""
    values: dict[str, Any] = {
        "services": SERVICES, "topics": sorted(BY_NAME), "cap_max": CAP_MAX, "rate_max": RATE_MAX, "plan": None,
        "trouble": "", "asked": LettersAsked(), "limits": ReplayLimits(CAP, RATE), "result": result_of(request),
        "total": 0, "group": None,
    }  # fmt: skip
    fields, parts = dict(request.query_params), parts_of(request)
    try:
        asked, limits = LettersAsked.of(fields), ReplayLimits.of(fields)
        values |= {"asked": asked, "limits": limits}
        async with parts.views.reading() as database:
            found = await letters_asked(database, asked, limit=limits.cap)
        if found is None:
            raise NoSuch(LETTERS_ALIKE)
        letters = await judged(parts.views, parts.target, [row["id"] for row in found.rows])
        plan = replay_plan(letters, total=found.total, cap=limits.cap, rate_per_s=limits.rate)
        values |= {"plan": plan, "total": found.total, "group": found.group}
    except UserError as error:
        values["trouble"] = error.what
    code = BAD_REQUEST if values["trouble"] else 200
    return pages_of(request).render(request, "replay.html", just_read(values["total"]), code=code, **values)


@needs(Right.ACT_ON_LETTERS)
async def _start(request: Request) -> Response:
    form, parts, acting = await form_of(request), parts_of(request), acting_of(request)
    back = "/letters/replay"

    async def act() -> str:
        nonlocal back
        asked = LettersAsked.of(form)
        back = f"/letters/replay?{asked.query()}"
        limits, why = ReplayLimits.of(form), reason_of(form)
        acting.runs.must_be_free()
        async with parts.views.reading() as database:
            found = await letters_asked(database, asked, limit=limits.cap)
        if found is None or not found.rows:
            raise UserError("No open letter is like that any more.", "")
        about = f"{found.group.code} in {found.group.topic}" if found.group is not None else str(asked)
        run = acting.runs.make(
            [row["id"] for row in found.rows], Deciding(by_of(request), why), rate_per_s=limits.rate, about=about,
            at=parts.target.clock().now(),
        )  # fmt: skip
        _go(request, run)
        back = f"/letters/runs/{run.id}"
        return "It runs."

    return await answered(request, lambda: back, act, form)


@needs(Right.LOOK, asks=(SAID,))
async def _run(request: Request) -> Response:
    run = _of(request)
    return pages_of(request).render(request, "replay_run.html", just_read(run), run=run, result=result_of(request))


@needs(Right.ACT_ON_LETTERS)
async def _stop(request: Request) -> Response:
    run = _of(request)
    await form_of(request)

    async def act() -> str:
        if run.state != "running":
            raise UserError("It does not run any more.", "")
        run.stop()
        return "It stops behind the letter that it is at."

    return await answered(request, f"/letters/runs/{run.id}", act)


@needs(Right.ACT_ON_LETTERS)
async def _resume(request: Request) -> Response:
    run = _of(request)
    await form_of(request)

    async def act() -> str:
        if run.state not in ("stopped", "failed"):
            raise UserError("It runs, or there is nothing left of it.", "")
        _go(request, run)
        return "It goes on where it stopped."

    return await answered(request, f"/letters/runs/{run.id}", act)


def _go(request: Request, run: ReplayRun) -> None:
    parts, acting = parts_of(request), acting_of(request)
    acting.runs.start(run, parts.target, lambda: keys_of(parts.views, parts.target), _reader(parts), acting.claims)


def _reader(parts: Parts) -> ReadLetter:
    async def read(id: UUID) -> tuple[StoredLetter, int] | None:
        return await letter_now(parts.views, id)

    return read


def _of(request: Request) -> ReplayRun:
    run = acting_of(request).runs.of(request.path_params["run"])
    if run is None:
        raise NoSuch(REPLAY)
    return run


ROUTES = [
    Route("/letters/replay", _plan),
    Route("/letters/runs", _start, methods=["POST"]),
    Route("/letters/runs/{run}", _run),
    Route("/letters/runs/{run}/stop", _stop, methods=["POST"]),
    Route("/letters/runs/{run}/resume", _resume, methods=["POST"]),
]
