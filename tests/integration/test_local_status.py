"""What `status` and `down` say about what runs, and about what was killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from deploy.local.folder import ROOT, Folder
from deploy.local.supervisor import Supervisor
from services.console.cli.down import stop
from services.console.cli.status import duration, look, show

from .local_programs import program


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data").make()


def printed(folder: Folder) -> str:
    console = Console(width=80, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    with console.file:
        seen = look(folder)
        show([seen] if seen else [], console)
    return console.export_text()


async def test_a_running_program_is_shown_with_its_pid_and_restarts(folder: Folder, tmp_path: Path) -> None:
    async with Supervisor(folder) as supervisor:
        await supervisor.start(program("one", tmp_path))
        await supervisor.kill("one")
        pid = await supervisor.up("one")
        state = json.loads(folder.state.read_text())
    (told,) = state["processes"]
    assert told["name"] == "one"
    assert told["pid"] == pid
    assert told["restarts"] == 1
    assert told["last_end"] == "was ended by SIGKILL"
    assert 0 <= time.time() - told["ended_at_s"] < 600


def test_nothing_is_shown_where_nothing_ran(folder: Folder) -> None:
    assert look(folder) is None
    assert "Nothing runs" in printed(folder)
    assert not stop(folder, 5)


def test_down_stops_a_supervisor_and_says_that_something_ran(folder: Folder, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.integration.local_programs", str(tmp_path), "1", "obedient"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as running:
        assert running.stdout is not None
        running.stdout.readline()
        text = printed(folder)
        assert "obedient" in text
        assert "running" in text
        assert max(map(len, text.splitlines()[1:])) <= 80
        assert stop(folder, 30)
    assert look(folder) is None


def test_what_was_killed_is_said_to_be_and_cleared_away(folder: Folder, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.integration.local_programs", str(tmp_path), "1", "stubborn"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdout is not None
        pids = json.loads(running.stdout.readline())
        os.kill(pids["reaper"], 9)
        running.kill()
    assert "supervisor was killed" in printed(folder)
    assert stop(folder, 5)
    assert look(folder) is None


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, "-"), (5, "5 s"), (125, "2 min 5 s"), (12000, "3 h 20 min"), (356400, "4 d 3 h")]
)
def test_durations_are_said_in_their_two_largest_units(seconds: int | None, said: str) -> None:
    assert duration(seconds) == said
