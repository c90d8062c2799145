"""The twin carries every webhook to its end, whatever the network does under the client."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from services.sandbox.twin import courier
from services.sandbox.twin.courier import Answered, Courier, Webhook

TOKEN = "a token of sixteen or more"
URL = "http://127.0.0.1:9/twilio/replies"


async def carried(*answers: int | Exception) -> Answered:
    """What a webhook ends with when the server answers like this, one after the other."""
    left = list(answers)

    def serve(request: httpx.Request) -> httpx.Response:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer)

    async with httpx.AsyncClient(transport=httpx.MockTransport(serve)) as client:
        carrying = Courier(TOKEN, client)
        answered: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        carrying.carry("+351900000001", Webhook(URL, {"Body": "yes"}, answered.set_result))
        found = await asyncio.wait_for(answered, 5)
        await carrying.close()
        return found


async def test_what_is_answered_is_over() -> None:
    assert await carried(200) == Answered(200, 1)
    assert await carried(403) == Answered(403, 1)


@pytest.mark.parametrize("trouble", [503, httpx.ReadError("x"), AttributeError("getpeername"), RuntimeError("closed")])
async def test_whatever_goes_wrong_is_tried_again(trouble: int | Exception) -> None:
    assert await carried(trouble, trouble, 200) == Answered(200, 3)


async def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "PATIENCE_S", 0.01)
    assert (await carried(*[503] * 50)).http == 503
