"""What goes into the trail besides acts: who came and went, who opened which case, and who was not let."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from shared.runtime.logs import logger
from shared.runtime.ports import Unavailable

from ...trail.entry import TrailDeed, TrailOutcome, about_of
from .parts import AccessParts, access_of
from .route_code import code_of
from .signed_in import SignedIn, person_of

CASE_SEEN = "case-seen"
SIGN_IN, SIGN_IN_FAILED, SIGN_OUT = "sign-in", "sign-in-failed", "sign-out"
NOBODY = "unknown"
"""Whoever is not signed in, and has no account either."""
log = logger("console")


def deed_of(person: SignedIn | None, what: str, about: str = "", reason: str = "") -> TrailDeed:
    """Of whoever asks, with the roles that they have now."""
    if person is None:
        return TrailDeed(NOBODY, what, about, reason)
    return TrailDeed(person.name, what, about, reason, " ".join(sorted(role.value for role in person.roles)))


async def note_seen(request: Request, answer: Response) -> None:
    """Before a page about a case goes out: who sees it. Somebody who stays on it is written down now and then."""
    case = request.path_params.get("case")
    if case is None or request.method not in ("GET", "HEAD") or answer.status_code != 200:
        return
    await note_look(request, CASE_SEEN, about_of(case))


async def note_look(request: Request, what: str, about: str = "") -> None:
    """Once in a while for the same person and page. Where it can't be written it is shown all the same: then nothing is
    to be seen but what was seen last."""
    await _now_and_then(access_of(request), deed_of(person_of(request), what, about), TrailOutcome.DONE)


async def note_forbidden(request: Request) -> None:
    """Somebody is signed in and asked for what their roles don't allow."""
    if person_of(request) is None:
        return
    deed = deed_of(person_of(request), code_of(request), about_of(*request.path_params.values()))
    await _now_and_then(access_of(request), deed, TrailOutcome.FORBIDDEN)


async def note_failed(access: AccessParts, name: str | None) -> None:
    """Somebody failed to sign in. `name` is that of an account that there is: people type their password into the wrong
    field. Of names that are none one entry a while says that it happens."""
    if name is None:
        await _now_and_then(access, TrailDeed(NOBODY, SIGN_IN_FAILED), TrailOutcome.REFUSED)
    else:
        await _written(
            access, TrailDeed(name, SIGN_IN_FAILED, about_of(name)), TrailOutcome.REFUSED, access.clock.now()
        )


async def _now_and_then(access: AccessParts, deed: TrailDeed, outcome: TrailOutcome) -> None:
    at, key = access.clock.now(), (deed.by, deed.what, deed.about, outcome)
    if access.lately.is_new(key, at) and not await _written(access, deed, outcome, at):
        access.lately.forget(key)


async def _written(access: AccessParts, deed: TrailDeed, outcome: TrailOutcome, at: datetime) -> bool:
    try:
        await access.trail.add(deed, outcome, at)
    except Unavailable as error:
        log.warning("trail-gap", what=deed.what, error=str(error))
        return False
    return True
