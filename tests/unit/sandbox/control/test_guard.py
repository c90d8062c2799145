"""The world is driven by a program of this machine that knows the secret, and by no web page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.sandbox.control.guard import BODY_MAX, Guard

PORT, TOKEN = 4711, "t" * 40
BEARER = {"authorization": f"Bearer {TOKEN}"}


async def _done(_request: Request) -> Response:
    return JSONResponse({"said": "done"})


APP = Starlette(
    routes=[Route("/clock", _done, methods=["GET", "POST"])], middleware=[Middleware(Guard, port=PORT, token=TOKEN)]
)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=APP, client=("127.0.0.1", 1234))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{PORT}") as made:
        yield made


async def test_who_knows_the_secret_gets_in(client: httpx.AsyncClient) -> None:
    assert (await client.get("/clock", headers=BEARER)).status_code == 200
    assert (await client.post("/clock", headers=BEARER, json={})).status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Bearer "}, {"authorization": f"Basic {TOKEN}"}, {"authorization": TOKEN}]
)
async def test_who_does_not_know_it_gets_401(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await client.get("/clock", headers=headers)).status_code == 401


@pytest.mark.parametrize(
    "header", ["origin", "referer", "cookie", "sec-fetch-site", "sec-fetch-mode", "via", "x-forwarded-for", "forwarded"]
)
async def test_a_page_or_a_proxy_is_refused_whatever_it_knows(client: httpx.AsyncClient, header: str) -> None:
    assert (await client.post("/clock", headers={**BEARER, header: "same-origin"}, json={})).status_code == 403


@pytest.mark.parametrize("host", ["localhost:4711", "127.0.0.1", "evil.example:4711", "127.0.0.1:4712", ""])
async def test_another_name_that_leads_here_is_refused(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/clock", headers={**BEARER, "host": host})).status_code == 421


async def test_another_machine_is_refused() -> None:
    transport = httpx.ASGITransport(app=APP, client=("192.0.2.7", 1234))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{PORT}") as far:
        assert (await far.get("/clock", headers=BEARER)).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_form_of_any_page_can_send_is_refused(client: httpx.AsyncClient, kind: str) -> None:
    answer = await client.post("/clock", headers={**BEARER, "content-type": kind}, content="{}")
    assert answer.status_code == 415


async def test_what_is_too_large_never_gets_in(client: httpx.AsyncClient) -> None:
    assert (await client.post("/clock", headers=BEARER, json={"text": "x" * BODY_MAX})).status_code == 413
