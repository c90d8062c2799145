"""The tail: every event as it comes, filtered, paused and gone on with, without a gap that is not said."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from shared.contracts.catalogue import TOPICS

from ...may import Right
from ..access.required import needs
from ..page import pages_of
from ..site import parts_of
from ..stream.events import changes, counted, records
from ..stream.filters import NoFilter, StreamFilter

AFTER_S = 5
NOT_GATHERED = {"x-accel-buffering": "no"}


@needs(Right.LOOK)
async def _tail(request: Request) -> Response:
    chosen = _chosen(request)
    return pages_of(request).render(
        request, "tail.html", topics=sorted(topic.name for topic in TOPICS), chosen=chosen,
        reader=parts_of(request).reader,
    )  # fmt: skip


@needs(Right.LOOK)
async def _records(request: Request) -> Response:
    chosen, last = _chosen(request), request.headers.get("last-event-id", "") or request.query_params.get("after", "")
    return _stream(request, records(parts_of(request).ring, chosen, last))


@needs(Right.LOOK)
async def _changes(request: Request) -> Response:
    return _stream(request, changes(parts_of(request).ring))


def _stream(request: Request, messages: AsyncIterator[str]) -> Response:
    viewers = parts_of(request).viewers
    if viewers.full:
        return JSONResponse(
            {"error": f"{viewers.limit} look already; try again later"}, 503, {"retry-after": str(AFTER_S)}
        )
    return StreamingResponse(counted(viewers, messages), media_type="text/event-stream", headers=NOT_GATHERED)


def _chosen(request: Request) -> StreamFilter:
    try:
        return StreamFilter.of(request.query_params)
    except NoFilter as error:
        raise HTTPException(400, str(error)) from None


ROUTES = [Route("/tail", _tail), Route("/stream/records", _records), Route("/stream/changes", _changes)]
