"""Dead letters: what is wrong, how often, whom it holds; one group, one letter, and what was done lately."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.catalogue import BY_NAME

from ...acts.letters import TIMES_MAX
from ...may import Right
from ...views.database import SERVICES
from ...views.dead_letters import Parked, StoredLetter, parked
from ...views.fitting import keys_or_trouble
from ..access.required import needs
from ..acting import acting_of, result_of
from ..asked import SAID, text
from ..database import ViewRows, own
from ..last_seen import just_read
from ..letters.asked import LettersAsked
from ..letters.groups import LetterGroup, by_code, held_by
from ..letters.reading import groups_of, keys_of, letter_now, letters_asked
from ..letters.shown_content import content_lines, subject_of
from ..no_such import LETTER, LETTERS_ALIKE, NoSuch
from ..page import pages_of
from ..site import Parts, parts_of

SHOWN_MAX = 50
CASES_MAX = 20
FRESH_S = 0.5
FINGERPRINT = re.compile(r"[0-9a-f]{12}")
START = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}")


@dataclass(frozen=True, slots=True)
class LettersView:
    groups: list[LetterGroup]
    parked: list[Parked]
    settled: ViewRows


@needs(Right.LOOK, asks=(SAID, "find"))
async def _letters(request: Request) -> Response:
    find = text(request.query_params, "find").lower()
    if find:
        return await _begun(request, find)
    parts = parts_of(request)

    async def read() -> LettersView:
        async with parts.views.reading() as database:
            return LettersView(
                await groups_of(database),
                await parked(database, limit=SHOWN_MAX),
                await own(database, "letters_settled", limit=SHOWN_MAX // 5),
            )

    seen = await parts.last_seen.see("letters", read, fresh_s=0.0 if SAID in request.query_params else FRESH_S)
    groups = seen.value.groups
    return pages_of(request).render(
        request, "letters.html", seen, codes=by_code(groups), groups=groups, held=held_by(groups),
        parked=seen.value.parked, settled=seen.value.settled, runs=acting_of(request).runs.newest_first(),
        result=result_of(request), services=SERVICES, topics=sorted(BY_NAME),
    )  # fmt: skip


@needs(Right.LOOK, asks=(SAID,))
async def _group(request: Request) -> Response:
    parts, group = parts_of(request), request.path_params["group"]

    async def read() -> dict[str, Any] | None:
        async with parts.views.reading() as database:
            found = await letters_asked(database, LettersAsked(group=group), limit=SHOWN_MAX)
            if found is None or not found.rows:
                return None
            ids = [row["id"] for row in found.rows]
        sample = await letter_now(parts.views, ids[-1])
        content = await _content(parts, sample[0]) if sample is not None else ""
        return {"asked": found, "content": content, "sample": ids[-1]}

    seen = await parts.last_seen.see(("letters", group), read, fresh_s=FRESH_S)
    if seen.value is None:
        if not FINGERPRINT.fullmatch(group):
            raise NoSuch(LETTERS_ALIKE)
        return pages_of(request).render(request, "letter_group_over.html", group=group, result=result_of(request))
    found = seen.value["asked"]
    return pages_of(request).render(
        request, "letter_group.html", seen, group=found.group, rows=found.rows, sample=seen.value["sample"],
        held=sorted(found.group.held)[:CASES_MAX], lines=content_lines(seen.value["content"]),
        result=result_of(request),
    )  # fmt: skip


@needs(Right.LOOK, asks=(SAID,))
async def _letter(request: Request) -> Response:
    try:
        id = UUID(request.path_params["id"])
    except ValueError:
        return await _begun(request, request.path_params["id"].lower())
    parts = parts_of(request)
    found = await letter_now(parts.views, id)
    if found is None:
        raise NoSuch(LETTER)
    letter, times = found
    content = await _content(parts, letter)
    subject = subject_of(content)
    async with parts.views.reading() as database:
        held = await database.rows("held_for_letter", letter=letter.id)
        behind = await parked(database, aggregate=subject) if subject else []
        known = bool(await database.rows("case_known", case=subject)) if subject else False
    return pages_of(request).render(
        request, "letter.html", just_read(letter), letter=letter, times=times, times_max=TIMES_MAX,
        lines=content_lines(content), subject=subject, known=known,
        held=[row["case_id"] for row in held], behind=behind, refused=await _refused(parts, letter),
        result=result_of(request),
    )  # fmt: skip


async def _begun(request: Request, start: str) -> Response:
    """Those whose id begins so: the one, or a list to choose from."""
    rows: ViewRows = []
    if START.fullmatch(start):
        async with parts_of(request).views.reading() as database:
            rows = await own(database, "letters_begun", start=start, limit=SHOWN_MAX)
    if len(rows) == 1:
        return RedirectResponse(f"/letters/{rows[0]['id']}", status_code=303)
    return pages_of(request).render(
        request, "letters_begun.html", rows=rows, start=start[:36], code=200 if rows else 404
    )


async def _content(parts: Parts, letter: StoredLetter) -> Any:
    async with parts.views.reading() as database:
        keys = await keys_or_trouble(parts.target, database)
    return await asyncio.to_thread(letter.content, keys)


async def _refused(parts: Parts, letter: StoredLetter) -> str:
    """Why it would come again if it was given back now; nothing where it would be taken."""
    try:
        keys, now = await keys_of(parts.views, parts.target), parts.target.clock().now()
        record = await asyncio.to_thread(letter.record, keys, now)
    except UserError as trouble:
        return f"nobody can say: {trouble.what}"
    return record.refused


ROUTES = [
    Route("/letters", _letters),
    Route("/letters/groups/{group}", _group),
]
LETTER_ROUTES = [Route("/letters/{id}", _letter)]
"""Behind every other address below /letters."""
