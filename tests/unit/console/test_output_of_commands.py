"""Commands as processes: pipes that are closed early, and screens that know few letters."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "services.console.cli"]
ROW = {"lang": "en", "now": "2016-11-07T00:00:00"}


def times(folder: Path, *texts: str) -> str:
    file = folder / "times.jsonl"
    rows = (ROW | {"id": place, "text": text} for place, text in enumerate(texts))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(file)


def test_a_reader_that_has_seen_enough_gets_no_traceback(tmp_path: Path) -> None:
    """Backblaze/B2_Command_Line_Tool 1071."""
    for option in ([], ["--json"]):
        command = [*COMMAND, "replies", "evaluate-times", times(tmp_path, *["x" * 10_000] * 20), *option]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
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
