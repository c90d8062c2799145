"""Commands as processes: pipes that are closed early, and screens that know few letters."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apart import share

COMMAND = [sys.executable, "-m", "services.console.cli"]
ROW = {"lang": "en", "now": "2016-11-07T00:00:00"}


def times(folder: Path, *texts: str) -> str:
    file = folder / "times.jsonl"
    rows = (ROW | {"id": place, "text": text} for place, text in enumerate(texts))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(file)


@pytest.mark.parametrize("option", share([[], ["--json"]], every=2))
@pytest.mark.parametrize(("texts", "seen"), [(["x" * 10_000] * 20, 10), (["tomorrow"], 0)], ids=["much", "little"])
def test_a_reader_that_has_seen_enough_gets_no_traceback(
    texts: list[str], seen: int, option: list[str], tmp_path: Path
) -> None:
    """Backblaze/B2_Command_Line_Tool 1071."""
    command = [*COMMAND, "replies", "evaluate-times", times(tmp_path, *texts), *option]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(seen)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_letters_that_a_screen_does_not_know_are_spelt_out(tmp_path: Path) -> None:
    """Textualize/rich 212."""
    file = times(tmp_path, "tomorrow, 明天 é 🙏")
    environment = {"PYTHONIOENCODING": "ascii", "COLUMNS": "120"}
    for option, words in (([], r"\u660e\u5929 \xe9 \U0001f64f"), (["--json"], r"\u660e\u5929 \u00e9 \ud83d\ude4f")):
        ran = subprocess.run(
            [*COMMAND, "replies", "evaluate-times", file, *option], capture_output=True, env=environment, check=True
        )
        assert words in ran.stdout.decode("ascii")
        assert ran.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("option", share([[], ["--json"]], every=2))
def test_a_full_disk_is_told_in_a_sentence(option: list[str], tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [*COMMAND, "replies", "evaluate-times", times(tmp_path, "tomorrow"), *option],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr.decode().splitlines()[0] == "No space is left on the disk that had to be written to."
    assert len(ran.stderr.splitlines()) == 2


def test_without_a_standard_output_nothing_is_printed_and_nothing_breaks(tmp_path: Path) -> None:
    command = [*COMMAND, "replies", "evaluate-times", times(tmp_path, "tomorrow"), "--json"]
    ran = subprocess.run(["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command], capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")


def test_a_file_may_come_through_a_pipe(tmp_path: Path) -> None:
    with open(times(tmp_path, "tomorrow"), "rb") as file:
        ran = subprocess.run(
            [*COMMAND, "replies", "evaluate-times", "-", "--json"], stdin=file, capture_output=True, check=True
        )
    assert json.loads(ran.stdout)["cases"][0]["text"] == "tomorrow"
