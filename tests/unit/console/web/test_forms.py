"""What a form may send, and what is said where it sent something else."""

from __future__ import annotations

from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from deploy.local.user_error import UserError
from services.console.web.access.form import BYTES_MAX
from services.console.web.forms import form_of, reason_of, whole


async def sent(body: bytes, kind: str = "application/x-www-form-urlencoded") -> httpx.Response:
    async def echo(request: Request) -> JSONResponse:
        return JSONResponse(await form_of(request))

    transport = httpx.ASGITransport(app=Starlette(routes=[Route("/", echo, methods=["POST"])]))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.post("/", content=body, headers={"content-type": kind})


async def test_texts_come_by_name_with_their_letters() -> None:
    answer = await sent(urlencode({"a": "é 你 & =", "b": ""}).encode())
    assert answer.json() == {"a": "é 你 & =", "b": ""}


async def test_what_is_no_utf_8_is_still_text() -> None:
    assert (await sent(b"a=%ff\xff")).json()["a"].startswith("\ufffd")


async def test_a_nul_comes_as_a_letter_that_a_database_takes_and_is_not_dropped() -> None:
    assert (await sent(b"name=gaia%00")).json() == {"name": "gaia\N{REPLACEMENT CHARACTER}"}


@pytest.mark.parametrize("body", [b"a=" + b"x" * BYTES_MAX, b"&".join(b"a%d=1" % number for number in range(60))])
async def test_more_than_any_form_of_ours_is_refused(body: bytes) -> None:
    assert (await sent(body)).status_code == 413


async def test_what_is_no_form_is_refused() -> None:
    assert (await sent(b"{}", "application/json")).status_code == 415


@pytest.mark.parametrize("why", ["", "   ", "x" * 401, "a\nb", "a\0b", "\x1b[31m"])
def test_a_reason_is_one_line(why: str) -> None:
    with pytest.raises(UserError):
        reason_of({"reason": why})


def test_a_reason_is_kept_as_it_is() -> None:
    assert reason_of({"reason": "  =1+1 <b> "}) == "=1+1 <b>"


@pytest.mark.parametrize("text", ["0", "101", "-1", "1.5", "x", "٣", "9" * 30])
def test_a_number_is_within_what_it_may_be(text: str) -> None:
    with pytest.raises(UserError):
        whole({"rate": text}, "rate", least=1, most=100, default=10)


def test_no_number_is_the_usual_one() -> None:
    assert whole({}, "rate", least=1, most=100, default=10) == 10
    assert whole({"rate": " 7 "}, "rate", least=1, most=100, default=10) == 7
