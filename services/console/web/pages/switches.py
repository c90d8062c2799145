"""Switches: stop sending or visiting at once, for everything, a region or a case; and let it go on, for everything only
by two people. Which services know is looked at, not believed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.switches import SwitchResumed, SwitchStopped
from shared.runtime.logs import logger

from ...acts.switches import SCOPE, SwitchThrow, What, throw
from ...may import Right
from ...trail.entry import about_of
from ...typed import is_code
from ...views.database import SERVICES
from ...views.switches import SwitchState, merged, newest
from ..access.required import needs
from ..acting import SAID, acting_of, answered, by_of, result_of
from ..database import PublishedViews, ViewRows, own
from ..forms import form_of
from ..page import pages_of
from ..site import parts_of

WHATS: tuple[What, ...] = get_args(What)
ALL = "all"
HEARD_WITHIN_S = 1.5
LOOK_EVERY_S = 0.05
SHOWN_WITHIN_S = 5.0
"""After that what the page shows is what the services know."""
CAUSES = ("storm", "carrier-trouble", "wrong-texts", "complaints", "holiday", "drill", "mended", "over")
BACK = "/switches"
log = logger("console")


@dataclass(frozen=True, slots=True)
class SwitchesView:
    states: list[SwitchState]
    regions: ViewRows

    def of_all(self, what: What) -> SwitchState | None:
        """That of everything, where it was ever thrown."""
        return next((state for state in self.states if (state.what, state.scope) == (what, ALL)), None)


@needs(Right.LOOK)
async def _switches(request: Request) -> Response:
    views = parts_of(request).views

    async def read() -> SwitchesView:
        async with views.reading() as database:
            return SwitchesView(newest(merged(await database.rows("switches"))), await own(database, "regions"))

    seen = await parts_of(request).last_seen.see("switches", read, fresh_s=0.0 if SAID in request.query_params else 0.2)
    stopped = [state for state in seen.value.states if state.stopped]
    return pages_of(request).render(
        request, "switches.html", seen, view=seen.value, whats=WHATS, causes=CAUSES,
        stopped=[state for state in stopped if state.scope != ALL],
        over=[state for state in seen.value.states if not state.stopped],
        pending={each.what: each for each in acting_of(request).pending.waiting()}, by=by_of(request),
        services=SERVICES, result=result_of(request),
    )  # fmt: skip


@needs(Right.THROW_SWITCH)
async def _stop(request: Request) -> Response:
    form = await form_of(request)
    what, scope = _what(form), _scope(form)

    async def act() -> str:
        cause = _cause(form)
        await _known_case(request, scope)
        now = await _state(request, what, scope)
        if now is not None and now.stopped and not now.not_yet:
            raise UserError(f"It is stopped already: {now.cause}.", "")
        return await _thrown(request, SwitchStopped, what, scope, cause, now)

    return await answered(request, BACK, act, form, about=about_of(what, scope))


@needs(Right.THROW_SWITCH)
async def _resume(request: Request) -> Response:
    """Of everything it is asked for only: another person confirms it."""
    form = await form_of(request)
    what, scope = _what(form), _scope(form)

    async def act() -> str:
        cause, now = _cause(form), await _stopped_as_seen(request, what, scope, form.get("seen", ""))
        if scope != ALL:
            return await _thrown(request, SwitchResumed, what, scope, cause, now)
        at = parts_of(request).target.clock().now()
        acting_of(request).pending.ask(what, cause, now.seen, by_of(request), at)
        log.info("resume-asked", what=what, by=by_of(request))
        return f"{what.capitalize()} stays stopped until another person confirms that it goes on, within 15 minutes."

    return await answered(request, BACK, act, about=about_of(what, scope))


@needs(Right.RESUME_EVERYTHING)
async def _confirm(request: Request) -> Response:
    form = await form_of(request)

    async def act() -> str:
        asked = acting_of(request).pending.confirmed(form.get("asked", ""), by_of(request))
        now = await _stopped_as_seen(request, asked.what, ALL, asked.seen)
        log.info("resume-confirmed", what=asked.what, by=by_of(request), asked_by=asked.by)
        return await _thrown(request, SwitchResumed, asked.what, ALL, asked.cause, now)

    return await answered(request, BACK, act, about=_asked_about(request, form))


@needs(Right.THROW_SWITCH)
async def _withdraw(request: Request) -> Response:
    form = await form_of(request)

    async def act() -> str:
        asked = acting_of(request).pending.withdrawn(form.get("asked", ""))
        return f"{asked.what.capitalize()} stays stopped."

    return await answered(request, BACK, act, about=_asked_about(request, form))


async def _thrown(
    request: Request, event: type[SwitchThrow], what: What, scope: str, cause: str, now: SwitchState | None
) -> str:
    """Throws it, and says who knows. `now` is the state that is to be changed: one of several does that."""
    parts, by = parts_of(request), by_of(request)
    done = "stopped" if event is SwitchStopped else "resumed"
    key = ("switch", what, scope, now.seen if now is not None else "", done)
    with acting_of(request).claims.claimed(key, by, f"{done} it", kept_s=SHOWN_WITHIN_S):
        thrown = await throw(parts.target, event, what, scope, cause, by)
    began_s = time.monotonic()
    knows = await _who_knows(parts.views, what, scope, thrown.time)
    took_s = time.monotonic() - began_s
    said = f"{what.capitalize()} is {done} for {'everything' if scope == ALL else scope}"
    missing = [service for service in SERVICES if service not in knows]
    if missing:
        return f"{said}. Not known yet to {', '.join(missing)}: they obey once they have read it."
    return f"{said}: all services knew after {took_s:.1f} s."


async def _who_knows(views: PublishedViews, what: What, scope: str, at: datetime) -> list[str]:
    """The services that have it, looked at until all do or patience ends."""
    ends_s = time.monotonic() + HEARD_WITHIN_S
    while True:
        async with views.reading() as database:
            rows = await database.rows("switches")
        knows = [row["service"] for row in rows if (row["what"], row["scope"]) == (what, scope) and row["at"] >= at]
        if len(knows) == len(SERVICES) or time.monotonic() > ends_s:
            return knows
        await asyncio.sleep(LOOK_EVERY_S)


async def _state(request: Request, what: What, scope: str) -> SwitchState | None:
    async with parts_of(request).views.reading() as database:
        states = newest(merged(await database.rows("switches")))
    return next((state for state in states if (state.what, state.scope) == (what, scope)), None)


async def _stopped_as_seen(request: Request, what: What, scope: str, seen: str) -> SwitchState:
    """Raises `UserError` where it is not the stop that somebody looked at."""
    now = await _state(request, what, scope)
    if now is None or not now.stopped:
        raise UserError("It is not stopped any more: somebody resumed it.", "")
    if now.seen != seen:
        raise UserError(f"It was stopped anew meanwhile: {now.cause}. Look again.", "")
    return now


async def _known_case(request: Request, scope: str) -> None:
    """A stop that holds for nobody is a mistyped one. Raises `UserError`."""
    kind, _, name = scope.partition(":")
    if kind != "case":
        return
    async with parts_of(request).views.reading() as database:
        if not await own(database, "case_known", case=name):
            raise UserError("There is no such case.", "")


def _asked_about(request: Request, form: Mapping[str, str]) -> str:
    """What goes on for everything when it is confirmed."""
    waiting = acting_of(request).pending.waiting()
    return next((about_of(each.what, ALL) for each in waiting if each.id == form.get("asked")), "")


def _what(form: Mapping[str, str]) -> What:
    if form.get("what") not in WHATS:
        raise HTTPException(404)
    return cast("What", form["what"])


def _scope(form: Mapping[str, str]) -> str:
    """`kind` and `name`, or the whole `scope` of a switch that the page showed. What is none becomes no switch."""
    kind = form.get("kind", "")
    scope = form.get("scope", "") or (kind if kind == ALL else f"{kind}:{form.get('name', '').strip()}")
    return scope if SCOPE.fullmatch(scope) else ""


def _cause(form: Mapping[str, str]) -> str:
    cause = form.get("cause", "").strip()
    if not _scope(form):
        raise UserError("Name the region or the case.", "")
    if not is_code(cause):
        raise UserError("The cause is a code of lower-case words with hyphens, at most 64 characters.", "")
    return cause


ROUTES = [
    Route("/switches", _switches),
    Route("/switches/stop", _stop, methods=["POST"]),
    Route("/switches/resume", _resume, methods=["POST"]),
    Route("/switches/confirm", _confirm, methods=["POST"]),
    Route("/switches/withdraw", _withdraw, methods=["POST"]),
]
