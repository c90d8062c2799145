"""Switches: stop sending or visiting at once, for everything, a region or a case; and let it go on, for everything only
by two people. Which services know is looked at, not believed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.switches import SwitchResumed, SwitchStopped
from shared.runtime.logs import logger
from shared.runtime.ports import Unavailable

from ...acts.switches import (
    ALL,
    SCOPE,
    CheckedScope,
    SwitchThrow,
    scope_checked,
    scope_typed,
    stopped_now,
    switch_state,
    throw,
)
from ...may import Right
from ...store.second_person import OVER, PendingResume, PendingResumes
from ...trail.entry import about_of
from ...typed import What, is_code, reason_trouble
from ...views.database import SERVICES
from ...views.switches import SwitchState, merged, newest
from ..access.parts import access_of
from ..access.required import needs
from ..acting import acting_of, answered, by_of, result_of
from ..asked import SAID
from ..case_counts import regions_of
from ..database import PublishedViews
from ..forms import form_of
from ..page import pages_of
from ..site import parts_of

WHATS: tuple[What, ...] = get_args(What)
HEARD_WITHIN_S = 1.5
LOOK_EVERY_S = 0.05
SHOWN_WITHIN_S = 5.0
"""After that what the page shows is what the services know."""
CAUSES = ("storm", "carrier-trouble", "wrong-texts", "complaints", "holiday", "drill", "mended", "over")
BACK = "/switches"
NO_SCOPE = UserError("Name the region or the case.", "")
log = logger("console")


@dataclass(frozen=True, slots=True)
class SwitchesView:
    """`pending` is what somebody asks for, by what is stopped; None where nobody could look."""

    states: list[SwitchState]
    pending: dict[What, PendingResume] | None

    def of_all(self, what: What) -> SwitchState | None:
        """That of everything, where it was ever thrown."""
        return next((state for state in self.states if (state.what, state.scope) == (what, ALL)), None)


@needs(Right.LOOK, asks=(SAID,))
async def _switches(request: Request) -> Response:
    views = parts_of(request).views

    async def read() -> SwitchesView:
        async with views.reading() as database:
            states = newest(merged(await database.rows("switches")))
        return SwitchesView(states, await _pending(request))

    seen = await parts_of(request).last_seen.see("switches", read, fresh_s=0.0 if SAID in request.query_params else 0.2)
    stopped = [state for state in seen.value.states if state.stopped]
    return pages_of(request).render(
        request, "switches.html", seen, view=seen.value, whats=WHATS, causes=CAUSES,
        stopped=[state for state in stopped if state.scope != ALL],
        over=[state for state in seen.value.states if not state.stopped],
        by=by_of(request), alone=access_of(request).sandbox, services=SERVICES, result=result_of(request),
        regions=await regions_of(parts_of(request)),
    )  # fmt: skip


@needs(Right.THROW_SWITCH)
async def _stop(request: Request) -> Response:
    form = await form_of(request)
    what, scope = _what(form), _scope(form)

    async def act() -> str:
        cause, checked = _cause(form), await _checked(request, scope)
        if not SCOPE.fullmatch(scope):
            raise NO_SCOPE
        now = await _state(request, what, scope)
        if now is not None and now.stopped and not now.not_yet:
            raise UserError(f"It is stopped already: {now.cause}.", "")
        return f"{await _thrown(request, SwitchStopped, what, scope, cause, now)} {checked.doubt}".rstrip()

    return await answered(request, BACK, act, form, about=about_of(what, scope))


@needs(Right.THROW_SWITCH)
async def _resume(request: Request) -> Response:
    """Of everything it is asked for only: another person confirms it."""
    form = await form_of(request)
    what, scope = _what(form), _scope(form)

    async def act() -> str:
        if not SCOPE.fullmatch(scope):
            raise NO_SCOPE
        cause, now = _cause(form), await _stopped_as_seen(request, what, scope, form.get("seen", ""))
        if scope != ALL:
            return await _thrown(request, SwitchResumed, what, scope, cause, now)
        access = access_of(request)
        await PendingResumes(access.tables).ask(what, cause, now.seen, by_of(request), access.clock.now())
        log.info("resume-asked", what=what, scope=ALL)
        if access.sandbox:
            return f"{what.capitalize()} stays stopped until somebody confirms: in the sandbox that may be you as well."
        return f"{what.capitalize()} stays stopped until another person confirms that it goes on, within 15 minutes."

    return await answered(request, BACK, act, about=about_of(what, scope))


@needs(Right.RESUME_EVERYTHING)
async def _confirm(request: Request) -> Response:
    form, access, by = await form_of(request), access_of(request), by_of(request)

    async def act() -> str:
        pending = PendingResumes(access.tables)
        async with pending.confirming(_asked(form), by, access.clock.now(), alone=access.sandbox) as asked:
            now = await _stopped_as_seen(request, asked.what, ALL, asked.seen)
            said = await _thrown(request, SwitchResumed, asked.what, ALL, asked.cause, now)
        log.info("resume-confirmed", what=asked.what, scope=ALL)
        return said

    about, cause = await _asked_about(request, form)
    return await answered(request, BACK, act, about=about, reason=cause)


@needs(Right.THROW_SWITCH)
async def _withdraw(request: Request) -> Response:
    form = await form_of(request)

    async def act() -> str:
        access = access_of(request)
        asked = await PendingResumes(access.tables).withdraw(_asked(form), access.clock.now())
        return f"{asked.what.capitalize()} stays stopped."

    about, cause = await _asked_about(request, form)
    return await answered(request, BACK, act, about=about, reason=cause)


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
        return await switch_state(database, what, scope)


async def _stopped_as_seen(request: Request, what: What, scope: str, seen: str) -> SwitchState:
    async with parts_of(request).views.reading() as database:
        return await stopped_now(database, what, scope, seen)


async def _checked(request: Request, scope: str) -> CheckedScope:
    async with parts_of(request).views.reading() as database:
        return await scope_checked(database, scope)


async def _pending(request: Request) -> dict[What, PendingResume] | None:
    access = access_of(request)
    try:
        return {each.what: each for each in await PendingResumes(access.tables).waiting(access.clock.now())}
    except Unavailable:
        return None


def _asked(form: Mapping[str, str]) -> UUID:
    """Which one somebody confirms. Raises `UserError` for what is none."""
    try:
        return UUID(form.get("asked", ""))
    except ValueError:
        raise OVER from None


async def _asked_about(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """What goes on for everything when it is confirmed, and the cause that was given; nothing where nobody can look."""
    waiting = (await _pending(request) or {}).values()
    found = ((about_of(each.what, ALL), each.cause) for each in waiting if str(each.id) == form.get("asked"))
    return next(found, ("", ""))


def _what(form: Mapping[str, str]) -> What:
    if form.get("what") not in WHATS:
        raise HTTPException(404)
    return cast("What", form["what"])


def _scope(form: Mapping[str, str]) -> str:
    """`kind` and `name`, or the whole `scope` of a switch that the page showed. It may be none."""
    kind = form.get("kind", "")
    return scope_typed(form.get("scope", "") or (kind if kind == ALL else f"{kind}:{form.get('name', '').strip()}"))


def _cause(form: Mapping[str, str]) -> str:
    cause = form.get("cause", "").strip()
    if not is_code(cause):
        raise UserError("The cause is a code of lower-case words with hyphens, at most 64 characters.", "")
    if trouble := reason_trouble(cause):
        raise UserError(trouble, "")
    return cause


ROUTES = [
    Route("/switches", _switches),
    Route("/switches/stop", _stop, methods=["POST"]),
    Route("/switches/resume", _resume, methods=["POST"]),
    Route("/switches/confirm", _confirm, methods=["POST"]),
    Route("/switches/withdraw", _withdraw, methods=["POST"]),
]
