"""What a reply names without choosing it is told as a guess, and that the borrower is asked back by its digit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.console.cli.replies_explain import KINDS
from services.notifier.understanding.reading import AskedKind

from .command_line import run
from .test_replies_evaluate import ROW, one_line, said


def test_a_guess_is_told_with_its_reason_and_the_text_that_asks_back() -> None:
    shown = one_line(said("explain", "2?", "--lang", "en"))
    assert "Booked nothing: window 2 is only guessed (a question about a window)" in shown
    assert "Text back asked-back, once: a 2 or a yes then takes window 2" in shown
    assert "do you mean Fri 27 Nov 14:00-16:00? Then reply 2; 4: another time" in shown
    assert "not-understood" not in shown


def test_the_text_that_asks_back_is_in_the_borrowers_language() -> None:
    assert "您说的是11月27日(周五) 14:00–16:00吗" in "".join(said("explain", "2?", "--lang", "zh").split("\n"))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_what_is_told_of_a_guess_fits_the_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    ran = run(monkeypatch, capsys, "replies", "explain", "friday works for my husband", columns=columns)
    assert "only guessed" in ran.printed
    assert max(map(len, ran.printed.splitlines())) <= max(columns, 80)


def test_for_programs_a_guess_is_the_number_of_a_window_or_null() -> None:
    found = json.loads(said("explain", "2?", "--json"))
    assert (found["guess"], found["slot"]) == (2, None)
    assert found["asked_back"].startswith("Just to be sure")
    found = json.loads(said("explain", "2", "--json"))
    assert (found["guess"], found["slot"], found["asked_back"]) == (None, 2, None)


def test_nothing_is_guessed_where_no_window_was_offered() -> None:
    for asked in ("notice", "reminder", "question", "none"):
        assert json.loads(said("explain", "friday?", "--asked", asked, "--json"))["asked_back"] is None


def test_a_guess_beside_another_meaning_is_none() -> None:
    assert json.loads(said("explain", "friday maybe, but stop texting me", "--json"))["guess"] is None


def test_an_evaluated_case_tells_its_guess_and_nothing_else_is_new(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(json.dumps(ROW | {"text": "1?"}) + "\n", "utf-8")
    (case,) = json.loads(said("evaluate", str(file), "--json"))["cases"]
    assert case == {
        "id": "a", "text": "1?", "intents": ["unclear"], "slot": None, "time": None, "confidence": 0.0, "guess": 1,
    }  # fmt: skip


def test_a_notice_has_one_window_and_no_number() -> None:
    shown = one_line(said("explain", "ok", "--asked", "notice"))
    assert (
        "We asked for nothing: this visit was agreed (notice); this came on Tue 24 Nov 14:20 "
        "Fri 27 Nov 14:00 to 16:00 Text back" in shown
    )


def test_the_help_tells_what_every_kind_of_question_is() -> None:
    shown = one_line(said("explain", "--help").replace("│", " "))
    assert set(KINDS) == set(AskedKind.__args__)  # type: ignore[attr-defined]
    for kind, told in KINDS.items():
        assert f"{kind}: {told}" in shown


@pytest.mark.parametrize(
    "wrong",
    [
        ("replies", "explain"),
        ("replies", "explain", "ok", "--no-such-flag"),
        ("replies", "explain", "ok", "--asked", "nothing"),
        ("replies", "explain", "ok", "--at", "noon"),
        ("replies", "explain", "ok", "--at", "2026-11-24T14:20"),
        ("replies", "explain", "\udcff"),
        ("replies", "evaluate", "/nowhere.jsonl"),
        ("replies", "evaluate-times", "/nowhere.jsonl"),
        ("replies", "teach", "0" * 8, "--as", "b", "--reason", "to test it"),
        ("replies", "teach", "0" * 8, "--as", "unclear", "--as", "stop", "--reason", "to test it"),
        ("texts", "preview"),
        ("texts", "preview", "--lang", "klingon"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, wrong: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    assert run(monkeypatch, capsys, *wrong).code == 2


def test_what_can_not_be_done_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    assert run(monkeypatch, capsys, "replies", "unclear").code == 1


def test_an_evaluated_answer_to_a_notice_guesses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    row = ROW | {"text": "friday?", "asked": ROW["asked"] | {"kind": "notice"}}
    file.write_text(json.dumps(row) + "\n", "utf-8")
    (case,) = json.loads(said("evaluate", str(file), "--json"))["cases"]
    assert case["guess"] is None
