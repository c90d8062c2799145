"""`person export --to`: a place that can't be written is refused before anything is looked for, read or recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.console.cli.main import application

REASON = ("--reason", "asked for by letter, file 117", "--by", "ops-7")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("nowhere/known.json", "There is no folder"), ("file/known.json", "There is no folder"),
        ("file", "is there already"), ("gone", "is there already"), ("x" * 300, "can't be written"),
        ("new", "Nothing runs here"),
    ],
)  # fmt: skip
def test_a_place_that_can_not_be_written_is_what_is_told_where_nothing_runs(tmp_path: Path, to: str, said: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    env = {"DOORSTEP_DATA": str(tmp_path / "data"), "DATABASE_URL": "", "KAFKA_BOOTSTRAP_SERVERS": ""}
    words = ["export", "b-1", "--to", str(tmp_path / to), *REASON]
    refused = CliRunner().invoke(application("person"), words, env=env)
    assert said in str(refused.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "gone"]
