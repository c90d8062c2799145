"""`./doorstep replies evaluate` and `explain` tell what the reader makes of replies, and why."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.local.user_error import UserError
from services.console.cli.replies_commands import app
from services.console.cli.replies_evaluate import rows

ROW = {
    "id": "a", "lang": "en", "tz": "Europe/London", "now": "2026-11-24T14:20:00+00:00", "text": "friday",
    "asked": {
        "kind": "offer", "slots": [{"n": 1, "start": "2026-11-27T14:00:00+00:00", "end": "2026-11-27T16:00:00+00:00"}],
    },
}  # fmt: skip


def said(*arguments: str) -> str:
    ran = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80"})
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_every_case_of_a_file_is_printed_with_its_meanings(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(json.dumps(ROW) + "\n\n", "utf-8")
    assert json.loads(said("evaluate", str(file), "--json"))["cases"] == [
        {
            "id": "a", "text": "friday", "intents": ["choose"], "slot": 1, "confidence": 0.95,
            "time": {"start": "2026-11-27T14:00:00+00:00", "end": "2026-11-27T16:00:00+00:00"},
        }
    ]  # fmt: skip


def test_a_line_that_is_no_case_is_refused_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(json.dumps(ROW) + "\n{}\n", "utf-8")
    with pytest.raises(UserError, match="Line 2"):
        list(rows(file))


def test_an_explanation_shows_the_words_and_the_rule_within_80_columns() -> None:
    shown = said("explain", "周五可以,但别再发短信了", "--lang", "zh")
    assert "stop" in shown
    assert "choose" in shown
    assert "别再发" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_an_explanation_for_programs_counts_the_letters_of_the_text() -> None:
    found = json.loads(said("explain", "please stop texting me", "--json"))
    assert found["meanings"][0]["spans"] == [[7, 11], [12, 19]]
