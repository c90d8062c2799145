"""A program that says that it can't start is not started again and again: who started it is told why."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.folder import Folder
from deploy.local.supervisor import Supervisor, read_state
from deploy.local.user_error import UserError

from .local_programs import program

REFUSES = """
import pathlib, sys, time
name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
while not (folder / "now").exists() and name == "late": time.sleep(0.01)
print(name + " can't start: the door is locked.", file=sys.stderr)
print("  Unlock it.", file=sys.stderr)
sys.exit(77)
"""
ONCE = """
import pathlib, signal, sys
name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
if (folder / "been").exists():
    print(name + " can't start: the door was locked meanwhile.", file=sys.stderr); sys.exit(78)
(folder / "been").touch(); (folder / (name + ".up")).touch()
while True: signal.pause()
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
async def supervisor(tmp_path: Path, said: list[str]) -> AsyncIterator[Supervisor]:
    async with Supervisor(Folder(tmp_path / "data").make(), said.append) as opened:
        yield opened


def states(supervisor: Supervisor) -> dict[str, tuple[str, int, str]]:
    state = read_state(supervisor.folder) or {}
    return {told["name"]: (told["state"], told["restarts"], told["last_end"]) for told in state["processes"]}


async def test_a_start_that_is_refused_is_told_with_what_to_do(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        await supervisor.start(program("one", tmp_path, REFUSES))
    assert caught.value.what == "one can't start: the door is locked."
    assert caught.value.todo.startswith("Unlock it.\n")


async def test_who_waited_first_and_is_refused_later_is_not_started_again(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    await supervisor.start(program("late", tmp_path, REFUSES, patient=True, ready_s=0.1))
    assert supervisor.not_ready() == ["late"]
    waiting = asyncio.create_task(supervisor.refused())
    (tmp_path / "now").touch()
    refusal = await asyncio.wait_for(waiting, 60)
    assert refusal.what == "late can't start: the door is locked."
    assert states(supervisor)["late"] == ("refused", 0, "can't start: the door is locked. Unlock it.")


async def test_one_that_has_worked_and_is_refused_later_does_not_end_the_others(
    supervisor: Supervisor, tmp_path: Path, said: list[str]
) -> None:
    await supervisor.start(program("one", tmp_path, ONCE), program("two", tmp_path))
    waiting = asyncio.create_task(supervisor.refused())
    await supervisor.kill("one")
    async with asyncio.timeout(60):
        while states(supervisor)["one"][0] != "refused":
            await asyncio.to_thread(json.dumps, {})
    assert not waiting.done()
    waiting.cancel()
    assert states(supervisor)["two"][0] == "running"
    assert [line for line in said if "locked meanwhile" in line] == [
        "one can't start: the door was locked meanwhile; it is started again in 300 s"
    ]


async def test_a_run_file_that_can_not_be_written_does_not_end_the_watch(
    supervisor: Supervisor, tmp_path: Path, said: list[str]
) -> None:
    await supervisor.start(program("one", tmp_path))
    in_the_way = supervisor.folder.state.with_suffix(".new")
    in_the_way.mkdir()
    await supervisor.kill("one")
    assert await supervisor.up("one", 20)
    in_the_way.rmdir()
    assert len([line for line in said if "can't be written" in line]) == 1
