"""Appointments: the windows that borrowers chose, by day and by week, with what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ...may import Right
from ..access.required import needs
from ..appointment_days import DAYS, ORDER, DaySpan, chosen, counted, days, first_day
from ..asked import day, one_of, word
from ..database import ViewRows, own
from ..page import pages_of
from ..site import Parts, parts_of
from ..tones import tone_of_state

READ_MAX = 3_000
OF_A_DAY_MAX = {"day": 300, "week": 7}
FRESH_S = 5.0


@dataclass(frozen=True, slots=True)
class AppointmentsView:
    """`earlier` and `later` are the nearest days with an appointment before and after those shown."""

    rows: ViewRows
    zone: str
    earlier: date | None
    later: date | None


@needs(Right.LOOK, asks=("day", "span", "state", "region"))
async def _appointments(request: Request) -> Response:
    asked, parts = request.query_params, parts_of(request)
    span = cast("DaySpan", one_of(asked, "span", DAYS, "week"))
    state, region = one_of(asked, "state", (*ORDER, "unknown")), word(asked, "region")
    zone = await home_zone(parts)
    today = parts.target.clock().now().astimezone(ZoneInfo(zone)).date()
    on = day(asked, "day", today)
    first = first_day(on, span)
    seen = await parts.last_seen.see(
        ("appointments", first, span), lambda: _read(parts, first, span, zone), fresh_s=FRESH_S
    )
    view = seen.value
    rows = view.rows[:READ_MAX]
    states, regions = counted(rows)
    found = chosen(rows, state, region)
    return pages_of(request).render(
        request, "appointments.html", seen, days=days(found, first, span, view.zone), span=span, on=on, today=today,
        first=first, last=first + timedelta(days=DAYS[span] - 1), back=first - timedelta(days=DAYS[span]),
        forward=first + timedelta(days=DAYS[span]), view=view, total=len(found), states=states, regions=regions,
        state_asked=state, region_asked=region, more=len(view.rows) > READ_MAX, shown_max=OF_A_DAY_MAX[span],
        tone=tone_of_state,
    )  # fmt: skip


async def home_zone(parts: Parts) -> str:
    """Where the newest window is: by its clock it is today."""
    return (await parts.last_seen.see("home-zone", lambda: _zone(parts), fresh_s=60)).value


async def _zone(parts: Parts) -> str:
    rows = await parts.views.rows("appointments_zone")
    return str(rows[0]["zone"]) if rows else "UTC"


async def _read(parts: Parts, first: date, span: DaySpan, zone: str) -> AppointmentsView:
    last = first + timedelta(days=DAYS[span] - 1)
    async with parts.views.reading() as database:
        query = "appointments_of" if span == "day" else "appointments_week"
        rows = await own(database, query, first=f"{first}", last=f"{last}", limit=READ_MAX + 1)
        (near,) = await own(database, "appointments_near", first=f"{first}", last=f"{last}")
    earlier, later = ((date.fromisoformat(near[name]) if near[name] else None) for name in ("earlier", "later"))
    return AppointmentsView(rows, rows[0]["zone"] if rows else zone, earlier, later)


ROUTES = [Route("/appointments", _appointments)]
