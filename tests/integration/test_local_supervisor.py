"""The supervisor: what it starts comes back when it falls over, and is gone when it should be."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.folder import ROOT, Folder
from deploy.local.identity import Identity, still_there
from deploy.local.supervisor import Supervisor, end_leftovers, read_state, supervisor_of, write_state
from deploy.local.user_error import UserError

from .local_programs import STUBBORN, ended, program


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data").make()


async def test_a_program_is_ready_when_start_returns_and_gone_after_close(folder: Folder, tmp_path: Path) -> None:
    async with Supervisor(folder) as supervisor:
        await supervisor.start(program("one", tmp_path))
        pid = supervisor.pid("one")
        assert (tmp_path / "one.up").exists()
        assert pid is not None
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)
    assert ended(tmp_path) == ["one"]
    assert read_state(folder) is None


async def test_what_depends_on_others_stops_before_them(folder: Folder, tmp_path: Path) -> None:
    async with Supervisor(folder) as supervisor:
        await supervisor.start(
            program("database", tmp_path, order=10), program("broker", tmp_path, order=20), program("service", tmp_path)
        )
    assert ended(tmp_path) == ["service", "broker", "database"]


async def test_a_killed_program_is_started_again(folder: Folder, tmp_path: Path) -> None:
    said: list[str] = []
    async with Supervisor(folder, said.append) as supervisor:
        await supervisor.start(program("one", tmp_path))
        first = await supervisor.kill("one")
        second = await supervisor.up("one", at_most_s=20)
        assert second != first
        assert supervisor.restarts("one") == 1
    assert "one was ended by SIGKILL" in said[0]


async def test_a_killed_program_is_started_again_also_where_its_reaper_can_t_be(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without memory ends the reaper, and has no room for another: the programs come first."""
    said: list[str] = []

    def no_room() -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    async with Supervisor(folder, said.append) as supervisor:
        await supervisor.start(program("one", tmp_path))
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(supervisor, "_start_reaper", no_room)
            assert supervisor.reaper_pid is not None
            reaper = psutil.Process(supervisor.reaper_pid)
            reaper.kill()
            await asyncio.to_thread(still_there, [Identity.of("reaper", reaper.pid)], 5)
            first = await supervisor.kill("one")
            assert await supervisor.up("one", at_most_s=20) != first
        assert [sentence for sentence in said if "reaper" in sentence] == [
            "the reaper can't be started (Cannot allocate memory): should this process be killed, ./doorstep up ends "
            "what it leaves"
        ]
        dead = supervisor.reaper_pid
        await supervisor.restart("one")
        assert supervisor.reaper_pid != dead


async def test_a_stopped_program_stays_down_until_it_is_restarted(folder: Folder, tmp_path: Path) -> None:
    async with Supervisor(folder) as supervisor:
        await supervisor.start(program("one", tmp_path))
        await supervisor.stop("one")
        assert supervisor.pid("one") is None
        await supervisor.restart("one")
        assert supervisor.pid("one") is not None


async def test_what_was_stopped_on_purpose_and_started_again_is_told_apart_from_what_fell_over(
    folder: Folder, tmp_path: Path
) -> None:
    async with Supervisor(folder) as supervisor:
        await supervisor.start(program("one", tmp_path))
        assert [each["stops"] for each in (read_state(folder) or {})["processes"]] == [0]
        await supervisor.restart("one")
        (told,) = (read_state(folder) or {})["processes"]
        assert (told["stops"], told["restarts"]) == (1, 0)


async def test_one_that_gives_no_sign_of_life_is_started_again(folder: Folder, tmp_path: Path) -> None:
    answers = iter([False] * 6)

    async def live() -> bool:
        return next(answers, True)

    said: asyncio.Queue[str] = asyncio.Queue()
    async with Supervisor(folder, said.put_nowait) as supervisor:
        await supervisor.start(program("one", tmp_path, live=live, live_s=0.3))
        first = supervisor.pid("one")
        assert "no sign of life" in await asyncio.wait_for(said.get(), 60)
        assert "started again" in await asyncio.wait_for(said.get(), 60)
        assert await supervisor.up("one", at_most_s=20) != first


async def test_one_that_ignores_the_polite_signal_is_killed_after_its_time(folder: Folder, tmp_path: Path) -> None:
    said: list[str] = []
    async with Supervisor(folder, said.append) as supervisor:
        await supervisor.start(program("stubborn", tmp_path, STUBBORN, stop_s=0.3))
        pid = supervisor.pid("stubborn")
    assert pid is not None
    assert not psutil.pid_exists(pid)
    assert any("did not stop" in sentence for sentence in said)


