"""`./doorstep replies evaluate` and `explain` tell what the reader makes of replies, and why."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.local.user_error import UserError
from services.console.cli.replies_commands import app
from services.console.cli.replies_evaluate import rows

ROW: dict[str, Any] = {
    "id": "a", "lang": "en", "tz": "Europe/London", "now": "2026-11-24T14:20:00+00:00", "text": "friday",
    "asked": {
        "kind": "offer", "slots": [{"n": 1, "start": "2026-11-27T14:00:00+00:00", "end": "2026-11-27T16:00:00+00:00"}],
    },
}  # fmt: skip


def said(*arguments: str) -> str:
    ran = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "80"})
    assert ran.exit_code == 0, ran.output
    return ran.output


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_every_case_of_a_file_is_printed_with_its_meanings(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(json.dumps(ROW) + "\n\n", "utf-8")
    assert json.loads(said("evaluate", str(file), "--json"))["cases"] == [
        {
            "id": "a", "text": "friday", "intents": ["choose"], "slot": 1, "confidence": 0.95, "guess": None,
            "time": {"start": "2026-11-27T14:00:00+00:00", "end": "2026-11-27T16:00:00+00:00"},
        }
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["771204", "they gave me 771204"])
def test_a_check_code_is_heard_as_in_the_product(tmp_path: Path, text: str) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(json.dumps(ROW | {"text": text, "asked": ROW["asked"] | {"kind": "notice"}}) + "\n", "utf-8")
    assert json.loads(said("evaluate", str(file), "--json"))["cases"][0]["intents"] == ["verify"]


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


@pytest.mark.parametrize("tag", ["zh", "zh-Hant", "ZH_tw", "pt-BR", "en"])
def test_a_language_may_be_named_by_any_of_its_tags(tag: str) -> None:
    assert "confirm" in said("explain", "ok", "--asked", "notice", "--lang", tag)


def test_at_another_time_the_same_windows_are_offered_days_later() -> None:
    shown = said("explain", "2", "--at", "2027-03-01T09:15+01:00")
    assert "Mon 01 Mar 09:15" in shown
    assert "1 Wed 03 Mar 10:00 to 12:00 2 Thu 04 Mar 14:00 to 16:00 3 Fri 05 Mar" in " ".join(shown.split())
    assert "window 2: Thu 04 Mar 14:00 to 16:00" in shown
    found = json.loads(said("explain", "2", "--at", "2027-03-01T09:15+01:00", "--json"))
    assert found["time"]["start"] == "2027-03-04T14:00:00+01:00"


def test_without_a_time_the_windows_are_those_of_a_tuesday() -> None:
    shown = " ".join(said("explain", "2").split())
    assert (
        "(offer); this came on Tue 24 Nov 14:20 1 Thu 26 Nov 10:00 to 12:00 2 Fri 27 Nov 14:00 to 16:00 3 Sat 28"
        in shown
    )


@pytest.mark.parametrize(
    "at", ["noon", "2026-02-30T10:00", "9999-12-31T23:00", "0001-01-01T00:00", "\x1b[2J", "\udcff"]
)
def test_a_time_that_is_none_is_refused(at: str) -> None:
    refused = CliRunner().invoke(app, ["explain", "ok", "--at", at])
    assert isinstance(refused.exception, UserError)
    assert "--at" in refused.exception.what


def test_a_text_that_is_not_utf_8_is_refused() -> None:
    """An operating system hands over bytes that are no UTF-8 as halves of characters."""
    for as_json in ([], ["--json"]):
        refused = CliRunner().invoke(app, ["explain", "\udcff\udcfe", *as_json])
        assert isinstance(refused.exception, UserError)
        assert "not UTF-8" in refused.exception.what


@pytest.mark.parametrize("text", ["", " ", "\u200b", "🙏", "\n"])
def test_a_text_of_nothing_is_explained_like_any(text: str) -> None:
    assert "unclear" in said("explain", text)
    assert json.loads(said("explain", text, "--json"))["intents"] == ["unclear"]


def test_an_explanation_spells_out_what_a_terminal_would_obey() -> None:
    shown = said("explain", "please s\u200btop\u202e text\u2060ing me [bold]now[/] \x1b[2J")
    assert not set("\u200b\u202e\u2060\x1b") & set(shown)
    assert "stop" in shown


def test_the_second_reader_says_what_it_thought(tmp_path: Path) -> None:
    text = "deja de escribirme"
    assert "Second reader an opt-out (stop 0." in one_line(said("explain", text, "--second-reader"))
    assert "Second reader not asked" in one_line(said("explain", "2", "--second-reader"))
    assert "Second reader" not in said("explain", text)
    file = tmp_path / "replies.jsonl"
    file.write_text(json.dumps(ROW) + "\n", "utf-8")
    (case,) = json.loads(said("evaluate", str(file), "--json", "--second-reader"))["cases"]
    assert case["second_reader"]["told"].startswith("no objection (choose 0.")
    assert "no objection" in " ".join(said("evaluate", str(file), "--second-reader").split())
