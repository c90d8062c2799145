"""The page of one case: where it stands, what happens next, and every decision with its reason, rule and cause."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.contracts.subjects import is_subject

from ...acts.reveal import FIELDS
from ...may import Right
from ...views.at_the_door import appointment_word, service_word
from ...views.case_document import CaseDocument, case_document
from ...views.case_status import owed, window_said
from ...views.hold_ends import ends, meaning, waiting
from ...views.timeline import from_where
from ..access.required import needs
from ..access.signed_in import person_of
from ..database import ViewRows
from ..event_places import places_of
from ..no_such import CASE, NoSuch
from ..page import pages_of
from ..site import parts_of
from ..swimlane import swimlane
from ..tones import tone_of_state, tone_of_text
from .why_not import TITLES

ENTRIES_MAX = 200
REPLIES_MAX = 20


@needs(Right.LOOK, asks=("all",))
async def _case(request: Request) -> Response:
    case = request.path_params["case"]
    if not is_subject(case):
        raise NoSuch(CASE)
    seen = await parts_of(request).last_seen.see(("case", case), lambda: _read(request, case))
    document = seen.value
    if document is None:
        raise NoSuch(CASE)
    may_reveal = (person := person_of(request)) is not None and person.may(Right.REVEAL)
    replies = await parts_of(request).last_seen.see(("replies", case), lambda: _replies(request, case))
    everything = "all" in request.query_params
    life = document.life if everything else document.life[-ENTRIES_MAX:]
    stands = await places_of(parts_of(request), case, life)
    zone = ZoneInfo(document.zone)
    return pages_of(request).render(
        request,
        "case.html",
        seen,
        case=case,
        status=document.status,
        zone=document.zone,
        life=list(reversed(life)),
        left_out=len(document.life) - len(life),
        lane=swimlane(document.life, [f"{entry.at.astimezone(zone):%Y-%m-%d}" for entry in document.life]),
        from_where=from_where,
        stands=stands,
        tone_of_text=tone_of_text,
        tone=tone_of_state,
        owed=owed,
        window_said=window_said,
        service_word=service_word,
        visit_word=appointment_word(document.status["appointment"]),
        meaning=meaning,
        ends=ends,
        waiting=waiting,
        questions=TITLES,
        fields=FIELDS if may_reveal else {},
        replies=replies.value,
    )


async def _read(request: Request, case: str) -> CaseDocument | None:
    async with parts_of(request).views.reading() as database:
        return await case_document(database, case)


async def _replies(request: Request, case: str) -> ViewRows:
    """When they came; their words are sealed."""
    async with parts_of(request).views.reading() as database:
        rows = await database.rows("replies_to_read", id="", case=case, settled=True, limit=REPLIES_MAX)
    return [{name: row[name] for name in ("id", "received_at")} for row in rows]


ROUTES = [Route("/cases/{case}", _case)]
