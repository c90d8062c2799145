"""A stop while Kafka takes connections and says nothing, as a broker that is frozen."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from deploy.local.user_error import UserError
from services.console.acts import producer
from services.console.acts.operations import ask_one, operation
from services.console.acts.producer import NotTaken
from services.console.acts.switches import not_thrown
from services.console.target import Target
from services.console.views.database import Database
from services.console.views.streams import unreachable
from shared.contracts.operations import ReplayAsked
from shared.contracts.switches import SwitchResumed, SwitchStopped
from tests.apart import campaign
from tests.made_topics import make_topics

from ...unit.console.command_line import run
from .web.test_what_is_away import own_broker

STOP = ("switch", "stop", "sending", "--scope", "all", "--cause", "storm", "--by", "op-1")


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("DATABASE_URL", "DOORSTEP_TOPIC_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", f"127.0.0.1:{server.getsockname()[1]}")
        yield


@pytest.mark.usefixtures("hanging")
def test_a_stop_that_kafka_does_not_take_says_that_nothing_was_stopped_and_what_does_stop_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(producer, "PATIENCE_MS", 200)
    said = run(monkeypatch, capsys, *STOP)
    assert said.code == 1
    assert "Nothing was stopped." in said.trouble
    assert "./doorstep down" in said.trouble
    assert "Unable connect" not in said.trouble, "a line of the library's log"


async def test_whatever_somebody_asks_of_a_broker_that_hangs_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producer, "PATIENCE_MS", 200)
    with socket.create_server(("127.0.0.1", 0)) as server:
        target = Target({"KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{server.getsockname()[1]}"}, None, None)
        asked = operation(ReplayAsked, "notifier", datetime.now(UTC), by="op-1", why="a drill", aggregate="c-1")
        with pytest.raises(NotTaken, match="Kafka can't be reached"):
            await ask_one(target, cast(Database, None), asked)
        with pytest.raises(NotTaken, match="Kafka can't be reached"):
            async with producer.sending(target):
                raise AssertionError("nobody is there")


def test_what_was_on_its_way_is_looked_for_before_it_is_asked_for_again() -> None:
    away: UserError = unreachable(TimeoutError())
    assert "look before you ask for it again" in NotTaken(away, may_be_there=True).what
    assert NotTaken(away, may_be_there=False).what == away.what


@pytest.mark.parametrize(("event", "done"), [(SwitchStopped, "stopped"), (SwitchResumed, "resumed")])
def test_what_kafka_may_have_taken_is_not_called_undone(event: type[SwitchStopped | SwitchResumed], done: str) -> None:
    away: UserError = unreachable(TimeoutError())
    lost, on_its_way = (not_thrown(event, NotTaken(away, may_be_there=may)) for may in (False, True))
    assert f"Nothing was {done}." in lost.what
    assert f"Whether anything was {done} is not known" in on_its_way.what
    assert ("./doorstep down" in lost.todo) == ("./doorstep down" in on_its_way.todo) == (event is SwitchStopped)


@campaign
async def test_a_broker_that_stands_still_once_it_was_reached_keeps_nobody_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """aio-libs/aiokafka#1101: neither the record nor the end of the producer came to an end."""
    monkeypatch.setattr(producer, "PATIENCE_MS", 1_000)
    async with own_broker(tmp_path / "broker") as (bootstrap, java):
        await make_topics(bootstrap, "switches")
        target = Target({"KAFKA_BOOTSTRAP_SERVERS": bootstrap}, None, None)
        try:
            async with producer.sending(target) as send:
                java.suspend()
                with pytest.raises(UserError, match="can't be reached"):
                    await send("switches", b"all", b"{}")
        finally:
            java.resume()
