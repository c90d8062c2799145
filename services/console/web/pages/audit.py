"""The trail: who did and saw what, whether it is as it was written, and files of it that can be checked elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.evidence.export_file import ExportWriter, FileFormat

from ...acts.audit_export import AUDIT_EXPORT, KINDS, ExportAsked, exported
from ...acts.recording import Recording, recorded
from ...may import Right
from ...trail.entry import about_of, broken
from ...views.case_document import case_document
from ...views.timeline import TimelineEntry
from ..access.parts import AccessParts, access_of
from ..access.required import needs
from ..access.signed_in import person_of
from ..access.watched import deed_of, note_look
from ..acting import answered, by_of, result_of
from ..asked import SAID, one_of
from ..audit_view import FILTERS, SHOWN_MAX, TONES, AuditAsked, AuditView, audit_view
from ..forms import form_of, reason_of
from ..last_seen import just_read
from ..page import pages_of
from ..site import parts_of

NO_IDS = frozenset("case person period sending visiting all first password link provider phone name address".split())
"""Words of what an entry is about that say of which kind it is: nothing is found by them."""
SEEN, EXPORT = "audit-seen", "/audit#export"
MEDIA: dict[FileFormat, str] = {"jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8; header=present"}


@needs(Right.READ_TRAIL, asks=(SAID, *FILTERS, "under"))
async def _audit(request: Request) -> Response:
    """Read for each who looks: nobody is shown what somebody else was."""
    trouble = ""
    try:
        asked = AuditAsked.of(request.query_params)
    except UserError as error:
        asked, trouble = AuditAsked.of({}), error.what
    await note_look(request, SEEN)
    view = await _read(access_of(request), asked)
    return pages_of(request).render(
        request, "audit.html", just_read(view), view=view, asked=asked, trouble=trouble, tones=TONES, takes=KINDS,
        no_ids=NO_IDS, result=result_of(request), code=400 if trouble else 200,
    )  # fmt: skip


async def _read(access: AccessParts, asked: AuditAsked) -> AuditView:
    entries = await access.trail.newest(asked.trail, SHOWN_MAX + 1, asked.under)
    before = await access.trail.hashes(entry.number - 1 for entry in entries)
    ended = await access.trail.ended(entry.number for entry in entries)
    return audit_view(entries, broken(entries, before), ended, await access.trail.kinds(), access.clock.now())


@needs(Right.EXPORT)
async def _export(request: Request) -> Response:
    """A file; where it is refused, the page with why. That it is taken is written down before its first line is."""
    form = await form_of(request)
    try:
        format = cast("FileFormat", one_of(form, "format", get_args(FileFormat), "jsonl"))
        asked, reason = _asked(form), reason_of(form)
        life = await _life(request, asked)
    except UserError as error:
        return await answered(request, EXPORT, _refusing(error), form, what=AUDIT_EXPORT)
    access, stack = access_of(request), AsyncExitStack()
    deed = deed_of(person_of(request), AUDIT_EXPORT, about_of(*asked.about.split()), reason)
    try:
        kept = await stack.enter_async_context(recorded(access.trail, access.clock, deed))
    except UserError as error:
        return await answered(request, EXPORT, _refusing(error), form, what=AUDIT_EXPORT)
    writer = ExportWriter(format)
    lines = exported(access.trail, asked, life, writer, by_of(request), reason, access.clock.now())
    name = "-".join(["doorstep-audit", *asked.about.split()]).replace(":", "")
    return StreamingResponse(
        _sent(stack, kept, writer, lines),
        media_type=MEDIA[format],
        headers={"content-disposition": f'attachment; filename="{name}.{format}"'},
    )


async def _sent(
    stack: AsyncExitStack, kept: Recording, writer: ExportWriter, lines: AsyncIterator[str]
) -> AsyncIterator[bytes]:
    """Whoever goes away in between has a part of it, and the trail does not say that it was done."""
    async with stack:
        async for some in lines:
            yield some.encode("utf-8")
        kept.proof = writer.chain


def _asked(form: dict[str, str]) -> ExportAsked:
    kind = next((kind for kind in KINDS if kind == form.get("take")), None)
    if kind is None:
        raise UserError("Choose what is taken: a case, a person or a period.", "")
    if kind != "period":
        return ExportAsked(kind, form.get("name", "").strip())
    period = AuditAsked.of({name: form.get(name, "") for name in ("since", "until")}).trail
    return ExportAsked(kind, since=period.since, until=period.until)


async def _life(request: Request, asked: ExportAsked) -> tuple[TimelineEntry, ...]:
    """Every decision about the case. Raises `UserError` where nobody ever decided anything about it."""
    if asked.kind != "case":
        return ()
    async with parts_of(request).views.reading() as database:
        document = await case_document(database, asked.name)
    if document is None:
        raise UserError("There is no such case.", "")
    return document.life


def _refusing(error: UserError) -> Callable[[], Awaitable[str]]:
    async def act() -> str:
        raise error

    return act


ROUTES = [
    Route("/audit", _audit),
    Route("/audit/export", _export, methods=["POST"]),
]
