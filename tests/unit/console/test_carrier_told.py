"""`up` tells that the carrier does not answer, as soon as a notifier has asked it; nobody asks it for that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from deploy.local.ports import free_port
from deploy.local.program import Program
from deploy.local.progress import ProgressOutput
from services.console.cli.carrier_trouble import notifiers, told_of_carrier

AWAY = {"carrier": {"answers": False, "why": "nobody answers there"}}


class Heard(ProgressOutput):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)


@asynccontextmanager
async def saying(name: str, body: bytes) -> AsyncIterator[Program]:
    """A process whose `/ready` says that."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.0 200 OK\r\n\r\n" + body)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield Program(name, (), about={"health_port": port, "health_host": "127.0.0.1"})


def ready(**facts: Any) -> bytes:
    return json.dumps({"service": "notifier", "ready": True, **facts}).encode()


async def test_a_carrier_that_is_away_is_told_once_for_all_replicas() -> None:
    heard = Heard()
    async with saying("notifier", ready(**AWAY)) as one, saying("notifier-2", ready(**AWAY)) as two:
        assert await told_of_carrier([one, two], heard) == []
    assert heard.lines == [
        "notifier: the carrier does not answer: nobody answers there. Texts wait, and go out by themselves once it"
        " does; ./doorstep doctor looks closer"
    ]


async def test_of_a_carrier_that_answers_nothing_is_said() -> None:
    heard = Heard()
    async with saying("notifier", ready(carrier={"answers": True, "why": ""})) as one:
        assert await told_of_carrier([one], heard) == []
    assert heard.lines == []


@pytest.mark.parametrize("body", [ready(), b"", b"[]", b"{", b'"carrier"'], ids=str)
async def test_who_has_not_asked_yet_is_looked_at_again(body: bytes) -> None:
    heard = Heard()
    async with saying("notifier", body) as one:
        assert await told_of_carrier([one], heard) == [one]
    assert heard.lines == []


async def test_who_does_not_answer_is_looked_at_again() -> None:
    gone = Program("notifier", (), about={"health_port": free_port(), "health_host": "127.0.0.1"})
    assert await told_of_carrier([gone], Heard()) == [gone]


def test_notifiers_alone_know_of_a_carrier() -> None:
    names = ("notifier", "scheduler", "notifier-2", "router", "monitor", "console")
    assert [each.name for each in notifiers([Program(name, ()) for name in names])] == ["notifier", "notifier-2"]
