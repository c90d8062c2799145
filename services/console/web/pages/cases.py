"""Find a case: by a part of its id, by state, stage or region; those longest where they are come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from shared.decision.figures import amount
from shared.runtime.ports import Unavailable

from ...may import Right
from ...model.reading import UNREADABLE, ModelState
from ...views.at_the_door import case_stage_word, stage_word
from ..access.required import needs
from ..case_counts import cases_counted, model_of
from ..case_search import ALL, FIELDS, asked, filter_of, next_page, open_only, place_of
from ..database import ViewRows, own
from ..gone import Gone
from ..page import pages_of
from ..site import Parts, parts_of
from ..tones import tone_of_state

SHOWN_MAX = 50
FRESH_S = 0.5
BEGIN = "case-"
"""What ids begin with at most banks, so people leave it out."""


@dataclass(frozen=True, slots=True)
class CasesFound:
    """`rows` are what services say; of the read model's each also has `stage` and `step_at`. `after`: goes on there."""

    rows: ViewRows
    after: str
    more: bool
    by_model: bool


def spellings(find: str) -> list[str]:
    """What somebody who typed this may mean, each once: as it is, in small letters, without what ids begin with."""
    if not find:
        return [""]
    small = find.lower()
    return list(dict.fromkeys([find, small, *([] if small.startswith(BEGIN) else [BEGIN + small])]))


@needs(Right.LOOK, asks=(*FIELDS, "after"))
async def _cases(request: Request) -> Response:
    parts, fields, after = parts_of(request), asked(request.query_params), request.query_params.get("after", "")
    place_of(after)  # what is none is refused, also where the services are asked, who have no such order
    model = await model_of(parts)

    async def read() -> CasesFound:
        for meant in spellings(fields["find"]):
            found = await _found(parts, model, fields | {"find": meant}, after)
            if found.rows:
                break
        return found

    seen = await parts.last_seen.see(("cases", *fields.values(), after, model.generation), read, fresh_s=FRESH_S)
    found = seen.value
    if case := await _meant(parts, fields, found):
        return RedirectResponse(f"/cases/{case}", status_code=303)
    return pages_of(request).render(
        request, "cases.html", seen, rows=found.rows, more=found.more, after=found.after, fields=fields,
        by_model=found.by_model, money=amount, counted=await cases_counted(parts), tone=tone_of_state,
        stage_word=stage_word, case_stage_word=case_stage_word,
        begun=bool(after), looked_for=any(fields.values()), all=ALL, open_only=open_only(fields),
    )  # fmt: skip


async def _meant(parts: Parts, fields: Mapping[str, str], found: CasesFound) -> str:
    """The one case whose id was typed. The read model may be seconds behind: what it does not have is asked for."""
    if not fields["find"] or len(found.rows) > 1:
        return ""
    meant, rows = spellings(fields["find"]), found.rows
    if not rows and not any(value for name, value in fields.items() if name != "find"):
        rows = await parts.views.rows("cases_named", cases=meant)
    return next((str(row["case_id"]) for row in rows if row["case_id"] in meant), "")


async def _found(parts: Parts, model: ModelState, fields: Mapping[str, str], after: str) -> CasesFound:
    if model.trouble:
        return await _by_views(parts, fields)
    return await _by_model(parts, model.generation, fields, after)


async def _by_model(parts: Parts, generation: int, fields: Mapping[str, str], after: str) -> CasesFound:
    """In two readings: which they are, and what services say of these few."""
    try:
        found = await parts.model.found(generation, filter_of(fields, after), SHOWN_MAX + 1)
    except Unavailable:
        raise Gone(UNREADABLE) from None
    shown = found[:SHOWN_MAX]
    said = await parts.views.rows("cases_named", cases=[row["case_id"] for row in shown]) if shown else []
    known = {row["case_id"]: row for row in said}
    rows = [known[row["case_id"]] | row for row in shown if row["case_id"] in known]
    more = len(found) > SHOWN_MAX
    return CasesFound(rows, next_page(fields, shown[-1]["since"], shown[-1]["case_id"]) if more else "", more, True)


async def _by_views(parts: Parts, fields: Mapping[str, str]) -> CasesFound:
    """By the beginning of an id and the state of texting alone, in the order of ids."""
    async with parts.views.reading() as database:
        rows = await own(
            database, "cases_found", find=fields["find"], state=fields["state"], open=open_only(fields),
            limit=SHOWN_MAX + 1,
        )  # fmt: skip
    return CasesFound(rows[:SHOWN_MAX], "", len(rows) > SHOWN_MAX, False)


ROUTES = [Route("/cases", _cases)]
