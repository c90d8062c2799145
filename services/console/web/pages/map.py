"""Map: where the day's visits are, in which order crews go there, how old what is known of collectors is, and why this
crew goes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.contracts.subjects import is_subject

from ...may import Right
from ..access.required import needs
from ..asked import Unclear, day, word
from ..database import ViewRows, own
from ..day_map import DayMap, day_map, newest_ranking
from ..last_seen import Seen
from ..map_document import OFF_STREETS, map_document
from ..page import pages_of
from ..site import Parts, parts_of
from ..street_points import ATTRIBUTION, off_streets, street_points
from ..tones import tone_of_state
from .appointments import home_zone

OF_A_DAY = ("day", "region")
"""What an address says of whose day is shown."""
VISITS_MAX = 500
COLLECTORS_MAX = 500
LISTED_MAX = 100
REGIONS_MAX = 200
REGIONS_FRESH_S = 60.0
WHY_MAX = 20
FRESH_S = 2.0
DUTY_TONES = {
    "at the door": "good", "on the way": "good", "on shift": "", "away": "held", "off shift": "",
    "not registered": "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MapView:
    day: DayMap
    more: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    on: date
    today: date
    region: str


@needs(Right.LOOK, asks=(*OF_A_DAY, "case"))
async def _map(request: Request) -> Response:
    parts, asked = parts_of(request), await _asked(request)
    seen = await _seen(parts, asked)
    regions = await parts.last_seen.see(
        "map-regions", lambda: parts.views.rows("map_regions", limit=REGIONS_MAX), fresh_s=REGIONS_FRESH_S
    )
    case = request.query_params.get("case", "")
    why: ViewRows = []
    ranking: ViewRows = []
    if case and not is_subject(case):
        raise Unclear("What is given as case is no id of a case.")
    if case:
        why = await parts.views.rows("why_crew", case=case, limit=WHY_MAX)
        ranking = newest_ranking(await parts.views.rows("crews_considered", case=case))
    return pages_of(request).render(
        request, "map.html", seen, view=seen.value, regions=[row["region"] for row in regions.value],
        day=seen.value.day, on=asked.on, today=asked.today, region_asked=asked.region,
        back=asked.on - timedelta(days=1), forward=asked.on + timedelta(days=1),
        case_asked=case, why=why, ranking=ranking, tone=tone_of_state,
        duty_tones=DUTY_TONES, listed_max=LISTED_MAX, attribution=ATTRIBUTION, tiles=parts.tiles,
        tiles_by=parts.tiles_by, off=await _off(parts, seen.value.day), off_streets=OFF_STREETS,
    )  # fmt: skip


@needs(Right.LOOK, asks=OF_A_DAY)
async def _document(request: Request) -> Response:
    asked = await _asked(request)
    parts = parts_of(request)
    seen = await _seen(parts, asked)
    off = await _off(parts, seen.value.day)
    return JSONResponse(map_document(seen.value.day, off) | {"stale": seen.stale})


@needs(Right.LOOK)
async def _streets(_: Request) -> Response:
    streets = await asyncio.to_thread(street_points)
    return Response(streets, media_type="application/json", headers={"cache-control": "private, max-age=86400"})


async def _off(parts: Parts, view: DayMap) -> frozenset[str]:
    """Cells of visits without a street drawn; tiles have streets everywhere."""
    return (
        await asyncio.to_thread(off_streets, {visit.cell for visit in view.visits}) if not parts.tiles else frozenset()
    )


async def _asked(request: Request) -> _Asked:
    parts = parts_of(request)
    today = parts.target.clock().now().astimezone(ZoneInfo(await home_zone(parts))).date()
    return _Asked(day(request.query_params, "day", today), today, word(request.query_params, "region"))


async def _seen(parts: Parts, asked: _Asked) -> Seen[MapView]:
    key = ("map", asked.on, asked.region)
    return await parts.last_seen.see(key, lambda: _read(parts, asked), fresh_s=FRESH_S)


async def _read(parts: Parts, asked: _Asked) -> MapView:
    async with parts.views.reading() as database:
        visits = await own(database, "map_visits", day=f"{asked.on}", region=asked.region, limit=VISITS_MAX + 1)
        stops = await own(database, "map_stops", day=f"{asked.on}", region=asked.region, limit=VISITS_MAX)
        collectors = await own(database, "map_collectors", region=asked.region, limit=COLLECTORS_MAX)
    view = day_map(visits[:VISITS_MAX], stops, collectors, parts.target.clock().now())
    return MapView(view, len(visits) > VISITS_MAX)


ROUTES = [Route("/map", _map), Route("/map/day", _document), Route("/map/streets", _streets)]
