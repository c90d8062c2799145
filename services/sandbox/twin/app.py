"""The HTTP face of the carrier: the part of Twilio's Messages API that a sender needs.

POST and GET on `/2010-04-01/Accounts/{sid}/Messages.json`, GET on `.../Messages/{sid}.json`, on its `/Media.json` and
on each picture. Bodies are forms, answers JSON, credentials HTTP Basic (account SID and token), dates RFC 2822. A
picture needs no credentials, as is the default there: who knows its address sees it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .carrier import Carrier
from .faults import HANG_S
from .form import read
from .listing import page
from .problems import BROKEN, NOT_FOUND, TOO_MANY, UNAUTHORISED, UNAVAILABLE, CarrierProblem

BASE = "/2010-04-01/Accounts/{account}"
PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
"""A picture of one point, whatever it is said to be of."""


def make_app(carrier: Carrier) -> Starlette:
    def guarded(answer: Callable[[Carrier, Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            if not _authorised(carrier, request):
                return _refusal(UNAUTHORISED)
            if request.method == "GET" and (problem := _closed(carrier)) is not None:
                return _refusal(problem)
            return await answer(carrier, request)

        return endpoint

    async def picture(request: Request) -> Response:
        message = carrier.messages.one(request.path_params["sid"])
        for media in message.media if message is not None else ():
            if media.sid == request.path_params["media"]:
                return Response(PICTURE, media_type=media.content_type)
        return _refusal(NOT_FOUND)

    return Starlette(
        routes=[
            Route(f"{BASE}/Messages.json", guarded(_post), methods=["POST"]),
            Route(f"{BASE}/Messages.json", guarded(_list), methods=["GET"]),
            Route(f"{BASE}/Messages/{{sid}}.json", guarded(_one), methods=["GET"]),
            Route(f"{BASE}/Messages/{{sid}}/Media.json", guarded(_media), methods=["GET"]),
            Route(f"{BASE}/Messages/{{sid}}/Media/{{media}}", picture, methods=["GET"]),
        ]
    )


async def _post(carrier: Carrier, request: Request) -> Response:
    form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
    wanted = read(form, carrier.account)
    if isinstance(wanted, CarrierProblem):
        return _refusal(carrier.refuse(None, wanted))
    if (problem := carrier.barred(posting=True)) is not None:
        return _refusal(carrier.refuse(wanted, problem, "refused"))
    error, fault = _error(carrier), carrier.faults.of_post(carrier.now())
    if fault == "error-before":
        return _refusal(carrier.refuse(wanted, error, fault))
    if fault == "too-many":
        return _refusal(carrier.refuse(wanted, TOO_MANY, fault))
    message = carrier.accept(wanted, fault)
    if isinstance(message, CarrierProblem):
        return _refusal(message)
    if fault == "error-after":
        return _refusal(error)
    if fault == "cut-after":
        return Cut()
    if fault == "hang-after":
        await asyncio.sleep(HANG_S)
    return JSONResponse(message.document(carrier.now()), 201)


def _error(carrier: Carrier) -> CarrierProblem:
    return UNAVAILABLE if carrier.faults.during("unavailable", carrier.now()) is not None else BROKEN


def _closed(carrier: Carrier) -> CarrierProblem | None:
    """Why nothing can be asked now."""
    return carrier.barred(posting=False) or (UNAVAILABLE if _error(carrier) is UNAVAILABLE else None)


async def _list(carrier: Carrier, request: Request) -> Response:
    return JSONResponse(page(carrier.messages, carrier.now(), request.url.path, request.query_params))


async def _one(carrier: Carrier, request: Request) -> Response:
    message = carrier.messages.one(request.path_params["sid"])
    return _refusal(NOT_FOUND) if message is None else JSONResponse(message.document(carrier.now()))


async def _media(carrier: Carrier, request: Request) -> Response:
    message = carrier.messages.one(request.path_params["sid"])
    return _refusal(NOT_FOUND) if message is None else JSONResponse(message.media_page)


class Cut(Response):
    """Promises an answer and closes the connection: the sender can't know what became of its text."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _authorised(carrier: Carrier, request: Request) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    account = carrier.account
    return (
        kind.lower() == "basic"
        and request.path_params["account"] == account.sid
        and hmac.compare_digest(user.encode(), account.sid.encode())
        and hmac.compare_digest(password.encode(), account.token.encode())
    )


def _refusal(problem: CarrierProblem) -> Response:
    return JSONResponse(problem.document, problem.http)
