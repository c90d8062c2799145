"""Where the commands find the system: running, or what it left."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.folder import Folder
from deploy.local.ports import Ports
from deploy.local.postgres import Postgres
from deploy.local.supervisor import Supervisor, supervisor_of
from deploy.local.user_error import UserError
from services.console.target import find
from shared.runtime.pg.migrate import migrate

from .console_stack import SERVICES, ConsoleStack
from .test_case_and_why import tell_a_life


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that PostgreSQL's system user may pass through too; pytest's own are for their owner alone."""
    with tempfile.TemporaryDirectory(prefix="doorstep-test-") as path:
        yield Path(path)


def postgres_of(folder: Folder) -> Postgres:
    return Postgres(folder, Ports(folder.run / "ports.json")("postgres"))


def test_after_the_end_of_a_demo_why_starts_the_database_alone_and_stops_it_again(
    tables: ConsoleStack, open_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DOORSTEP_DATA", str(open_path))
    folder = Folder(open_path / "demo").make()

    async def demo() -> None:
        async with Supervisor(folder) as supervisor:
            postgres = postgres_of(folder)
            supervisor.facts = {"postgres": "embedded"}
            await supervisor.start(postgres.program())
            for service in SERVICES:
                await migrate(postgres.url(), service, ("shared.runtime.pg", f"services.{service}.shell"))
            await asyncio.to_thread(tell_a_life, ConsoleStack(postgres.url(), b""))
            reach = find()
            assert (reach.name, reach.runs, reach.database_url()) == ("demo", True, postgres.url())

    asyncio.run(demo())
    assert not find().runs
    assert len(tables.json("why", "c-1")) == 5
    assert supervisor_of(folder) is None
    assert not folder.state.exists()
    result = tables.run("texts", "settle", "0123456789", "--sent")
    assert isinstance(result.exception, UserError)
    assert "Nothing runs" in result.exception.what


def test_where_nothing_ever_ran_the_commands_say_how_to_begin(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    for command in (["why", "c-1"], ["dlq", "ls"], ["watch"], ["tail"]):
        result = tables.run(command[0], *command[1:])
        assert isinstance(result.exception, UserError)
        assert "./doorstep demo" in result.exception.todo


def test_watch_says_when_no_monitor_is_known_and_when_it_does_not_answer(
    tables: ConsoleStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No stream monitor runs" in str(tables.run("watch").exception)
    monkeypatch.setenv("DOORSTEP_MONITOR_PORT", "9")
    assert "does not answer" in str(tables.run("watch").exception)
