"""At the edges of the commands: Ctrl-C at the start, another user's folder, a link to the launcher."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.folder import ROOT, Folder
from deploy.local.identity import Identity

NOBODY = 65534
INTERRUPTED = """
import os, runpy, signal, sys
class AtImport:
    def find_spec(self, name, path=None, target=None):
        if name == "services.console.cli.main":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, AtImport())
runpy.run_module("services.console.cli", run_name="__main__", alter_sys=True)
"""
AS_NOBODY = f"""
import os, sys
from deploy.local.user_error import UserError
from services.console.target import find
if os.geteuid() == 0:
    os.seteuid({NOBODY})
try:
    find().database_url()
except UserError as refused:
    print(refused.what, refused.todo)
"""
LINKED = """#!/bin/sh
echo "$PYTHONPATH $*"
"""


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "KAFKA_BOOTSTRAP_SERVERS")
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**kept, **env}, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that every user may pass through."""
    with tempfile.TemporaryDirectory(prefix="doorstep-test-") as path:
        Path(path).chmod(0o755)
        yield Path(path)


def test_ctrl_c_while_a_command_is_being_imported_ends_it_in_silence() -> None:
    ended = python(INTERRUPTED)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


@pytest.mark.parametrize("part", ["postgres", "keys"])
def test_the_folder_of_another_user_is_said_to_be_theirs(open_path: Path, part: str) -> None:
    folder = Folder(open_path / "up").make()
    (folder.postgres / "data").mkdir(parents=True)
    if part == "keys":
        state = {"supervisor": Identity.of("supervisor", os.getpid()).doc(), "facts": {"postgres": "embedded"}}
        folder.state.write_text(json.dumps({**state, "processes": [{"name": "postgres", "port": 1}]}))
    shut = folder.path / part
    shut.chmod(0)
    said = python(AS_NOBODY, DOORSTEP_DATA=str(open_path))
    shut.chmod(0o700)
    assert "Traceback" not in said.stderr
    assert f"The data folder {folder.path} can't be used: Permission denied." in said.stdout


def test_a_link_to_the_launcher_finds_its_checkout(tmp_path: Path) -> None:
    checkout, elsewhere = tmp_path / "check out", tmp_path / "bin"
    (checkout / ".venv" / "bin").mkdir(parents=True)
    elsewhere.mkdir()
    shutil.copy(ROOT / "doorstep", checkout)
    lock = checkout / "requirements.lock"
    lock.write_text("nothing\n")
    stamp = subprocess.run(["cksum"], input=lock.read_bytes(), capture_output=True, check=True).stdout
    (checkout / ".venv" / "doorstep-lock").write_bytes(stamp)
    (checkout / ".venv" / "bin" / "python").write_text(LINKED)
    (checkout / ".venv" / "bin" / "python").chmod(0o755)
    (elsewhere / "near").symlink_to(Path("..") / "check out" / "doorstep")
    (elsewhere / "doorstep").symlink_to(elsewhere / "near")
    said = subprocess.run(
        [elsewhere / "doorstep", "why", "c-1"], capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
    )
    assert (said.stdout, said.stderr) == (f"{checkout} -m services.console.cli why c-1\n", "")
