"""`./doorstep bench replies`: what it is called with, what it says of libraries that are missing, and its verdict."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT
from tests.benchmarks.replies.__main__ import parser, verdict
from tests.benchmarks.replies.adversarial import CHARS, KINDS, strings
from tests.benchmarks.replies.peers import OURS, OWN, PEERS, Absent, Peer, Reader, ask, how_to_get, reason

NAMED = {"id": "a", "lang": "en", "now": "2016-11-07T16:12:00", "text": "tomorrow"}
ROW: dict[str, Any] = {**NAMED, "any_of": [{"type": "date", "value": "2016-11-08"}]}


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err


def written(folder: Path, *lines: str) -> str:
    file = folder / "times.jsonl"
    file.write_text("\n".join(lines))
    return str(file)


def test_a_file_of_time_expressions_is_read_without_its_empty_lines(tmp_path: Path) -> None:
    options = parser().parse_args(["--times", written(tmp_path, json.dumps(ROW), "", "")])
    assert options.times == [ROW]


@pytest.mark.parametrize(
    "line", ["{", "[]", json.dumps(NAMED), json.dumps({**ROW, "now": "soon"}), json.dumps({**ROW, "any_of": []})]
)
def test_a_line_that_is_no_time_expression_is_told_with_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    assert "line 2 of" in refused(capsys, "--times", written(tmp_path, json.dumps(ROW), line))


def test_a_file_that_is_missing_or_empty_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "can't be read" in refused(capsys, "--times", str(tmp_path / "none"))
    assert "has no rows" in refused(capsys, "--times", written(tmp_path, ""))


def test_a_python_or_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no program" in refused(capsys, "--python", str(tmp_path / "python"))
    assert "no node_modules" in refused(capsys, "--node", str(tmp_path))


@pytest.mark.parametrize("rounds", ["0", "-1", "many", ""])
def test_rounds_are_at_least_one(capsys: pytest.CaptureFixture[str], rounds: str) -> None:
    assert "no number of rounds" in refused(capsys, f"--rounds={rounds}")


def test_our_own_reader_is_asked_as_a_library_is() -> None:
    found = ask(OURS, [ROW, {**ROW, "id": "b", "lang": "tlh"}], 1, None, None)
    assert isinstance(found, Reader), found
    assert (found.readings["a"][0], found.readings["b"]) == (ROW["any_of"][0], [])
    assert (found.failed, set(found.ms)) == (0, {"a"})


def test_a_library_that_is_not_installed_is_named_with_how_to_get_it() -> None:
    missing = ask(Peer("nothing", "nothing", "1", "MIT"), [ROW], 1, sys.executable, None)
    assert isinstance(missing, Absent)
    assert "No module named" in missing.why
    assert "peers.txt" in how_to_get(PEERS[0])


def test_a_library_of_javascript_needs_its_folder() -> None:
    chrono = next(peer for peer in PEERS if peer.engine == "chrono")
    assert ask(chrono, [ROW], 1, None, None) == Absent("chrono", "no --node given")
    assert "chrono-node@" in how_to_get(chrono)


def test_a_python_that_does_not_start_is_told(tmp_path: Path) -> None:
    found = ask(PEERS[0], [ROW], 1, str(tmp_path), None)
    assert isinstance(found, Absent)
    assert "does not start" in found.why


def test_of_a_traceback_its_last_error_is_told() -> None:
    assert reason("Traceback\n  x\nImportError: a\n\nModuleNotFoundError: b\n") == "ModuleNotFoundError: b"
    assert reason("") == "it ended without a word"


def read(name: str, ms: float, *days: str) -> Reader:
    readings = {str(place): [{"type": "date", "value": day}] for place, day in enumerate(days)}
    return Reader(name, "1", frozenset({"en"}), readings, dict.fromkeys(readings, ms), 0)


ROWS = [{**ROW, "id": str(place)} for place in range(4)]
RIGHT, WRONG = "2016-11-08", "2016-11-20"


def test_the_last_line_is_the_ratio_to_the_fastest_that_reaches_half_of_our_accuracy() -> None:
    ours = read("ours", 0.1, RIGHT, RIGHT, RIGHT, RIGHT)
    hasty = read("hasty", 0.01, RIGHT, WRONG, WRONG, WRONG)
    good, slow = read("good", 0.4, RIGHT, RIGHT, WRONG, WRONG), read("slow", 9.0, RIGHT, RIGHT, RIGHT, RIGHT)
    line = verdict(ROWS, ours, [ours, hasty, Absent("gone", "no"), slow, good])
    assert line.startswith("replies: our median is 0.25 of good's (0.100 and 0.400 ms)")


def test_the_last_line_says_so_where_no_library_reaches_half() -> None:
    ours = read("ours", 0.1, RIGHT, RIGHT, RIGHT, RIGHT)
    assert "no library that was there" in verdict(ROWS, ours, [ours, read("hasty", 0.01, RIGHT, WRONG, WRONG, WRONG)])


def test_adversarial_texts_are_of_every_kind_and_the_same_for_the_same_seed() -> None:
    made = list(strings(2 * len(KINDS)))
    assert made == list(strings(2 * len(KINDS)))
    assert made != list(strings(2 * len(KINDS), seed=12))
    assert all(0 < len(text) <= CHARS for text in made)


def test_what_is_compared_with_is_pinned_and_its_licence_recorded() -> None:
    pins = (ROOT / "tests" / "benchmarks" / "replies" / "peers.txt").read_text("utf-8")
    listed = {line for line in pins.splitlines() if line and not line.startswith("#")}
    assert listed == {f"{peer.package}=={peer.version}" for peer in PEERS if peer.runs_in == "python"}
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    assert all(row_of_licence(peer) in page for peer in PEERS)
    assert {peer.engine for peer in (*PEERS, *OWN)} == engines()


def row_of_licence(peer: Peer) -> str:
    return f"| {peer.package} | {peer.version} | {peer.licence} |"


def engines() -> set[str]:
    folder = ROOT / "tests" / "benchmarks" / "replies" / "engines"
    in_javascript = {peer.engine for peer in PEERS if peer.runs_in == "node"}
    return {path.stem.removeprefix("of_") for path in folder.glob("of_*.py")} | in_javascript
