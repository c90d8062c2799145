"""Who acts, and what is told them of it: a form is answered by the page that it stood on, with one sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import psycopg
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from deploy.local.user_error import UserError
from shared.runtime.ports import Unavailable

from ..acts.recording import GAP, recorded
from ..trail.entry import about_of
from .access.parts import access_of
from .access.route_code import code_of
from .access.signed_in import person_of
from .access.watched import deed_of
from .act_memory import ActMemory
from .asked import SAID
from .forms import kept_reason, typed_in
from .results import ActResult, ToldOnce
from .site import parts_of

NOBODY_KNOWN = "console"
"""Who acts where nobody had to say who they are."""
PATIENCE_S = 3.0
"""So long a page waits for a service to say what it did; after that it is told that it is written down."""


def by_of(request: Request) -> str:
    """Who acts, as the bank knows its staff."""
    person = getattr(request.state, "person", None)
    return str(person.name) if person is not None else NOBODY_KNOWN


def acting_of(request: Request) -> ActMemory:
    return parts_of(request).acting


async def answered(
    request: Request,
    back: str | Callable[[], str],
    act: Callable[[], Awaitable[str | ToldOnce]],
    typed: Mapping[str, str] | None = None,
    *,
    keep: bool = False,
    what: str = "",
    about: str = "",
    reason: str = "",
) -> Response:
    """Does it, and leads `back` (asked for afterwards) to the page with what came of it; where it was refused, or to
    `keep`, with what was `typed`.

    Every act goes through here, and so into the trail: `what` is its code there (by default that of its address), and
    `about` the ids that it is about (those in its address); `reason` is that of the form, unless one is given."""
    by = by_of(request)
    fields = dict(typed or {})
    access = access_of(request)
    about = about or about_of(*request.path_params.values())
    deed = deed_of(person_of(request), what or code_of(request), about, reason or kept_reason(typed_in(request)))
    try:
        async with recorded(access.trail, access.clock, deed) as kept:
            said = await act()
        told = said if isinstance(said, ToldOnce) else ToldOnce(said, "")
        sentence = f"{told.sentence} {GAP}" if kept.gap else told.sentence
        result = ActResult("good", sentence, by, fields if keep else {}, told.secret)
    except UserError as error:
        result = ActResult("bad", error.what, by, fields)
    except (psycopg.OperationalError, Unavailable):
        result = ActResult("bad", "The database went away meanwhile: look what was done.", by)
    path, hash, place = (back() if callable(back) else back).partition("#")
    token = acting_of(request).results.keep(result)
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}{SAID}={token}{hash}{place}", status_code=303)


def result_of(request: Request) -> ActResult | None:
    """What came of the form that led here, if one did."""
    return acting_of(request).results.of(request.query_params.get(SAID, ""), by_of(request))
