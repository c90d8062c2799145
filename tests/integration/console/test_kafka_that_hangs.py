"""A stop while Kafka takes connections and says nothing, as a broker that is frozen."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.user_error import UserError
from services.console.acts import producer
from services.console.acts.producer import NotTaken
from services.console.acts.switches import not_thrown
from services.console.target import Target
from services.console.views.streams import unreachable
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


@pytest.mark.parametrize(("event", "done"), [(SwitchStopped, "stopped"), (SwitchResumed, "resumed")])
def test_what_kafka_may_have_taken_is_not_called_undone(event: type[SwitchStopped | SwitchResumed], done: str) -> None:
    away: UserError = unreachable(TimeoutError())
    lost, on_its_way = (not_thrown(event, NotTaken(away, may_be_there=may)) for may in (False, True))
    assert f"Nothing was {done}." in lost.what
    assert f"Whether anything was {done} is not known" in on_its_way.what
    assert ("./doorstep down" in lost.todo) == ("./doorstep down" in on_its_way.todo) == (event is SwitchStopped)


@campaign
async def test_a_broker_that_stands_still_once_it_was_reached_keeps_nobody_either(
    tmp_path: Path,
) -> None:
    """aio-libs/aiokafka#1101: neither the record nor the end of the producer came to an end."""
    async with own_broker(tmp_path / "broker") as (bootstrap, java):
        await make_topics(bootstrap, "switches")
        target = Target({"KAFKA_BOOTSTRAP_SERVERS": bootstrap}, None, None)
        try:
            async with producer.sending(target, enable_idempotence=False, request_timeout_ms=1_000) as send:
                java.suspend()
                with pytest.raises(UserError, match="can't be reached"):
                    await send("switches", b"all", b"{}")
        finally:
            java.resume()
