"""What a killed process left half written is gone after the next start; what is being written stays."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from deploy.local.folder import Folder
from deploy.local.half_written import half_written, sweep_half_written
from deploy.local.proof_folder import keep_record
from deploy.local.proof_record import CampaignRecord

RECORD = CampaignRecord(
    kind="demo", began=datetime(2026, 11, 30, tzinfo=UTC), seconds=1.0, verdict="held", seeds="7", count=1
)


def pid_of_one_that_ended() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_only_what_nobody_writes_any_more_is_swept(tmp_path: Path) -> None:
    left = tmp_path / f".record.json-{pid_of_one_that_ended()}"
    stays = [half_written(tmp_path / "record.json"), tmp_path / "record.json", tmp_path / ".hidden-file"]
    for path in (left, *stays):
        path.touch()
    sweep_half_written(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(stays)


def test_the_next_record_sweeps_what_a_killed_campaign_left(tmp_path: Path) -> None:
    (tmp_path / f".20261130T000000Z-demo-abcdef.json-{pid_of_one_that_ended()}").write_text("{")
    kept = keep_record(tmp_path, RECORD)
    assert list(tmp_path.iterdir()) == [kept]


def test_half_a_secret_does_not_outlast_the_next_start(tmp_path: Path) -> None:
    folder = Folder(tmp_path).make()
    (folder.keys / f".postgres-{pid_of_one_that_ended()}").touch()
    Folder(tmp_path).make()
    assert list(folder.keys.iterdir()) == []
