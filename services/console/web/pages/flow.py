"""Flow: what goes from whom to whom and how fast, who is behind since when, and how long effects take."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...may import Right
from ..access.required import needs
from ..flow.bars import spoken_ms
from ..flow.group_rows import WORST_MAX
from ..flow.latency_rows import STEP, TALL, Latencies, latencies
from ..flow.picture import PARTY_HEIGHT, PARTY_WIDTH, TOPIC_WIDTH, TOPIC_X, WIDTH
from ..flow.reading import LagLook
from ..flow.view import FlowView, flow_view
from ..gone import Gone
from ..last_seen import Seen
from ..page import pages_of
from ..site import Parts, parts_of

LAG_FRESH_S = 2.0
LATENCY_FRESH_S = 5.0
VIEW_FRESH_S = 1.0
MINUTES = 60
OLD_S = 10.0
"""What was read longer ago than this is read anew at once, not at the page's next turn."""


@needs(Right.LOOK)
async def _flow(request: Request) -> Response:
    parts = parts_of(request)
    lag = await parts.last_seen.see_soon("flow-lag", parts.flow.lag.look, fresh_s=LAG_FRESH_S)
    latency = await parts.last_seen.see_soon("flow-latency", lambda: _latencies(parts), fresh_s=LATENCY_FRESH_S)
    view = await parts.last_seen.see("flow", lambda: _view(parts, lag), fresh_s=VIEW_FRESH_S)
    now = datetime.now(UTC)
    soon = lag is None or (not lag.stale and (now - lag.at).total_seconds() > OLD_S)
    return pages_of(request).render(
        request, "flow.html", lag, view=view.value, latency=latency, reader=parts.ring, soon=soon, minutes=MINUTES,
        known_monitor=parts.monitor.is_known, worst_max=WORST_MAX, tall=TALL, step=STEP, width=WIDTH,
        party_width=PARTY_WIDTH, party_height=PARTY_HEIGHT, topic_x=TOPIC_X, topic_width=TOPIC_WIDTH,
        spoken_ms=spoken_ms,
    )  # fmt: skip


async def _view(parts: Parts, lag: Seen[LagLook] | None) -> FlowView:
    return flow_view(parts.flow.throughput, parts.flow.groups.rebalances, lag, datetime.now(UTC))


async def _latencies(parts: Parts) -> Latencies:
    document = await parts.monitor.latency(MINUTES)
    if document is None:
        raise Gone("the stream monitor does not answer")
    return latencies(document)


ROUTES = [Route("/flow", _flow)]