async def test_a_failed_start_says_what_the_program_said_and_stops_the_others(folder: Folder, tmp_path: Path) -> None:
    before = set(psutil.Process().children())
    code = "import sys; sys.exit('SETTING is missing: it should be a number')"
    async with Supervisor(folder) as supervisor:
        with pytest.raises(UserError, match=r"broken ended with code 1 while starting.*SETTING is missing") as caught:
            await supervisor.start(program("good", tmp_path), program("broken", tmp_path, code))
        assert str(folder.logs / "broken.log") in caught.value.todo
    assert set(psutil.Process().children()) == before


@pytest.mark.parametrize("end", ["sys.exit(1)", "signal.pause()"], ids=["ends", "is not ready in time"])
async def test_entries_of_a_log_are_not_put_before_people(end: str, folder: Folder, tmp_path: Path) -> None:
    code = f'import signal, sys; print(\'{{"event": "step-failed"}}\', flush=True); {end}'
    async with Supervisor(folder) as supervisor:
        with pytest.raises(UserError) as caught:
            await supervisor.start(program("terse", tmp_path, code, ready_s=1.0))
    assert "{" not in f"{caught.value}"
    assert "step-failed" in (folder.logs / "terse.log").read_text()


async def test_two_supervisors_never_share_a_folder(folder: Folder) -> None:
    async with Supervisor(folder):
        with pytest.raises(UserError, match="already runs"):
            await Supervisor(folder).open()


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A supervisor in a process of its own, with two programs; its first line of output holds the pids."""
    command = [sys.executable, "-m", "tests.integration.local_programs", str(tmp_path), "1", "stubborn", "obedient"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        yield process
        process.kill()


def started(killable: subprocess.Popen[str]) -> dict[str, Identity]:
    assert killable.stdout is not None
    return {name: Identity.of(name, pid) for name, pid in json.loads(killable.stdout.readline()).items()}


def test_nothing_is_left_when_the_supervisor_is_killed(killable: subprocess.Popen[str], tmp_path: Path) -> None:
    processes = started(killable)
    killable.kill()
    assert still_there([*processes.values()], 20) == []
    assert ended(tmp_path) == ["obedient"]


def test_ctrl_c_stops_in_order(killable: subprocess.Popen[str], tmp_path: Path) -> None:
    processes = started(killable)
    killable.send_signal(signal.SIGINT)
    assert still_there([*processes.values()], 20) == []
    assert read_state(Folder(tmp_path / "data")) is None


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_without_the_reaper_the_kernel_asks_and_the_next_start_ends_the_rest(
    killable: subprocess.Popen[str], tmp_path: Path
) -> None:
    processes = started(killable)
    folder = Folder(tmp_path / "data")
    os.kill(processes["reaper"].pid, signal.SIGSTOP)
    killable.kill()
    os.kill(processes["reaper"].pid, signal.SIGKILL)
    killable.wait()
    assert still_there([processes["obedient"]], 20) == []
    assert processes["stubborn"].process() is not None
    assert supervisor_of(folder) is None
    assert [one.name for one in end_leftovers(folder)] == ["stubborn"]
    assert processes["stubborn"].process() is None


def test_a_process_that_only_has_the_number_of_one_of_ours_is_left_alone(folder: Folder) -> None:
    with subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=subprocess.PIPE) as innocent:
        known = Identity.of("notifier", innocent.pid)
        former = Identity(known.name, known.pid, known.started - 3600, known.order, known.stop, known.stop_s)
        write_state(folder, {"processes": [former.doc()]})
        assert end_leftovers(folder) == []
        assert innocent.poll() is None
        innocent.communicate(b"\n")


def test_a_spoilt_run_file_stops_nobody(folder: Folder) -> None:
    folder.state.write_text('{"processes": [{"pid": 1}], "supervisor": {"pid": "x"}')
    assert read_state(folder) is None
    assert end_leftovers(folder) == []
    folder.state.write_text('{"processes": [{"pid": 1}], "supervisor": {"pid": 1}}')
    assert supervisor_of(folder) is None
    assert end_leftovers(folder) == []


def test_keys_are_for_their_owner_alone(folder: Folder) -> None:
    path = folder.secret("master")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.read_text() == folder.secret("master").read_text()
    assert os.listdir(folder.keys) == ["master"]
