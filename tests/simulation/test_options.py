"""What the command line refuses before anything runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.folder import ROOT
from tests.apart import campaign

from .options import options


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--seeds 0", "at least 1"),
        ("--seeds many", "invalid whole number value"),
        ("--minutes inf", "more than 0"),
        ("--seeds 2 --trace FILE", "--trace needs --seed"),
        ("--seeds 2 --events FILE", "--events needs --seed"),
        ("--seeds 2 --every 0", "at least 1"),
        ("--seeds 2 --pairs 3", "--pairs needs --sweep"),
        ("--seed 5 --seeds 3", "are for a campaign"),
        ("--sweep --report FILE", "are for a campaign"),
        ("--seeds 2 --report FOLDER", "can't be written"),
        ("--seeds 2 --report FOLDER/none/x", "there is no folder"),
    ],
)
def test_what_would_be_ignored_or_fail_in_the_end_is_refused_at_once(
    arguments: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = arguments.replace("FILE", str(tmp_path / "file")).replace("FOLDER", str(tmp_path)).split()
    with pytest.raises(SystemExit):
        options(given)
    assert said in capsys.readouterr().err


def test_a_campaign_has_three_thousand_seeds_unless_told_otherwise() -> None:
    assert options([]).seeds == 3000
    assert options(["--seeds", "7"]).seeds == 7


@campaign
def test_when_nobody_reads_on_the_command_ends_without_a_word() -> None:
    command = [sys.executable, "-m", "tests.simulation", "--seed", "8"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asked:
        assert asked.stdout is not None
        assert asked.stderr is not None
        asked.stdout.close()
        assert asked.stderr.read() == b""
    assert asked.returncode == 1
