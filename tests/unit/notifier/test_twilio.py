"""The real Twilio SDK over aiohttp: what an answer, or the lack of one, says about a text."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest

from services.notifier.shell.sms import Accepted, Busy, Doubt, Ready, Rejected, Report, Unreached, Unsent
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms

SID, TOKEN, OURS = "AC" + "0" * 32, "a token of sixteen or more", "+351900000000"
MESSAGE = "SM" + "b" * 32
TEXT = Ready("+351900000001", "Olá {x} & =", "https://bank.example/twilio/status/1")
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DATE = "Tue, 24 Nov 2026 12:00:00 +0000"


def answer(status: int, body: Any) -> bytes:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(raw)) + raw


def problem(status: int, code: int) -> bytes:
    return answer(status, {"status": status, "code": code, "message": "no", "more_info": "-"})


class Carrier:
    """Answers each request with the same bytes, or cuts the line when there are none; keeps what it got."""

    def __init__(self, raw: bytes | None) -> None:
        self.raw = raw
        self.got: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        length = int(lengths[0].partition(b":")[2]) if lengths else 0
        self.got.append(head + await reader.readexactly(length))
        if self.raw is not None:
            writer.write(self.raw)
            await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def carrier(raw: bytes | None) -> AsyncIterator[tuple[TwilioSms, Carrier]]:
    there = Carrier(raw)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sms = TwilioSms(SID, fixed(TOKEN), OURS, f"http://127.0.0.1:{port}")
    try:
        yield sms, there
    finally:
        await sms.close()
        server.close()
        await server.wait_closed()


async def test_a_text_is_posted_once_as_twilio_wants_it() -> None:
    async with carrier(answer(201, {"sid": MESSAGE, "status": "queued"})) as (sms, there):
        assert await sms.send([TEXT]) == [Accepted(MESSAGE)]
    (request,) = there.got
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(f"POST /2010-04-01/Accounts/{SID}/Messages.json ".encode())
    assert b"Basic " in head
    assert parse_qs(body.decode()) == {
        "To": [TEXT.to], "From": [OURS], "Body": [TEXT.body], "StatusCallback": [TEXT.callback],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (problem(400, 21211), Rejected(21211)),
        (problem(400, 21610), Rejected(21610)),
        (answer(404, b"not json"), Rejected(404)),
        (problem(401, 20003), Unsent("account-refused")),
        (problem(403, 20403), Unsent("account-refused")),
        (problem(429, 20429), Busy()),
        (problem(500, 20500), Doubt("http-500")),
        (answer(503, b"<html>"), Doubt("http-503")),
        (answer(201, b"not json"), Doubt("JSONDecodeError")),
        (answer(201, {}), Doubt("no-sid")),
        (problem(408, 20408), Doubt("http-408")),
        (b"HTTP/1.1 307 X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", Doubt("http-307")),
        (None, Doubt("ServerDisconnectedError")),
        (b"HTTP/1.1 201 X\r\nContent-Length: 500\r\n\r\n{", Doubt("ClientPayloadError")),
    ],
)  # fmt: skip
async def test_an_answer_says_what_is_known(raw: bytes | None, outcome: Any) -> None:
    async with carrier(raw) as (sms, there):
        assert await sms.send([TEXT]) == [outcome]
        assert len(there.got) == 1


async def test_a_refused_connection_means_that_nothing_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    sms = TwilioSms(SID, fixed(TOKEN), OURS, f"http://127.0.0.1:{port}")
    assert await sms.send([TEXT]) == [Unsent("ClientConnectorError")]
    with pytest.raises(Unreached):
        await sms.find(TEXT.to, AT)
    await sms.close()


async def test_an_answer_that_does_not_come_in_time_leaves_doubt() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    sms = TwilioSms(SID, fixed(TOKEN), OURS, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", timeout_s=0.2)
    assert await sms.send([TEXT]) == [Doubt("NotWholeInTime")]
    await sms.close()
    server.close()
    await server.wait_closed()


async def test_texts_in_doubt_are_looked_for_by_recipient_and_time() -> None:
    listed = [
        {"sid": MESSAGE, "body": "here", "date_created": DATE},
        {"sid": "SM" + "c" * 32, "body": "too old", "date_created": "Mon, 23 Nov 2026 12:00:00 +0000"},
        {"sid": None, "body": None, "date_created": None},
    ]
    page = {"messages": listed, "next_page_uri": None, "page": 0, "page_size": 50, "uri": "/x"}
    async with carrier(answer(200, page)) as (sms, there):
        listing = await sms.find(TEXT.to, AT)
    assert [(one.body, one.at) for one in listing.found] == [("here", AT)]
    assert listing.whole
    assert b"To=%2B351900000001" in there.got[0]


async def test_what_we_sent_in_a_time_is_listed_with_what_became_of_it() -> None:
    listed = [
        {"sid": MESSAGE, "body": "a", "to": TEXT.to, "date_created": DATE, "status": "delivered", "error_code": None},
        {"sid": "SM" + "c" * 32, "body": "b", "to": TEXT.to, "date_created": DATE, "status": "undelivered",
         "error_code": 30003},
        {"sid": "SM" + "d" * 32, "body": "c", "to": TEXT.to, "date_created": DATE, "status": "a new word"},
    ]  # fmt: skip
    page = {"messages": listed, "next_page_uri": None, "page": 0, "page_size": 1000, "uri": "/x"}
    async with carrier(answer(200, page)) as (sms, there):
        listing = await sms.listed(AT, AT + timedelta(minutes=5))
    assert [one.report for one in listing.found] == [Report("delivered"), Report("undelivered", 30003), Report(None)]
    assert listing.whole
    head = there.got[0]
    for part in (b"From=%2B351900000000", b"DateSent%3E=", b"DateSent%3C=", b"PageSize=1000"):
        assert part in head


async def test_what_the_carrier_said_itself_is_no_trace_of_a_text_of_ours() -> None:
    listed = [
        {"sid": "SM" + "c" * 32, "body": "You have been unsubscribed.", "to": TEXT.to, "date_created": DATE,
         "direction": "outbound-reply", "status": "delivered"},
        {"sid": MESSAGE, "body": "here", "to": TEXT.to, "date_created": DATE, "direction": "outbound-api"},
    ]  # fmt: skip
    page = {"messages": listed, "next_page_uri": None, "page": 0, "page_size": 50, "uri": "/x"}
    async with carrier(answer(200, page)) as (sms, _):
        for listing in (await sms.find(TEXT.to, AT), await sms.listed(AT, AT)):
            assert [one.body for one in listing.found] == ["here"]


async def test_a_list_that_stops_at_its_limit_is_not_the_whole() -> None:
    listed = [{"sid": f"SM{number:032x}", "body": "x", "to": TEXT.to, "date_created": DATE} for number in range(50)]
    page = {"messages": listed, "next_page_uri": "/2010-04-01/next", "page": 0, "page_size": 50, "uri": "/x"}
    async with carrier(answer(200, page)) as (sms, _):
        assert not (await sms.find(TEXT.to, AT)).whole
        assert (await sms.find(TEXT.to, AT + timedelta(hours=1))).whole, "it goes back to before that time"


async def test_one_text_is_asked_for_by_its_id() -> None:
    body = {"sid": MESSAGE, "status": "undelivered", "error_code": 30005}
    async with carrier(answer(200, body)) as (sms, there):
        assert await sms.report(MESSAGE) == Report("undelivered", 30005)
    assert there.got[0].startswith(f"GET /2010-04-01/Accounts/{SID}/Messages/{MESSAGE}.json ".encode())
    async with carrier(problem(404, 20404)) as (sms, _):
        assert await sms.report(MESSAGE) is None


@pytest.mark.parametrize("raw", [problem(401, 20003), problem(503, 20503), None, answer(200, b"not json")])
async def test_a_carrier_that_does_not_answer_well_can_not_be_asked(raw: bytes | None) -> None:
    async with carrier(raw) as (sms, _):
        for question in (sms.report(MESSAGE), sms.reach(), sms.listed(AT, AT)):
            with pytest.raises(Unreached):
                await question


async def test_a_carrier_that_lists_anything_can_be_reached() -> None:
    async with carrier(answer(200, {"messages": [], "next_page_uri": None, "uri": "/x"})) as (sms, there):
        await sms.reach()
    assert b"PageSize=1 " in there.got[0] or b"PageSize=1&" in there.got[0]


@pytest.mark.parametrize("raw", [problem(500, 20500), None, answer(200, b"not json")])
async def test_a_list_that_can_not_be_had_is_said_so(raw: bytes | None) -> None:
    async with carrier(raw) as (sms, _):
        with pytest.raises(Unreached):
            await sms.find(TEXT.to, AT)


async def test_many_texts_are_posted_side_by_side_and_answered_in_order() -> None:
    async with carrier(answer(201, {"sid": MESSAGE})) as (sms, there):
        texts = [Ready(TEXT.to, str(number), TEXT.callback) for number in range(20)]
        assert await sms.send(texts) == [Accepted(MESSAGE)] * 20
    assert len(there.got) == 20


async def test_whatever_breaks_under_a_post_leaves_that_text_in_doubt_and_the_others_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with carrier(answer(201, {"sid": MESSAGE, "status": "queued"})) as (sms, _):
        request = sms._http.request

        async def breaks(method: str, uri: str, **more: Any) -> Any:
            if more["data"]["Body"] == "breaks":
                raise RuntimeError("unable to perform operation; the handler is closed")  # what uvloop may say
            return await request(method, uri, **more)

        monkeypatch.setattr(sms._http, "request", breaks)
        broken = Ready(TEXT.to, "breaks", TEXT.callback)
        assert await sms.send([broken, TEXT]) == [Doubt("RuntimeError"), Accepted(MESSAGE)]


async def test_whatever_breaks_under_a_question_to_the_carrier_it_is_asked_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with carrier(answer(200, {"messages": []})) as (sms, _):

        async def breaks(*args: Any, **more: Any) -> Any:
            raise AttributeError("'NoneType' object has no attribute 'getpeername'")

        monkeypatch.setattr(sms._http, "request", breaks)
        with pytest.raises(Unreached, match="AttributeError"):
            await sms.find(TEXT.to, AT)
