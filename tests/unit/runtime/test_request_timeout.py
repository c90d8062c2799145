"""A server that waits for no slow client, and cuts nobody else off. Its loop is moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from shared.runtime.admission import Admission
from shared.runtime.request_timeout import NO_ROOM, REQUEST_S, Impatient

HEAD = b"POST / HTTP/1.1\r\nHost: inside\r\nContent-Length: 4\r\n\r\n"


class Line(asyncio.Transport):
    """What was answered, and whether the line is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = b""
        self.cut = False

    def write(self, data: Any) -> None:
        self.answered += bytes(data)

    def close(self) -> None:
        self.cut = True

    def is_closing(self) -> bool:
        return self.cut

    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...


class Alarm:
    def __init__(self, rings: Callable[[], None]) -> None:
        self.rings: Callable[[], None] | None = rings

    def cancel(self) -> None:
        self.rings = None


class HandLoop:
    """Keeps the alarms that are set, and runs a request's task as far as it goes."""

    def __init__(self) -> None:
        self.alarms: list[tuple[float, Alarm]] = []
        self.tasks: list[Coroutine[Any, Any, None]] = []

    def call_later(self, seconds: float, rings: Callable[[], None]) -> Alarm:
        self.alarms.append((seconds, Alarm(rings)))
        return self.alarms[-1][1]

    def create_task(self, work: Coroutine[Any, Any, None], **_: Any) -> Any:
        self.tasks.append(work)
        return asyncio.Future(loop=self)  # type: ignore[arg-type]

    def get_debug(self) -> bool:
        return False

    @property
    def waiting(self) -> list[Alarm]:
        """Deadlines of requests that were neither cancelled nor rung."""
        return [alarm for seconds, alarm in self.alarms if seconds == REQUEST_S and alarm.rings is not None]


async def echo(scope: Any, receive: Any, send: Any) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": body})


async def hasty(scope: Any, receive: Any, send: Any) -> None:
    """Answers before it has read anything, as a server does that finds a request too large."""
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


class Client:
    """One connection, driven by hand."""

    def __init__(self, app: Any = echo, admission: Admission | None = None) -> None:
        # Another keep-alive than the deadline, so that their alarms can be told apart.
        config = uvicorn.Config(app, lifespan="off", log_config=None, ws="none", timeout_keep_alive=77)
        self.loop, self.line = HandLoop(), Line()
        self.server = Impatient(config, ServerState(), {}, _loop=self.loop, admission=admission)
        self.server.connection_made(self.line)

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self.server.data_received(part)

    def work(self) -> None:
        """The request that came is answered."""
        with pytest.raises(StopIteration):
            self.loop.tasks.pop().send(None)

    def time_passes(self) -> None:
        (alarm,) = self.loop.waiting
        assert alarm.rings is not None
        alarm.rings()
        for task in self.loop.tasks:
            task.close()


@pytest.mark.parametrize("sent", [HEAD[:20], HEAD, HEAD + b"ab"], ids=["half a head", "no body", "half a body"])
def test_a_request_that_is_not_complete_in_time_is_answered_408(sent: bytes) -> None:
    client = Client()
    client.send(sent)
    client.time_passes()
    assert client.line.answered.startswith(b"HTTP/1.1 408 ")
    assert client.line.cut


def test_a_connection_without_a_request_is_closed_without_a_word() -> None:
    client = Client()
    client.time_passes()
    assert (client.line.answered, client.line.cut) == (b"", True)


def test_dripping_bytes_wins_no_time() -> None:
    client = Client()
    client.send(HEAD[:1])
    (deadline,) = client.loop.waiting
    client.send(*(HEAD[at : at + 1] for at in range(1, len(HEAD))), b"a")
    assert client.loop.waiting == [deadline]
    client.time_passes()


def test_a_request_that_is_complete_is_waited_for_no_more() -> None:
    client = Client()
    client.send(HEAD[:30], HEAD[30:], b"ab", b"cd")
    assert client.loop.waiting == []
    client.work()
    assert client.line.answered.startswith(b"HTTP/1.1 200 ")
    assert client.line.answered.endswith(b"abcd")


def test_the_next_request_of_a_connection_has_its_own_time() -> None:
    client = Client()
    client.send(HEAD + b"abcd")
    client.work()
    assert client.loop.waiting == [], "an idle connection is the keep-alive's business"
    client.send(HEAD[:5])
    client.time_passes()
    assert client.line.answered.count(b"HTTP/1.1 408 ") == 1


def test_a_second_request_in_the_same_breath_has_one_too() -> None:
    client = Client()
    client.send(HEAD + b"abcd" + HEAD)
    client.work()
    client.time_passes()
    assert client.line.cut


def test_what_was_answered_before_it_had_ended_is_not_answered_again() -> None:
    client = Client(hasty)
    client.send(HEAD + b"ab")
    client.work()
    client.time_passes()
    assert client.line.answered.count(b"HTTP/1.1") == 1
    assert client.line.cut


def test_a_line_that_is_lost_leaves_no_alarm_behind() -> None:
    client = Client()
    client.send(HEAD[:5])
    client.server.connection_lost(None)
    assert client.loop.waiting == []


def test_for_another_one_who_has_said_nothing_whole_gives_way_with_503() -> None:
    admission = Admission(1)
    first, second = Client(admission=admission), Client(admission=admission)
    assert (first.line.answered, first.line.cut) == (NO_ROOM, True)
    assert not second.line.cut
    assert first.loop.waiting == []


def test_who_is_being_answered_is_not_cut_off_for_another() -> None:
    admission = Admission(1)
    first = Client(admission=admission)
    first.send(HEAD, b"abcd")
    second = Client(admission=admission)
    assert (second.line.answered, second.line.cut) == (NO_ROOM, True)
    first.work()
    assert first.line.answered.startswith(b"HTTP/1.1 200 ")
    third = Client(admission=admission)
    assert first.line.cut
    assert not third.line.cut
    second.server.connection_lost(None)
    third.server.connection_lost(None)
    assert admission.connections == 0


def test_a_body_that_has_no_room_is_refused_and_not_kept() -> None:
    admission = Admission(10, bytes_max=len(HEAD) + 2)
    client = Client(admission=admission)
    client.send(HEAD, b"abc")
    assert (client.line.answered, client.line.cut) == (NO_ROOM, True)
    assert client.loop.waiting == []
    for task in client.loop.tasks:
        task.close()
