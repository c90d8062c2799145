"""A case or region that was set aside: what it waits at and what queues behind; taken up again, or without that."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError

from ...acts.letters import Deciding
from ...acts.operations import operating
from ...acts.parked import discard_queued, take_up
from ...may import Right
from ...views.database import SERVICES, Database
from ...views.dead_letters import Parked, parked_one
from ...views.fitting import keys_or_trouble
from ...views.parked_words import MENDS, waiting
from ..access.required import needs
from ..acting import PATIENCE_S, acting_of, answered, by_of, result_of
from ..asked import SAID
from ..forms import form_of, reason_of, sure_of
from ..last_seen import just_read
from ..letters.shown_content import content_lines
from ..no_such import PARKED, NoSuch
from ..page import pages_of
from ..site import parts_of

QUEUED_MAX = 20
AGGREGATE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


@needs(Right.LOOK, asks=(SAID,))
async def _parked(request: Request) -> Response:
    service, aggregate = _named(request)
    parts, result = parts_of(request), result_of(request)
    async with parts.views.reading() as database:
        found = await parked_one(database, service, aggregate)
        queue = await database.rows("queued", service=service, aggregate=aggregate, limit=QUEUED_MAX)
        keys = await keys_or_trouble(parts.target, database)
    if found is None and result is None:
        raise NoSuch(PARKED)
    content = await asyncio.to_thread(found.content, keys) if found is not None else None
    return pages_of(request).render(
        request, "parked.html", just_read(found), parked=found, service=service, aggregate=aggregate, queue=queue,
        result=result, lines=content_lines(content) if found is not None and found.first is not None else [],
        waiting=waiting(found.queued, found.kinds or {}) if found is not None else "",
        todo=MENDS.get(found.code, "Mend what broke") if found is not None else "",
    )  # fmt: skip


@needs(Right.ACT_ON_LETTERS)
async def _take_up(request: Request) -> Response:
    form = await form_of(request)

    async def doing(database: Database, found: Parked, deciding: Deciding) -> str:
        return await take_up(parts_of(request).target, database, found, deciding)

    return await _settled(request, form, "took it up again", ("up", form.get("seen", "")), doing)


@needs(Right.ACT_ON_LETTERS)
async def _discard(request: Request) -> Response:
    """Gives up the event that the page showed, and no other one that may be first by now."""
    form = await form_of(request)
    try:
        event = UUID(form.get("event", ""))
    except ValueError:
        raise HTTPException(404) from None

    async def doing(database: Database, found: Parked, deciding: Deciding) -> str:
        sure_of(form)
        return await discard_queued(parts_of(request).target, database, found, deciding, event=event)

    return await _settled(request, form, "gave this event up", ("event", event), doing)


async def _settled(
    request: Request,
    form: dict[str, str],
    done: str,
    about: tuple[object, ...],
    doing: Callable[[Database, Parked, Deciding], Awaitable[str]],
) -> Response:
    service, aggregate = _named(request)
    by, target = by_of(request), parts_of(request).target
    async with parts_of(request).views.reading() as database:
        found = await parked_one(database, service, aggregate)

    async def act() -> str:
        if found is None or str(found.attempts) != form.get("seen"):
            raise UserError("Meanwhile it was taken up: look what came of it.", "")
        with acting_of(request).claims.claimed((service, aggregate, *about), by, done):
            async with operating(target) as database:
                return await doing(database, found, Deciding(by, reason_of(form), PATIENCE_S))

    return await answered(request, f"/letters/parked/{service}/{aggregate}", act, form)


def _named(request: Request) -> tuple[str, str]:
    service, aggregate = request.path_params["service"], request.path_params["aggregate"]
    if service not in SERVICES or not AGGREGATE.fullmatch(aggregate):
        raise NoSuch(PARKED)
    return service, aggregate


ROUTES = [
    Route("/letters/parked/{service}/{aggregate}", _parked),
    Route("/letters/parked/{service}/{aggregate}/take-up", _take_up, methods=["POST"]),
    Route("/letters/parked/{service}/{aggregate}/discard", _discard, methods=["POST"]),
]
