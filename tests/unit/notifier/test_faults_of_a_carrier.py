"""Every way in which a post can go wrong on a real socket: what never left is unsent, all else is doubt, once."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from services.notifier.shell.sms import Accepted, Doubt, PostingOutcome, Unsent
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_http import ANSWER_BYTES_MAX, KEEPALIVE_S
from services.notifier.shell.twilio_sms import TwilioSms
from services.sandbox.twin.serve import IDLE_S
from tests.integration.servers.authority import Authority

from .faulty_carrier import OURS, SID, TOKEN, Line, Serve, answer, both_loops, faulty, sid, text


async def resets_at_once(line: Line) -> None:
    line.reset()


async def closes_at_once(line: Line) -> None:
    return None


async def resets_when_it_has_read(line: Line) -> None:
    await line.read()
    line.reset()


async def closes_when_it_has_read(line: Line) -> None:
    await line.read()


async def reads_half(line: Line) -> None:
    await line.reader.readexactly(40)
    line.reset()


def says(raw: bytes, *, reset: bool = False) -> Serve:
    async def serve(line: Line) -> None:
        await line.read()
        await line.say(raw)
        if reset:
            line.reset()

    return serve


async def is_silent(line: Line) -> None:
    await line.read()
    await line.until_closed()


async def reads_nothing(line: Line) -> None:
    await asyncio.Event().wait()


SILENT_S = 1.5
"""A third of it is for the connection: enough where others use the machine too."""
BOMB = gzip.compress(b" " * (64 << 20))
PACKED = b"HTTP/1.1 201 X\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB)

AFTER_IT_LEFT: dict[str, Serve] = {
    "reset at once": resets_at_once,
    "closed at once": closes_at_once,
    "reset after the request": resets_when_it_has_read,
    "closed after the request": closes_when_it_has_read,
    "reset in the middle of the request": reads_half,
    "half a status line": says(b"HTTP/1.1 20"),
    "half a head": says(answer()[:40]),
    "half a body": says(answer()[:-5]),
    "half a body, then a reset": says(answer()[:-5], reset=True),
    "half a chunk": says(b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{"),
    "no HTTP": says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "two lengths": says(answer(more=b"Content-Length: 7\r\n")),
    "a head without end": says(b"HTTP/1.1 201 X\r\nX: " + b"x" * 200_000),
    "much in little": says(PACKED + BOMB),
    "silence": is_silent,
    "silence from the beginning": reads_nothing,
    "too large by its own word": says(b"HTTP/1.1 201 X\r\nContent-Length: 9\r\n\r\n" + b" " * (ANSWER_BYTES_MAX + 9)),
    "another place": says(b"HTTP/1.1 307 X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
    "408": says(answer(408)),
    "another protocol": says(b"HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"),
}


@both_loops
@pytest.mark.parametrize("fault", AFTER_IT_LEFT)
def test_what_may_have_left_is_in_doubt_and_was_posted_once(run: Callable[..., Any], fault: str) -> None:
    async def case() -> None:
        async with faulty(AFTER_IT_LEFT[fault], SILENT_S if "silence" in fault else 30.0) as (sms, there):
            (outcome,) = await sms.send([text()])
            assert isinstance(outcome, Doubt), outcome
            assert there.lines == 1
            assert max(there.got.values(), default=0) <= 1

    run(case())


async def _posted_to(url: str) -> list[PostingOutcome]:
    sms = TwilioSms(SID, fixed(TOKEN), OURS, url, timeout_s=SILENT_S)
    try:
        return await sms.send([text()])
    finally:
        await sms.close()


async def _refused() -> list[PostingOutcome]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return await _posted_to(f"http://127.0.0.1:{port}")


async def _no_such_name() -> list[PostingOutcome]:
    return await _posted_to("http://nobody.invalid")


async def _no_such_scheme() -> list[PostingOutcome]:
    return await _posted_to("gopher://127.0.0.1:1")


async def _through_tls(serve: Serve) -> list[PostingOutcome]:
    """To somebody who does not speak it."""
    async with faulty(serve, scheme="https", timeout_s=SILENT_S) as (sms, there):
        outcomes = await sms.send([text()])
        assert not there.got
        return outcomes


async def _speaks_plainly(line: Line) -> None:
    await line.say(b"HTTP/1.1 400 plain\r\n\r\n")


BEFORE_IT_LEFT: dict[str, Callable[[], Awaitable[list[PostingOutcome]]]] = {
    "refused": _refused,
    "no such name": _no_such_name,
    "no such scheme": _no_such_scheme,
    "no TLS": lambda: _through_tls(_speaks_plainly),
    "TLS reset": lambda: _through_tls(resets_at_once),
    "TLS closed": lambda: _through_tls(closes_at_once),
    "TLS that is silent": lambda: _through_tls(reads_nothing),
}


@both_loops
@pytest.mark.parametrize("fault", BEFORE_IT_LEFT)
def test_what_never_left_is_unsent(run: Callable[..., Any], fault: str) -> None:
    (outcome,) = run(BEFORE_IT_LEFT[fault]())
    assert isinstance(outcome, Unsent), outcome


@both_loops
@pytest.mark.parametrize("hosts", [("127.0.0.1",), ("elsewhere.example",)])
def test_a_carrier_whose_certificate_nobody_vouches_for_gets_nothing(
    run: Callable[..., Any], hosts: tuple[str, ...], tmp_path: Path
) -> None:
    signed = Authority(tmp_path).sign("carrier", hosts=hosts)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(signed.certificate, signed.key)

    async def case() -> None:
        async with faulty(is_silent, tls=tls, scheme="https", timeout_s=30.0) as (sms, there):
            assert await sms.send([text()]) == [Unsent("ClientConnectorCertificateError")]
            assert not there.got

    run(case())


@both_loops
def test_what_waits_in_vain_for_a_connection_is_unsent(run: Callable[..., Any]) -> None:
    async def case() -> None:
        async with faulty(is_silent, SILENT_S) as (sms, there):
            sms._http._connections_max = 1
            outcomes = await sms.send([text(1), text(2)])
            assert [type(outcome) for outcome in outcomes] == [Doubt, Unsent]
            assert there.got == {"text 1": 1}

    run(case())


@both_loops
def test_what_a_carrier_says_on_the_way_to_its_answer_is_passed_over(run: Callable[..., Any]) -> None:
    async def case() -> None:
        early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\nLink: </x>\r\n\r\n"
        async with faulty(says(early + answer())) as (sms, _):
            assert await sms.send([text()]) == [Accepted(sid(1))]

    run(case())


def test_an_idle_connection_is_left_well_before_the_soonest_of_servers_closes_it() -> None:
    # One that is closed just as we post on it leaves a text in doubt.
    assert KEEPALIVE_S + 1 <= IDLE_S
