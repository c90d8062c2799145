"""Find a case: by the beginning of its id, or by the state that it is in."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...may import Right
from ...views.formatting import grouped, money
from ..access.required import needs
from ..case_counts import states_of
from ..database import own
from ..page import pages_of
from ..site import parts_of
from ..tones import tone_of_state

FIND_MAX = 64
SHOWN_MAX = 50
BEGIN = "case-"
"""What ids begin with at most banks, so people leave it out."""


def owed(minor: int, currency: str) -> str:
    return grouped(money(minor, currency))


def spellings(find: str) -> list[str]:
    """What somebody who typed this may mean, each once: as it is, in small letters, without what ids begin with."""
    small = find.lower()
    return list(dict.fromkeys([find, small, *([] if small.startswith(BEGIN) else [BEGIN + small])]))


@needs(Right.LOOK)
async def _cases(request: Request) -> Response:
    find = _printable(request.query_params.get("find", ""))
    state = _printable(request.query_params.get("state", ""))
    views = parts_of(request).views

    async def read() -> dict[str, Any]:
        async with views.reading() as database:
            for meant in spellings(find) if find else [""]:
                found = await own(database, "cases_found", find=meant, state=state, limit=SHOWN_MAX + 1)
                if found:
                    break
            return {"rows": found}

    seen = await parts_of(request).last_seen.see(("cases", find, state), read)
    rows = seen.value["rows"]
    if find and len(rows) == 1 and rows[0]["case_id"] in spellings(find):
        return RedirectResponse(f"/cases/{rows[0]['case_id']}", status_code=303)
    states = await states_of(parts_of(request))
    return pages_of(request).render(
        request, "cases.html", seen, rows=rows[:SHOWN_MAX], more=len(rows) > SHOWN_MAX, find=find,
        state_asked=state, money=owed, states=states.value if states is not None else [], tone=tone_of_state,
    )  # fmt: skip


def _printable(asked: str) -> str:
    """What may stand in an id or a state; the database takes no NUL."""
    return "".join(letter for letter in asked.strip()[:FIND_MAX] if letter.isprintable())


ROUTES = [Route("/cases", _cases)]
