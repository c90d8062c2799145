"""A file of cases stays one, whatever was left in it and whoever else writes. Each test names whose report it is."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from deploy.local.user_error import UserError
from services.console.cli.replies_evaluate import rows
from services.console.cli.taught_file import add_case, find_case, line_of


def case(number: int = 1, text: str = "stop it", **more: Any) -> dict[str, Any]:
    return {
        "id": f"taught-{number:016x}", "lang": "en", "tz": "Europe/Lisbon", "now": "2026-11-24T14:20:00+00:00",
        "asked": {"kind": "none"}, "text": text, "intents": ["stop"], "slot": None, "time": None, "note": "",
    } | more  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "taught.jsonl"


def texts(file: Path) -> list[str]:
    return [row["text"] for row in rows(file)]


def test_a_case_is_in_it_once_and_so_is_another_in_the_same_words(file: Path) -> None:
    # RasaHQ/rasa#2780, HumanSignal/label-studio#1289: what was corrected is exported twice
    assert [add_case(file, one).found for one in (case(1), case(1), case(2), case(3, lang="fr"))] == [
        "new", "same", "alike", "new",
    ]  # fmt: skip
    assert len(texts(file)) == 2


def test_the_same_words_on_another_day_are_another_case(file: Path) -> None:
    time = {"start": "2026-11-27T00:00:00+00:00", "end": "2026-11-28T00:00:00+00:00"}
    assert add_case(file, case(1, "friday", time=time)).found == "new"
    assert add_case(file, case(2, "friday", time=time)).found == "new"


def test_a_reply_has_one_meaning(file: Path) -> None:
    # RasaHQ/rasa#3619: what was understood and what was corrected both stay
    add_case(file, case(1))
    with pytest.raises(UserError, match=r"Line 1 of .* another meaning"):
        add_case(file, case(1, intents=["paid"]))
    assert len(texts(file)) == 1


def test_what_was_in_it_stays(file: Path) -> None:
    # RasaHQ/rasa#2786: the older data is gone after an export
    file.write_text(json.dumps(case(7, "mine")) + "\r\n", "utf-8")
    add_case(file, case(1))
    assert texts(file) == ["mine", "stop it"]


@pytest.mark.parametrize(
    "text", ["two\nlines", "a\r\nb", "free)\u2028next", "p\u2029q", "n\x85l", "v\x0bt\x0cf\x1c", "nul\x00"]
)
def test_whatever_ends_lines_elsewhere_ends_none_here(file: Path, text: str) -> None:
    # doccano/doccano#330 and #1404, steipete/birdclaw#61, LuminosoInsight/luminoso-api-client-python#8
    add_case(file, case(1, text))
    assert len(file.read_text("utf-8").splitlines()) == 1
    assert texts(file) == [text]


@pytest.mark.parametrize("text", ["明天下午三点行吗", "नमस्ते", "مرحبا", "é", "👍🏽"])
def test_letters_are_written_as_letters_in_utf_8(file: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # HumanSignal/label-studio#1019: the encoding was the machine's
    monkeypatch.setenv("LC_ALL", "C")
    add_case(file, case(1, text))
    assert text.encode() in file.read_bytes()


@pytest.mark.parametrize("cut", [3, 9, 20, 150, -1, -3])
def test_half_a_line_that_somebody_left_costs_no_other(file: Path, cut: int) -> None:
    # Tracer-Cloud/opensre#5750 and #6356 (also in the middle of a letter), elizaOS/eliza#30878
    add_case(file, case(1))
    file.write_bytes(file.read_bytes() + (line_of(case(2, "明天")).encode()[:cut]))
    assert add_case(file, case(3, "next")).mended
    assert texts(file) == ["stop it", "next"]


def test_a_whole_line_without_its_line_feed_stays(file: Path) -> None:
    # razzant/ouroboros#138
    file.write_text(line_of(case(1)), "utf-8")
    assert not add_case(file, case(2, "next")).mended
    assert texts(file) == ["stop it", "next"]


@pytest.mark.parametrize(
    "content", [b"# Notes", b"# Notes\n", b"[]\n", b'{"a": 1}\n', b"\xff\xfe\n", b"[" * 100_000 + b"\n"]
)
def test_a_file_of_something_else_is_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    for act in (find_case, add_case):
        with pytest.raises(UserError, match="Line 1 of"):
            act(file, case(1))
    assert file.read_bytes() == content


def _write_many(path: Path, first: int) -> None:
    for number in range(first, first + 20):
        add_case(path, case(number, f"{number} " + "x" * 9_000))


def test_several_writers_never_share_a_line(file: Path) -> None:
    # Soul-Brews-Studio/maw-js#2867, Raven-Scout/scout-plugin#38: longer than what a pipe takes at once
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_write_many, args=(file, first)) for first in (0, 100, 200)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(texts(file)) == 60


def test_what_does_not_fit_on_the_disk_is_taken_back(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_case(file, case(1))
    before, write = file.read_bytes(), os.write

    def full(to: int, data: bytes) -> int:
        write(to, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(UserError, match="No space left"):
        add_case(file, case(2, "next"))
    assert file.read_bytes() == before


def test_what_is_no_file_is_refused_and_what_is_made_is_its_owner_s(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "no" / "folder"):
        with pytest.raises(UserError):
            add_case(path, case(1))
    add_case(tmp_path / "new", case(1))
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
