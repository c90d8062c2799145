"""The tail: every event as it comes, filtered, paused and gone on with, without a gap that is not said."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.contracts.catalogue import TOPICS

from ...may import Right
from ..access.required import needs
from ..asked import Unclear
from ..page import pages_of
from ..site import parts_of
from ..stream.events import changes, records
from ..stream.filters import FILTERS, NoFilter, StreamFilter
from ..stream.viewers import EventStream


@needs(Right.LOOK, asks=FILTERS)
async def _tail(request: Request) -> Response:
    chosen = _chosen(request)
    return pages_of(request).render(
        request, "tail.html", topics=sorted(topic.name for topic in TOPICS), chosen=chosen,
        of_cases=sorted(topic.name for topic in TOPICS if topic.key == "case"),
        ring=parts_of(request).ring, viewers=parts_of(request).viewers,
    )  # fmt: skip


@needs(Right.LOOK, asks=(*FILTERS, "after"))
async def _records(request: Request) -> Response:
    chosen, last = _chosen(request), request.headers.get("last-event-id", "") or request.query_params.get("after", "")
    parts = parts_of(request)
    return EventStream(parts.viewers, records(parts.ring, chosen, last))


@needs(Right.LOOK)
async def _changes(request: Request) -> Response:
    parts = parts_of(request)
    return EventStream(parts.viewers, changes(parts.ring))


def _chosen(request: Request) -> StreamFilter:
    try:
        return StreamFilter.of(request.query_params)
    except NoFilter as error:
        raise Unclear(f"The filter can't be taken: {error}.") from None


ROUTES = [Route("/tail", _tail), Route("/stream/records", _records), Route("/stream/changes", _changes)]
