"""A refusal repeats what was typed no further than a person reads it, whoever refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.local.user_error import UserError
from services.console.cli import main as command_line
from services.console.cli.echoed import bounded

from .command_line import run

MANY = 120_000
LETTERS_MAX = 2_500
LONG = {
    "one word": "a" * MANY, "words": "a b " * (MANY // 4), "lines": "a\n" * (MANY // 2), "unseen": "\x1b" * MANY,
    "a path": "/a" * (MANY // 2), "chinese": "款" * MANY, "quotes": "'\"" * (MANY // 2),
}  # fmt: skip


@pytest.mark.parametrize("typed", LONG.values(), ids=LONG.keys())
@pytest.mark.parametrize(
    "words",
    [
        ("{}",), ("why", "c-1", "{}"), ("case", "{}"), ("held", "ls", "--cause", "{}"), ("tail", "{}"),
        ("world", "weather", "{}"), ("world", "clock", "jump", "{}"), ("switch", "stop", "{}", "--cause", "storm"),
        ("switch", "stop", "sending", "--scope", "{}", "--cause", "storm"), ("texts", "settle", "--by", "{}"),
        ("topics", "acls", "--one", "{}"), ("bench", "{}"), ("why", "c-1", "--{}"), ("audit", "ls", "--{}"),
        ("dlq", "show", "{}/c-1"), ("replies", "explain", "ok", "--at", "{}"), ("proof", "show", "{}"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_nobody_repeats_a_hundred_thousand_letters(
    words: tuple[str, ...],
    typed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: object,
) -> None:
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    ran = run(monkeypatch, capsys, *(word.format(typed) for word in words))
    assert ran.code != 0
    assert len(ran.trouble) + len(ran.printed) <= LETTERS_MAX
    assert ran.trouble.count("\n") <= 120


@pytest.mark.parametrize("typed", LONG.values(), ids=LONG.keys())
def test_what_is_not_known_is_told_as_short(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_such_case(*_: object) -> None:
        raise UserError(f"There is no case {typed!r} here.", "Did you mean c-1?")

    monkeypatch.setattr(command_line, "_command", no_such_case)
    ran = run(monkeypatch, capsys, "why", typed)
    assert len(ran.trouble) <= LETTERS_MAX
    assert ran.trouble.startswith("There is no case ")
    assert ran.trouble.endswith("Did you mean c-1?\n")


@pytest.mark.parametrize(
    "words",
    [
        ("keys", "make", "{}"), ("audit", "verify", "{}"), ("replies", "evaluate", "{}"),
        ("replies", "teach", "00000000", "--as", "paid", "--to", "{}", "--reason", "to try it"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_file_s_name_that_is_too_long_is_told_as_that(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path))
    ran = run(monkeypatch, capsys, *(word.format(tmp_path / ("a" * 5_000)) for word in words))
    assert ran.code in (1, 2)
    assert "File name too long" in ran.trouble
    assert len(ran.trouble) < 1_000


def test_what_is_named_stays_whole() -> None:
    path = "/srv/" + "/".join(["a-folder-of-twenty-ch"] * 12)
    listed = ", ".join(f"topic-{number}" for number in range(60))
    text = f"The data folder {path} can't be used.\nMissing: {listed}."
    assert bounded(text) == text
    assert bounded("There is no case 'case-00001' here.") == "There is no case 'case-00001' here."
    assert bounded("") == ""


def test_how_much_is_left_out_is_told() -> None:
    assert bounded(f"no {'a' * 1_000}.") == f"no {'a' * 60}… 911 characters more …{'a' * 29}."
