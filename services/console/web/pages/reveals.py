"""One personal value of a case, for one person who says why: in the answer to their form and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.subjects import is_subject

from ...acts.letters import Deciding
from ...acts.operations import operating
from ...acts.recording import recorded
from ...acts.reveal import FIELDS, RevealAsked, revealed_value
from ...may import Right
from ...trail.entry import about_of
from ..access.parts import access_of
from ..access.required import needs
from ..access.signed_in import person_of
from ..access.watched import deed_of
from ..acting import PATIENCE_S, by_of
from ..forms import form_of, kept_reason, reason_of
from ..no_such import CASE, NoSuch
from ..page import pages_of
from ..site import parts_of

REVEAL = "cases-reveal"
REFUSED = 409


@dataclass(frozen=True, slots=True)
class RevealedValue:
    """`trouble` is why it is not shown."""

    label: str
    value: str = ""
    trouble: str = ""


@needs(Right.REVEAL)
async def _reveal(request: Request) -> Response:
    """Written down before it is opened; where that can't be done it stays shut."""
    case, form = request.path_params["case"], await form_of(request)
    if not is_subject(case):
        raise NoSuch(CASE)
    access, value = access_of(request), form.get("value", "")
    async with parts_of(request).views.reading() as database:
        # A reply may wait of a case that is known by nothing else.
        if value in FIELDS and not await database.rows("case_known", case=case):
            raise NoSuch(CASE)
    deed = deed_of(person_of(request), REVEAL, about_of(case, value), kept_reason(form))
    label = ""
    try:
        async with recorded(access.trail, access.clock, deed):
            asked, why = RevealAsked.of(case, value), reason_of(form)
            label = asked.label
            target = parts_of(request).target
            async with operating(target) as database:
                opened = await revealed_value(target, database, asked, Deciding(by_of(request), why, PATIENCE_S))
        found = RevealedValue(label, opened)
    except UserError as error:
        found = RevealedValue(label, trouble=error.what)
    answer = pages_of(request).render(
        request, "revealed.html", case=case, found=found, part="hx-request" in request.headers,
        code=REFUSED if found.trouble and "hx-request" not in request.headers else 200,
    )  # fmt: skip
    answer.headers["cache-control"] = "no-store"
    return answer


ROUTES = [Route("/cases/{case}/reveal", _reveal, methods=["POST"])]
