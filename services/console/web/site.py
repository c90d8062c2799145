"""The site put together: routes, headers, what a page needs, and what is opened and closed with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from deploy.local.user_error import UserError

from ..acts.world import WorldLink
from ..model.projector import Projector
from ..model.reading import ReadModel
from ..target import Target
from ..views.monitor_counts import MonitorCounts
from ..views.why_not import ServicesAsked
from .access.middleware import AccessMiddleware
from .access.parts import AccessParts
from .access.watched import note_forbidden
from .act_memory import ActMemory
from .asked import Unclear
from .assets import Assets
from .database import PublishedViews
from .flow.parts import FlowParts
from .gone import Gone
from .headers import SafeHeaders
from .hosts import OnlyOurNames
from .last_seen import LastSeen
from .no_such import NoSuch
from .page import Pages, pages_of
from .processes import Processes
from .store_ready import prepared
from .stream.reader import StreamReader
from .stream.ring import Ring
from .stream.viewers import Viewers
from .tasks import ended
from .text_lengths import SegmentPrice
from .unexpected import Unexpected

VIEWERS_MAX = 1_000
ENDS_S = 1.5
FORBIDDEN = 403
TITLES = {403: "Not yours to see", 404: "There is no such page", 405: "Not done this way", 413: "Too much at once"}
SENTENCES = {
    403: "Your role doesn't allow this. Who may is said on the sign-in page's list of roles.",
    404: "Nothing here has this address. It may never have existed, or not be yours to see.",
    405: "This address takes another method.",
    413: "What was sent is larger than any form of ours (64 KiB), so nothing of it was read and nothing was done. "
    "A larger record is mended with ./doorstep dlq mend --file.",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What the site is made of; opened with it. `tiles` is the address of map tiles and `tiles_by` whose they are;
    `segment_price` what a segment of a text costs, if somebody said so. `world` is there in the sandbox alone.
    """

    target: Target
    database_url: str
    views: PublishedViews
    assets: Assets
    processes: Processes
    access: AccessParts
    model: ReadModel
    projector: Projector
    monitor: MonitorCounts
    ring: Ring
    reader: StreamReader
    flow: FlowParts
    viewers: Viewers = field(default_factory=lambda: Viewers(VIEWERS_MAX))
    last_seen: LastSeen = field(default_factory=LastSeen)
    tiles: str = ""
    tiles_by: str = ""
    segment_price: SegmentPrice | None = None
    acting: ActMemory = field(default_factory=ActMemory)
    world: WorldLink | None = None
    services: ServicesAsked = field(default_factory=lambda: ServicesAsked(lambda name: None))


def site(parts: Parts, pages: Sequence[BaseRoute]) -> Starlette:
    """What is safe to answer is looked at first, then who asks; each route says which right it needs."""
    routes = [parts.assets.route(), *pages]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as closing:
            await parts.views.open()
            closing.push_async_callback(parts.views.close)
            await parts.access.open()
            closing.push_async_callback(parts.access.close)
            closing.push_async_callback(ended, asyncio.create_task(parts.reader.run()))
            closing.push_async_callback(ended, asyncio.create_task(parts.flow.groups.run()))
            over = asyncio.Event()
            closing.push_async_callback(_soon, asyncio.create_task(parts.projector.run(over)), over)
            closing.push_async_callback(_finished, asyncio.create_task(prepared(parts.database_url, over)), over)
            closing.push_async_callback(parts.acting.runs.close)
            closing.push_async_callback(parts.acting.seeds.close)
            yield

    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(SafeHeaders, images=_origin(parts.tiles)),
            Middleware(Unexpected),
            Middleware(OnlyOurNames, own=parts.access.own),
            Middleware(AccessMiddleware, access=parts.access, routes=routes),
        ],
        exception_handlers={HTTPException: _refused, Unclear: _unclear, Gone: _gone, UserError: _cannot},
        lifespan=lifespan,
    )
    app.state.parts = parts
    app.state.pages = Pages(parts.assets, world=parts.world is not None)
    app.state.clock = parts.target.clock()
    return app


async def _soon(task: asyncio.Task[None], over: asyncio.Event) -> None:
    """It is asked to end, and ended where it does not: Kafka may be silent."""
    over.set()
    await asyncio.wait({task}, timeout=ENDS_S)
    await ended(task)


async def _finished(task: asyncio.Task[None], over: asyncio.Event) -> None:
    over.set()
    await task


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3])


def parts_of(request: Request) -> Parts:
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    if status == FORBIDDEN:
        await note_forbidden(request)
    absent = error.absent if isinstance(error, NoSuch) else None
    return pages_of(request).render(
        request, "trouble.html", code=status,
        title=absent.what if absent else TITLES.get(status, "That can't be answered"),
        what=absent.why if absent else SENTENCES.get(status, "Something in the request was not as it should be."),
        again=False, back=_back(request), look=absent,
    )  # fmt: skip


def _back(request: Request) -> str:
    """The page of ours that a form stood on, or nothing."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = request.method != "GET" and came.netloc == request.headers.get("host")
    return came.path if ours and came.path.startswith("/") and not came.path.startswith("//") else ""


async def _unclear(request: Request, error: Exception) -> Response:
    return pages_of(request).render(
        request, "trouble.html", code=400, title="That can't be asked", what=str(error), again=False,
        back=request.url.path if request.method == "GET" else _back(request),
    )  # fmt: skip


async def _gone(request: Request, error: Exception) -> Response:
    assert isinstance(error, Gone)
    what = f"{error.what[0].upper()}{error.what[1:]}."
    return pages_of(request).render(
        request,
        "trouble.html",
        code=503,
        title="Nothing to show yet",
        what=what,
        again=request.method == "GET",
        back=_back(request),
    )


async def _cannot(request: Request, error: Exception) -> Response:
    assert isinstance(error, UserError)
    return pages_of(request).render(
        request,
        "trouble.html",
        code=409,
        title="That was not done",
        what=f"{error.what} {error.todo}",
        again=False,
        back=_back(request),
    )
