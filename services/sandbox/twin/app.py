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
import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web

from .carrier import Carrier
from .faults import HANG_S
from .form import read
from .listing import page
from .problems import BROKEN, NOT_FOUND, TOO_MANY, UNAUTHORISED, UNAVAILABLE, CarrierProblem

BASE = "/2010-04-01/Accounts/{account}"
PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
"""A picture of one point, whatever it is said to be of."""


CarrierEndpoint = Callable[[web.Request], Awaitable[web.StreamResponse]]


def make_app(carrier: Carrier) -> web.Application:
    def guarded(answer: Callable[[Carrier, web.Request], Awaitable[web.StreamResponse]]) -> CarrierEndpoint:
        async def endpoint(request: web.Request) -> web.StreamResponse:
            if not _authorised(carrier, request):
                return _refusal(UNAUTHORISED)
            if request.method == "GET" and (problem := _closed(carrier)) is not None:
                return _refusal(problem)
            return await answer(carrier, request)

        return endpoint

    async def picture(request: web.Request) -> web.StreamResponse:
        message = carrier.messages.one(request.match_info["sid"])
        for media in message.media if message is not None else ():
            if media.sid == request.match_info["media"]:
                return web.Response(body=PICTURE, content_type=media.content_type)
        return _refusal(NOT_FOUND)

    app = web.Application()
    app.add_routes(
        [
            web.post(f"{BASE}/Messages.json", guarded(_post)),
            web.get(f"{BASE}/Messages.json", guarded(_list)),
            web.get(f"{BASE}/Messages/{{sid}}.json", guarded(_one)),
            web.get(f"{BASE}/Messages/{{sid}}/Media.json", guarded(_media)),
            web.get(f"{BASE}/Messages/{{sid}}/Media/{{media}}", picture),
        ]
    )
    return app


async def _post(carrier: Carrier, request: web.Request) -> web.StreamResponse:
    form = dict(parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True))
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
        return await _cut(request)
    if fault == "hang-after":
        await asyncio.sleep(HANG_S)
    return _said(message.document(carrier.now()), 201)


def _error(carrier: Carrier) -> CarrierProblem:
    return UNAVAILABLE if carrier.faults.during("unavailable", carrier.now()) is not None else BROKEN


def _closed(carrier: Carrier) -> CarrierProblem | None:
    """Why nothing can be asked now."""
    return carrier.barred(posting=False) or (UNAVAILABLE if _error(carrier) is UNAVAILABLE else None)


async def _list(carrier: Carrier, request: web.Request) -> web.StreamResponse:
    return _said(page(carrier.messages, carrier.now(), request.path, request.query))


async def _one(carrier: Carrier, request: web.Request) -> web.StreamResponse:
    message = carrier.messages.one(request.match_info["sid"])
    return _refusal(NOT_FOUND) if message is None else _said(message.document(carrier.now()))


async def _media(carrier: Carrier, request: web.Request) -> web.StreamResponse:
    message = carrier.messages.one(request.match_info["sid"])
    return _refusal(NOT_FOUND) if message is None else _said(message.media_page)


async def _cut(request: web.Request) -> web.StreamResponse:
    """Promises an answer and closes the connection: the sender can't know what became of its text."""
    answer = web.StreamResponse(status=201)
    answer.content_length = 1000
    await answer.prepare(request)
    if request.transport is not None:
        request.transport.close()
    return answer


def _authorised(carrier: Carrier, request: web.Request) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    account = carrier.account
    return (
        kind.lower() == "basic"
        and request.match_info["account"] == account.sid
        and hmac.compare_digest(user.encode(), account.sid.encode())
        and hmac.compare_digest(password.encode(), account.token.encode())
    )


def _refusal(problem: CarrierProblem) -> web.Response:
    return _said(problem.document, problem.http)


def _said(document: object, status: int = 200) -> web.Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(body=body, status=status, content_type="application/json")
