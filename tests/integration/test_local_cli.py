"""The command line's root, and the launcher that finds a Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from deploy.local.folder import ROOT
from deploy.local.user_error import UserError
from services.console.cli import main as root
from services.console.cli.test import FIRST_COMPILER, environment
from services.console.cli.up import check_settings


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Exit code of `./doorstep ARGUMENTS`."""
    monkeypatch.setattr(sys, "argv", ["doorstep", *arguments])
    try:
        root.main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.mark.parametrize("name", root.COMMANDS)
def test_every_command_of_the_overview_exists(name: str) -> None:
    assert isinstance(root.application(name), typer.Typer)
    assert root.COMMANDS[name][1].endswith(".")


def test_without_a_command_all_are_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in root.COMMANDS)


def test_a_mistyped_command_gets_a_hint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "statsu") == 2
    assert "Did you mean `status`?" in capsys.readouterr().err


def test_up_names_every_wrong_setting_at_once() -> None:
    with pytest.raises(UserError) as caught:
        check_settings({"TWILIO_FROM": "tel:12345", "DATABASE_URL": "mysql://x", "KAFKA_SECURITY_PROTOCOL": "TLS"})
    said = str(caught.value)
    for name in ("TWILIO_FROM", "TWILIO_ACCOUNT_SID", "DATABASE_URL", "KAFKA_SECURITY_PROTOCOL", "DOORSTEP_PUBLIC_URL"):
        assert name in said
    assert "12345" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DOORSTEP_PARTITIONS", "0"), ("DOORSTEP_POSTGRES_PORT", "99999"), ("DOORSTEP_RETENTION_FOLDER", "/nowhere"),
        ("KAFKA_SSL_CAFILE", "/nowhere"), ("TWILIO_API_URL", "http://bank.example"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_along_with_what_is_missing(name: str, value: str) -> None:
    with pytest.raises(UserError) as caught:
        check_settings({name: value})
    assert f"\n  {name}" in caught.value.what
    assert "\n  TWILIO_ACCOUNT_SID is missing" in caught.value.what


def test_settings_of_a_real_system_never_reach_the_tests() -> None:
    env = {"DATABASE_URL": "a", "KAFKA_SASL_PASSWORD": "b", "TWILIO_AUTH_TOKEN": "c", "DOORSTEP_POLICY": "d"}
    kept = {"PATH": "/bin", "DOORSTEP_TEST_KAFKA": "e", "DOORSTEP_CACHE": "f"}
    assert environment({**env, **kept}) == {**kept, "JDK_JAVA_OPTIONS": FIRST_COMPILER}
    theirs = {**kept, "JDK_JAVA_OPTIONS": "-Xmx1g"}
    assert environment(theirs) == theirs


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The launcher in a folder of its own, with an install that only writes down how it was called."""
    (tmp_path / "deploy").mkdir()
    for name in ("doorstep", "requirements.lock", "deploy/interpreter.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "doorstep").chmod(0o755)
    (tmp_path / "deploy" / "install.py").write_text(
        "import os, pathlib, sys\n"
        "root = pathlib.Path(__file__).parents[1]\n"
        "(root / '.venv' / 'bin').mkdir(parents=True, exist_ok=True)\n"
        "python = root / '.venv' / 'bin' / 'python'\n"
        "python.write_text('#!/bin/sh\\necho ran \"$@\"\\n'); python.chmod(0o755)\n"
        "(root / '.venv' / 'doorstep-lock').write_text(sys.argv[1] + chr(10))\n"
        "print('installed')\n"
    )
    return tmp_path


def launched(checkout: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "doorstep"), *arguments], capture_output=True, text=True, check=False, cwd="/",
        env={**os.environ, "DOORSTEP_PYTHON": sys.executable, **env},
    )  # fmt: skip


def test_the_launcher_installs_once_and_again_when_the_lock_changes(checkout: Path) -> None:
    first = launched(checkout, "status", "--json")
    assert first.stdout.splitlines() == ["installed", "ran -m services.console.cli status --json"]
    assert launched(checkout, "status").stdout.splitlines() == ["ran -m services.console.cli status"]
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert launched(checkout, "status").stdout.splitlines()[0] == "installed"


def test_the_launcher_takes_the_fastest_python_unless_one_is_named(checkout: Path) -> None:
    (checkout / "deploy" / "interpreter.py").write_text(f"print({sys.executable!r}, end='')\n")
    install = checkout / "deploy" / "install.py"
    install.write_text(install.read_text().replace("print('installed')", "print('installed by', sys.executable)"))
    assert launched(checkout, "status", DOORSTEP_PYTHON="").stdout.splitlines()[0] == f"installed by {sys.executable}"
    (checkout / "deploy" / "interpreter.py").write_text("raise SystemExit('nobody asks')\n")
    (checkout / ".venv" / "doorstep-lock").unlink()
    assert "installed by" in launched(checkout, "status", DOORSTEP_PYTHON="").stdout.splitlines()[0]
    (checkout / ".venv" / "doorstep-lock").unlink()
    assert launched(checkout, "status").stdout.splitlines()[0] == f"installed by {sys.executable}"


def test_without_a_suitable_python_the_launcher_says_which_and_how(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "cksum", "cat", "sh"):
        (tools / name).symlink_to(
            next(path / name for path in map(Path, ("/bin", "/usr/bin")) if (path / name).exists())
        )
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    ended = launched(checkout, "demo", PATH=str(tools), DOORSTEP_PYTHON="")
    assert ended.returncode == 1
    assert "needs Python 3.11 or newer" in ended.stderr
    assert ended.stdout == ""


def test_how_many_processes_is_told_to_a_suites_own_command_too() -> None:
    command = [str(ROOT / "doorstep"), "test", "simulation", "--workers", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--workers: at least 1, not 0" in done.stderr
