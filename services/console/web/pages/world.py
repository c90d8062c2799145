"""The sandbox's world: a borrower's phone to type on, the clock, a payment missed, a service killed, a message
poisoned, rough weather. Where there is no sandbox there is no such page."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.contracts.subjects import is_subject
from shared.runtime.clock import VirtualClock

from ...acts.world import NoSuchCustomer, WorldLink
from ...may import Right
from ...trail.entry import about_of
from ..access.required import Endpoint, needs
from ..acting import answered, result_of
from ..asked import SAID, text
from ..database import ViewRows
from ..forms import form_of, whole
from ..gone import Gone
from ..no_such import CUSTOMER, NoSuch
from ..page import pages_of
from ..site import parts_of
from ..world_view import SPEEDS, WorldView, world_view

FRESH_S = 0.3
HOURS_MAX = 1440
DUE_MAX = 4
LATE = ((1, "yesterday"), (30, "30 days ago"), (70, "70 days ago"))
"""When a payment was due that is missed now: the last is late enough for a visit."""
ABOUT = ("case", "do", "to", "hours", "speed", "service", "weather")
"""Of the fields of its forms, those that say what about."""
WorldAct = Callable[[WorldLink, Mapping[str, str]], Awaitable[str]]


def link_of(request: Request) -> WorldLink:
    """Raises `HTTPException`: 404 where there is no world."""
    link = parts_of(request).world
    if link is None:
        raise HTTPException(404)
    return link


@needs(Right.LOOK, asks=(SAID, "find", "case"))
async def _world(request: Request) -> Response:
    link = link_of(request)
    find, case = text(request.query_params, "find"), request.query_params.get("case", "")
    if case and not is_subject(case):
        raise NoSuch(CUSTOMER)

    async def read() -> WorldView:
        try:
            return await _read(link, find, case)
        except NoSuchCustomer:
            raise NoSuch(CUSTOMER) from None
        except UserError as error:
            raise Gone(error.what.removesuffix(".")) from None

    fresh_s = 0.0 if SAID in request.query_params else FRESH_S
    seen = await parts_of(request).last_seen.see(("world", find, case), read, fresh_s=fresh_s)
    clock = request.app.state.clock
    now = clock.now()
    view = seen.value.at(now) if isinstance(clock, VirtualClock) else seen.value
    phone = view.phone
    return pages_of(request).render(
        request, "world.html", seen, now=now, view=view, find=find,
        due=await _due(request, phone.case) if phone else [], speeds=SPEEDS, late=LATE, result=result_of(request),
    )  # fmt: skip


async def _due(request: Request, case: str) -> ViewRows:
    """What the case waits for, the soonest first: a jump over it is no surprise. Nothing where nobody can look."""
    try:
        async with parts_of(request).views.reading() as database:
            return (await database.rows("timers", case=case))[:DUE_MAX]
    except (Gone, UserError):
        return []


async def _read(link: WorldLink, find: str, case: str) -> WorldView:
    state, listed = await asyncio.gather(link.state(), link.customers(find))
    shown = case or next((str(row["case"]) for row in listed["customers"]), "")
    return world_view(state, listed, await link.phone(shown) if shown else None)


def _acts(act: WorldAct, place: str = "") -> Endpoint:
    """An act of one form; the page that follows shows the same customer."""

    @needs(Right.DRIVE_WORLD)
    async def endpoint(request: Request) -> Response:
        link, form = link_of(request), await form_of(request)
        case = str(request.path_params.get("case", form.get("back", "")))
        fields = {**form, **request.path_params}
        back = f"/world?case={quote(case, safe='')}" if case and is_subject(case) else "/world"
        about = about_of(*(fields[name] for name in ABOUT if name in fields))
        return await answered(request, f"{back}{place}", functools.partial(act, link, fields), form, about=about)

    return endpoint


async def _clock(link: WorldLink, form: Mapping[str, str]) -> str:
    match form.get("do", ""):
        case "speed":
            speed = whole(form, "speed", least=0, most=1_000_000, default=1)
            return await link.clock("speed", speed=speed)
        case "jump" if form.get("to"):
            return await link.clock("jump", to=form["to"])
        case "jump":
            return await link.clock("jump", hours=whole(form, "hours", least=1, most=HOURS_MAX, default=1))
        case do:
            return await link.clock(do)


async def _type(link: WorldLink, form: Mapping[str, str]) -> str:
    return await link.type_text(form["case"], form.get("text", "").replace("\r\n", "\n"))


async def _miss(link: WorldLink, form: Mapping[str, str]) -> str:
    return await link.miss(form["case"], whole(form, "days", least=1, most=720, default=1))


async def _pay(link: WorldLink, form: Mapping[str, str]) -> str:
    return await link.pay(form["case"])


async def _kill(link: WorldLink, form: Mapping[str, str]) -> str:
    return await link.kill(form.get("service", ""))


async def _poison(link: WorldLink, form: Mapping[str, str]) -> str:
    return await link.poison(form.get("case", ""))


async def _weather(link: WorldLink, form: Mapping[str, str]) -> str:
    return await link.weather(form.get("weather", ""))


ROUTES = [
    Route("/world", _world),
    Route("/world/clock", _acts(_clock), methods=["POST"]),
    Route("/world/phones/{case}", _acts(_type, "#phone"), methods=["POST"]),
    Route("/world/customers/{case}/miss", _acts(_miss), methods=["POST"]),
    Route("/world/customers/{case}/pay", _acts(_pay), methods=["POST"]),
    Route("/world/kill", _acts(_kill), methods=["POST"]),
    Route("/world/poison", _acts(_poison), methods=["POST"]),
    Route("/world/weather", _acts(_weather), methods=["POST"]),
]
