"""A data folder that can't be one is told in words, before anything is started."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from deploy.local.folder import ROOT, Folder, cache_root, data_root, refused
from deploy.local.jars import fetch
from deploy.local.kafka import JARS
from deploy.local.progress import SilentOutput
from deploy.local.user_error import UserError
from services.console.cli.down import stop
from services.console.cli.up import UpOptions, run_sandbox
from tests.unit.console.command_line import run

COMMANDS = (
    ("status",), ("status", "--json"), ("down",), ("why", "c-1"), ("case", "show", "c-1"), ("held", "ls"), ("lag",),
    ("tail",), ("dlq", "ls"), ("world", "show"), ("switch", "ls"), ("texts", "uncertain"), ("replies", "ls"), ("demo",),
    ("up",), ("up", "--sandbox"), ("proof", "ls"), ("watch",), ("audit", "list"), ("outbox", "ls"),
    ("console", "account", "ls"), ("recover", "--check"),
)  # fmt: skip
UP = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "x" * 32, "TWILIO_FROM": "+15005550006",
    "DOORSTEP_PUBLIC_URL": "https://bank.example", "DOORSTEP_WEBHOOK_PORT": "9",
}  # fmt: skip


@pytest.mark.parametrize("below", ["", "up", "up/run"])
def test_a_file_is_no_data_folder_and_nothing_lies_in_it(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=r"can't be used: it is a file, or lies in one\."):
        Folder(tmp_path / "file" / below).make()


@pytest.mark.parametrize("below", ["", "data"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_that_the_data_folder_is_a_file(
    command: tuple[str, ...], below: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "file").touch()
    sandbox = "--sandbox" in command or command == ("demo",)
    for name, value in {**({} if sandbox else UP), "DOORSTEP_DATA": str(tmp_path / "file" / below)}.items():
        monkeypatch.setenv(name, value)
    ran = run(monkeypatch, capsys, *command)
    assert ran.code == 1
    assert ran.printed == ""
    assert ran.trouble.splitlines() == [
        f"The data folder {tmp_path / 'file' / below} can't be used: it is a file, or lies in one.",
        "Mend that, or set DOORSTEP_DATA.",
    ]


@pytest.mark.parametrize("command", [("status",), ("down",), ("why", "c-1"), ("demo",)], ids=" ".join)
@pytest.mark.parametrize(("name", "why"), [("a" * 5_000, "File name too long"), ("loop", "it leads to itself")])
def test_what_can_be_no_folder_is_said_with_why(
    name: str, why: str, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path / name))
    ran = run(monkeypatch, capsys, *command)
    assert (ran.code, ran.printed) == (1, "")
    assert f"can't be used: {why}.\nMend that, or set DOORSTEP_DATA." in ran.trouble
    assert len(ran.trouble) < 1_000


def test_a_folder_that_is_not_there_yet_is_one(tmp_path: Path) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path / "not" / "yet")}
    assert data_root(env) == tmp_path / "not" / "yet"


def test_another_data_folder_fetches_nothing_again(tmp_path: Path) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path / "data")}
    assert cache_root(env) == cache_root({}) == ROOT / ".doorstep" / "cache"
    assert cache_root({**env, "DOORSTEP_CACHE": str(tmp_path / "mine")}) == tmp_path / "mine"


def test_what_was_fetched_into_a_data_folder_is_used_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "data" / "cache").mkdir(parents=True)
    assert cache_root({"DOORSTEP_DATA": str(tmp_path / "data")}) == tmp_path / "data" / "cache"


def test_where_nothing_can_be_written_beside_the_launcher_the_data_folder_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("deploy.local.folder.ROOT", tmp_path / "file")
    assert cache_root({"DOORSTEP_DATA": str(tmp_path / "data")}) == tmp_path / "data" / "cache"


@pytest.mark.parametrize("below", ["", "jars"])
@pytest.mark.parametrize(("kind", "why"), [("loop", "it leads to itself"), ("file", "it is a file, or lies in one")])
def test_a_cache_that_can_be_no_folder_is_said_with_why(kind: str, why: str, below: str, tmp_path: Path) -> None:
    place = tmp_path / "cache" / below
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(place) if kind == "loop" else place.touch()
    env = {"DOORSTEP_CACHE": str(tmp_path / "cache")}
    assert refused(cache_root(env) / "jars") == why
    with pytest.raises(UserError) as caught:
        fetch(JARS, cache_root(env), SilentOutput(), "")
    assert caught.value.what.endswith(f"/jars can't be used: {why}.")
    assert caught.value.todo == "Mend that, or set DOORSTEP_CACHE."


def test_help_needs_no_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path / "file"))
    assert run(monkeypatch, capsys, "status", "--help").code == 0


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DOORSTEP_LANGUAGES", "en,tlh", "no text is written in tlh; texts are written in "),
        ("DOORSTEP_LOG_LEVEL", "LOUD", "it should be DEBUG, INFO, WARNING or ERROR"),
        ("DOORSTEP_CONSOLE_PORT", "many", "DOORSTEP_CONSOLE_PORT is not usable"),
        ("DOORSTEP_POLICY", "hush", "it should be one of default, us"),
        ("DOORSTEP_SECOND_READER", "perhaps", "yes where a second reader"),
    ],
)
def test_a_wrong_setting_of_any_process_refuses_a_sandbox_before_anything_is_made(
    name: str, value: str, says: str, tmp_path: Path
) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path / "data"), name: value}
    with pytest.raises(UserError, match=name) as caught:
        asyncio.run(run_sandbox(UpOptions(), env))
    assert says in str(caught.value)
    assert not (tmp_path / "data").exists()


def test_a_wrong_number_of_partitions_refuses_a_sandbox_too(tmp_path: Path) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path / "data"), "DOORSTEP_PARTITIONS": "0"}
    with pytest.raises(UserError, match="DOORSTEP_PARTITIONS is not usable: it should be a number from 1 to 1000"):
        asyncio.run(run_sandbox(UpOptions(), env))
    assert not (tmp_path / "data").exists()


def test_a_folder_that_takes_no_file_any_more_is_said_by_whoever_locks_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "up").make()
    (folder.run / "lock").mkdir()
    with pytest.raises(UserError, match="can't be used: Is a directory"):
        folder.try_lock()
    with pytest.raises(UserError, match="can't be used"):
        stop(folder, 1.0)
