"""What a service's HTTP server tells a stranger: as little as it can."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared.runtime.health import Health
from shared.runtime.web import LOOPBACK, Web


async def _post(request: Request) -> Response:
    return Response("taken")


@pytest.fixture
async def outside() -> AsyncIterator[httpx.AsyncClient]:
    from shared.runtime.routing import application

    with socket.create_server((LOOPBACK, 0)) as found:
        port = found.getsockname()[1]
    web = Web(application([Route("/twilio/replies", _post, methods=["POST"])]), port, setting="DOORSTEP_WEBHOOK_PORT")
    await web.start()
    async with httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{port}") as client:
        yield client
    await web.stop()


async def test_nobody_is_told_which_server_it_is(outside: httpx.AsyncClient) -> None:
    answer = await outside.post("/twilio/replies")
    assert answer.status_code == 200
    assert {"server", "date"} & set(answer.headers) == set()


async def test_a_slash_too_many_leads_nowhere_and_not_to_the_host_that_a_stranger_names(
    outside: httpx.AsyncClient,
) -> None:
    answer = await outside.post("/twilio/replies/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers.get("location")) == (404, None)


async def test_nor_at_a_health_port() -> None:
    transport = httpx.ASGITransport(app=Health("notifier").app())
    async with httpx.AsyncClient(transport=transport, base_url="http://evil.example") as client:
        assert (await client.get("/ready/")).status_code == 404
