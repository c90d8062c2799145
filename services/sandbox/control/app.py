"""The control surface's HTTP face: JSON in, JSON out; a sentence for what was done, a sentence for what was not.

GET  /state                     GET  /customers?find=          GET /phones/{case}
POST /clock {"do": "pause" | "go" | "speed" | "jump", "speed", "hours", "to": "morning"}
POST /phones/{case} {"text"}    POST /customers/{case}/miss {"days"}    POST /customers/{case}/pay {}
POST /kill {"service"}          POST /poison {"case"}          POST /weather {"weather"}
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .desk import WorldDesk
from .guard import Guard
from .refusal import WRONG, NotDone

AskedDocument = dict[str, Any]
Looks = Callable[[Request], Any]
Performs = Callable[[Request, AskedDocument], str | Awaitable[str]]


def make_control(desk: WorldDesk, is_ready: Callable[[], bool], port: int, token: str) -> Starlette:
    def sees(look: Looks) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            return await _answered(lambda: look(request))

        return endpoint

    def does(act: Performs) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            async def acted() -> AskedDocument:
                if not is_ready():
                    raise NotDone("The world is not there yet.")
                asked = _document(await request.body())
                said = act(request, asked)
                return {"said": await said if inspect.isawaitable(said) else said}

            return await _answered(acted)

        return endpoint

    def case(request: Request) -> str:
        return str(request.path_params["case"])

    return Starlette(
        routes=[
            Route("/state", sees(lambda _: {**desk.state(), "ready": is_ready()}), methods=["GET"]),
            Route("/customers", sees(lambda to: desk.customers(to.query_params.get("find", ""))), methods=["GET"]),
            Route("/phones/{case}", sees(lambda to: desk.phone(case(to))), methods=["GET"]),
            Route("/clock", does(lambda _, asked: desk.clock(asked)), methods=["POST"]),
            Route("/phones/{case}", does(lambda to, asked: desk.typed(case(to), asked.get("text"))), methods=["POST"]),
            Route(
                "/customers/{case}/miss", does(lambda to, asked: desk.missed(case(to), asked.get("days", 1))),
                methods=["POST"],
            ),
            Route("/customers/{case}/pay", does(lambda to, _: desk.paid(case(to))), methods=["POST"]),
            Route("/kill", does(lambda _, asked: desk.killed(asked.get("service"))), methods=["POST"]),
            Route("/poison", does(lambda _, asked: desk.poisoned(str(asked.get("case", "")))), methods=["POST"]),
            Route("/weather", does(lambda _, asked: desk.weathered(asked.get("weather"))), methods=["POST"]),
        ],
        middleware=[Middleware(Guard, port=port, token=token)],
    )  # fmt: skip


async def _answered(work: Callable[[], Any]) -> Response:
    try:
        found = work()
        return _json(await found if inspect.isawaitable(found) else found, 200)
    except NotDone as refusal:
        return _json({"error": refusal.sentence}, refusal.code)


def _document(body: bytes) -> AskedDocument:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotDone("What was sent is no JSON object.", WRONG)
    return found


def _json(document: object, code: int) -> Response:
    return Response(json.dumps(document, default=_plain), code, media_type="application/json")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
