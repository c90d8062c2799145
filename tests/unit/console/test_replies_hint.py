"""The language of a reply is a hint, by one rule wherever one is given; a time is read with its offset only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .command_line import Ran, run
from .test_replies_files import REPLY, TIME, line

UNKNOWN = ["de", "klingon", "sw", "../x", "z", "english please", "\x1b[2J", "\u202e", "\udcff"]
KNOWN = ["", "zh", "zh-Hant", "ZH_tw", "pt-BR", "EN"]
READ_IN = "en, zh, es, pt, fr, hi, id, ar"


class Typed:
    """The three commands that take a language, each with the same reply in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.of = (monkeypatch, capsys)
        self.file = folder / "file.jsonl"

    def run(self, command: str, lang: str, *, text: str = "friday", others: int = 0) -> Ran:
        if command == "explain":
            return run(*self.of, "replies", "explain", text, "--lang", lang, "--json")
        row: dict[str, Any] = (REPLY if command == "evaluate" else TIME) | {"text": text}
        content = b"".join(line(row, id=str(place), lang="en") for place in range(others))
        self.file.write_bytes(content + json.dumps(row | {"lang": lang}).encode().replace(b"\\udcff", b"?") + b"\n")
        return run(*self.of, "replies", command, str(self.file), "--json")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    return Typed(monkeypatch, capsys, tmp_path)


EACH = pytest.mark.parametrize("command", ["explain", "evaluate", "evaluate-times"])


@EACH
@pytest.mark.parametrize("lang", UNKNOWN, ids=ascii)
def test_an_unknown_hint_is_told_in_one_line_and_the_reply_is_read_without(
    command: str, lang: str, typed: Typed
) -> None:
    ran = typed.run(command, lang)
    assert ran.code == 0, ran.trouble
    assert json.loads(ran.printed) == json.loads(typed.run(command, "").printed)
    (said,) = ran.trouble.splitlines()
    assert "without a hint" in said
    assert READ_IN in said
    assert not set("\x1b\u202e\udcff") & set(said)


@EACH
@pytest.mark.parametrize("lang", KNOWN)
def test_a_language_that_replies_are_read_in_is_a_hint_by_any_of_its_tags(
    command: str, lang: str, typed: Typed
) -> None:
    assert (typed.run(command, lang).code, typed.run(command, lang).trouble) == (0, "")


@EACH
def test_the_same_tag_written_otherwise_reads_the_same(command: str, typed: Typed) -> None:
    """3/4 is the third of April, but for who writes English."""
    assert typed.run(command, "PT_br", text="3/4?").printed == typed.run(command, "pt", text="3/4?").printed


@EACH
def test_a_hint_excludes_no_language(command: str, typed: Typed) -> None:
    assert typed.run(command, "zh", text="no more texts, and not tomorrow").printed == (
        typed.run(command, "en", text="no more texts, and not tomorrow").printed
    )


def test_the_hint_that_was_typed_is_named(typed: Typed) -> None:
    assert typed.run("explain", "de").trouble == (
        f"No reply is read in 'de', so it is read without a hint. Replies are read in {READ_IN}.\n"
    )


@pytest.mark.parametrize("command", ["evaluate", "evaluate-times"])
def test_of_a_file_the_lines_are_counted_and_what_they_say_is_not_repeated(command: str, typed: Typed) -> None:
    assert typed.run(command, "hush", others=2).trouble == (
        "1 of 3 lines names a language that no reply is read in, so it is read without a hint. "
        f"Replies are read in {READ_IN}.\n"
    )


@pytest.mark.parametrize("at", ["2026-11-24T14:20", "2026-11-24", "2026-11-24 14:20:00"])
def test_a_time_without_its_offset_is_refused_as_it_is_in_a_file(
    at: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: Typed
) -> None:
    ran = run(monkeypatch, capsys, "replies", "explain", "ok", "--at", at)
    assert (ran.code, ran.printed) == (2, "")
    assert "--at has no offset from UTC, like +08:00" in ran.trouble
    typed.file.write_bytes(line(REPLY, now=at))
    assert "now has no offset from UTC, like +08:00" in (
        run(monkeypatch, capsys, "replies", "evaluate", str(typed.file)).trouble
    )


@pytest.mark.parametrize("at", ["2026-11-24T14:20+08:00", "2026-11-24T06:20Z"])
def test_a_time_with_its_offset_is_taken(
    at: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, capsys, "replies", "explain", "ok", "--at", at).code == 0
