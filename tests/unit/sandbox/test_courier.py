"""The twin is as patient with a webhook as Twilio is, and no more, whatever the network does under the client."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from services.sandbox.twin.courier import Courier, Webhook, WebhookAnswer
from services.sandbox.twin.overrides import DEFAULT, FAILURES, Overrides, overrides_of

TOKEN = "a token of sixteen or more"
URL = "http://127.0.0.1:9/twilio/replies"
Answer = int | Exception
NOBODY, RESET, SLOW = httpx.ConnectError("x"), httpx.ReadError("x"), httpx.ReadTimeout("x")


async def carried(*answers: Answer, url: str = URL) -> WebhookAnswer:
    """What a webhook ends with when the server answers like this, one after the other."""
    left = list(answers)

    def serve(request: httpx.Request) -> httpx.Response:
        assert "#" not in str(request.url)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer)

    async with httpx.AsyncClient(transport=httpx.MockTransport(serve)) as client:
        carrying = Courier(TOKEN, client)
        answered: asyncio.Future[WebhookAnswer] = asyncio.get_running_loop().create_future()
        carrying.carry("+351900000001", Webhook(url, {"Body": "yes"}, answered.set_result))
        found = await asyncio.wait_for(answered, 60)
        await carrying.close()
        return found


@pytest.mark.parametrize("answer", [200, 403, 404, 500, 503])
async def test_what_is_answered_is_over(answer: int) -> None:
    assert await carried(answer) == WebhookAnswer(answer, 1)


@pytest.mark.parametrize("trouble", [RESET, SLOW, AttributeError("getpeername"), RuntimeError("closed")])
async def test_an_answer_that_is_lost_is_not_waited_for_a_second_time(trouble: Exception) -> None:
    assert await carried(trouble) == WebhookAnswer(0, 1)


async def test_where_nobody_can_be_reached_there_is_one_more_try() -> None:
    assert await carried(NOBODY, 200) == WebhookAnswer(200, 2)
    assert await carried(NOBODY, NOBODY) == WebhookAnswer(0, 2)


@pytest.mark.parametrize(
    ("fragment", "answers", "found"),
    [
        ("rc=0", [NOBODY], WebhookAnswer(0, 1)),
        ("rc=3&rp=all", [NOBODY, RESET, 503, 404], WebhookAnswer(404, 4)),
        ("rc=3&rp=all", [503, 404, 200], WebhookAnswer(200, 3)),
        ("rc=5&rp=5xx", [503, NOBODY], WebhookAnswer(0, 2)),
        ("rc=5&rp=5xx,ct", [503, NOBODY, 404], WebhookAnswer(404, 3)),
        ("rp=rt", [SLOW, 200], WebhookAnswer(200, 2)),
        ("rc=2&rp=4xx", [404, 404, 404], WebhookAnswer(404, 3)),
    ],
)
async def test_the_url_says_how_often_and_after_what(
    fragment: str, answers: list[Answer], found: WebhookAnswer
) -> None:
    assert await carried(*answers, url=f"{URL}#{fragment}") == found


@pytest.mark.parametrize(
    ("fragment", "asked"),
    [
        ("", DEFAULT),
        ("rc=5&rp=all&ct=3000&rt=1500&tt=10000", Overrides(3.0, 1.5, 10.0, 5, FAILURES)),
        ("rc=6&ct=99&rt=15001&tt=0", DEFAULT),
        ("rc=-1&rp=sometimes", DEFAULT),
        ("e=ashburn", DEFAULT),
    ],
)
def test_a_fragment_is_read_within_its_documented_ranges(fragment: str, asked: Overrides) -> None:
    assert overrides_of(f"{URL}?a=1#{fragment}") == (f"{URL}?a=1", asked)


async def test_all_tries_together_end_in_time() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with httpx.AsyncClient(transport=httpx.MockTransport(never)) as client:
        carrying = Courier(TOKEN, client)
        answered: asyncio.Future[WebhookAnswer] = asyncio.get_running_loop().create_future()
        carrying.carry("+351900000001", Webhook(f"{URL}#tt=100&rc=5&rp=all", {}, answered.set_result))
        assert await asyncio.wait_for(answered, 60) == WebhookAnswer(0, 1)
        await carrying.close()
