"""The servers of a test run: shared by its processes, gone with the last of them, also when that one is killed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.local.folder import ROOT, Folder
from deploy.local.identity import Identity, still_there
from deploy.local.supervisor import read_state

ASK = "import sys; from pathlib import Path; from deploy.local import test_servers\n"
STAY = ASK + "print(test_servers.address('postgres', Path(sys.argv[1])), flush=True); input()"
FAIL = ASK + "try: test_servers.address('kafka', Path(sys.argv[1]))\nfinally: test_servers.leave()"


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="doorstep-test-", ignore_cleanup_errors=True) as path:
        yield Path(path) / "bed"


def user(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STAY, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def test_two_processes_share_one_server_which_ends_with_the_last(folder: Path) -> None:
    with user(folder) as first, user(folder) as second:
        assert first.stdout is not None
        assert second.stdout is not None
        url = first.stdout.readline().strip()
        assert second.stdout.readline().strip() == url
        state = read_state(Folder(folder / "data"))
        assert state is not None
        server = Identity.read(state["processes"][0])
        assert server is not None
        first.kill()
        first.wait()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        second.kill()
        assert still_there([server], 30) == []


def test_why_a_server_did_not_start_is_told_and_nothing_is_left(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    asked = subprocess.run(
        [sys.executable, "-c", FAIL, str(folder)], capture_output=True, text=True, cwd=ROOT, check=False,
        env={"DOORSTEP_CACHE": str(blocked), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert asked.returncode == 1
    assert f"The cache {blocked}/jars can't be used: it is a file, or lies in one." in asked.stderr
    assert not folder.exists()
