"""Files of labelled lines: whatever a program may write is read, and what is wrong is told without repeating it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .command_line import Ran, run

SLOT = {"n": 1, "start": "2026-11-27T14:00:00+00:00", "end": "2026-11-27T16:00:00+00:00"}
REPLY: dict[str, Any] = {
    "id": "a", "lang": "en", "tz": "Europe/London", "now": "2026-11-24T14:20:00+00:00", "text": "friday, hush",
    "asked": {"kind": "offer", "slots": [SLOT]},
}  # fmt: skip
TIME: dict[str, Any] = {"id": "a", "lang": "en", "now": "2016-11-07T00:00:00", "text": "tomorrow, hush"}
COMMANDS = {"evaluate": REPLY, "evaluate-times": TIME}
SECRET = "hush"
"""A word of the borrower's, which no error repeats."""

Evaluate = Callable[..., Ran]


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Evaluate:
    def of(command: str, content: bytes, *options: str, columns: int = 80) -> Ran:
        file = tmp_path / "file.jsonl"
        file.write_bytes(content)
        return run(monkeypatch, capsys, "replies", command, str(file), *options, columns=columns)

    return of


def line(row: dict[str, Any], **other: Any) -> bytes:
    return json.dumps(row | other, ensure_ascii=False).encode() + b"\n"


def cases(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.trouble
    found: list[dict[str, Any]] = json.loads(ran.printed)["cases"]
    return found


def told(ran: Ran, sentence: str) -> None:
    assert (ran.code, ran.printed) == (2, ""), ran.printed
    assert sentence in ran.trouble
    assert SECRET not in ran.trouble
    assert "Traceback" not in ran.trouble
    assert len(ran.trouble.splitlines()) <= 2


EACH = pytest.mark.parametrize("command", COMMANDS)


@EACH
@pytest.mark.parametrize("ends_a_line", ["\u2028", "\u2029", "\x85"], ids=ascii)
def test_only_a_line_feed_ends_a_line(command: str, ends_a_line: str, evaluate: Evaluate) -> None:
    """Reported of readers of JSON lines in general: wbolster/jsonlines 53, openai/codex 45727."""
    text = f"tomorrow{ends_a_line}please"
    found = cases(evaluate(command, line(COMMANDS[command], text=text) + line(COMMANDS[command], id="b"), "--json"))
    assert [case["id"] for case in found] == ["a", "b"]
    assert found[0]["text"] == text


@EACH
@pytest.mark.parametrize("ends_a_line", ["\v", "\f", "\x1c", "\x1d", "\x1e"], ids=ascii)
def test_a_control_that_json_forbids_is_refused_with_its_own_line(
    command: str, ends_a_line: str, evaluate: Evaluate
) -> None:
    good = line(COMMANDS[command])
    bad = good.replace(b'"id": "a"', b'"id": "b"').replace(b"hush", f"hush{ends_a_line}".encode())
    told(evaluate(command, good + bad), "Line 2 of")


@EACH
@pytest.mark.parametrize("between", [b"\r\n", b"\n\xef\xbb\xbf", b"\n\n", b"\n \t \r\n"], ids=ascii)
def test_files_of_other_systems_are_read(command: str, between: bytes, evaluate: Evaluate) -> None:
    """A mark of the byte order, at the beginning and where files were joined: vtlengine 653, wbolster/jsonlines 68."""
    first, second = line(COMMANDS[command]).strip(), line(COMMANDS[command], id="b").strip()
    found = cases(evaluate(command, b"\xef\xbb\xbf" + first + between + second, "--json"))
    assert [case["id"] for case in found] == ["a", "b"]
    assert found == cases(evaluate(command, first + b"\n" + second + b"\n", "--json"))


@EACH
@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\n", b"\xef\xbb\xbf"], ids=ascii)
def test_a_file_without_a_line_is_told(command: str, content: bytes, evaluate: Evaluate) -> None:
    told(evaluate(command, content, "--json"), "holds no case")


@EACH
def test_a_file_in_another_encoding_is_told_with_the_line(command: str, evaluate: Evaluate) -> None:
    told(evaluate(command, line(COMMANDS[command]) + b'{"id": "\xe9"}'), "Line 2 of")
    told(evaluate(command, line(COMMANDS[command]).decode().encode("utf-16")), "UTF-16")


@EACH
def test_a_folder_and_a_file_that_is_not_there_are_told(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(run(monkeypatch, capsys, "replies", command, str(tmp_path)), "can't be read: Is a directory")
    told(run(monkeypatch, capsys, "replies", command, str(tmp_path / "none")), "can't be read: No such file")


DEEP = b"[" * 10_000 + b"]" * 10_000


@EACH
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "it is not JSON from character"),
        (b'{"text": "hush', "it is not JSON from character"),
        (b'{"text": "hush"} {"text": "hush"}', "it is not JSON from character"),
        (b"[]", "no object"),
        (b'"hush"', "no object"),
        (b"null", "no object"),
        (b"7", "no object"),
        (DEEP, "nested too deeply"),
        (b'{"x": ' * 10_000 + b"1" + b"}" * 10_000, "nested too deeply"),
        (b'{"note": ' + DEEP + b"}", "nested too deeply"),
        (b'{"id": NaN}', "NaN is no JSON"),
        (b'{"id": -Infinity}', "-Infinity is no JSON"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "a number that is too long"),
        (b'{"text": "hush", "text": "stop"}', "a name stands in it twice"),
        (b'{"note": {"hush": 1, "hush": 2}}', "a name stands in it twice"),
        (b"{}", "missing"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_line_that_is_no_object_is_told_with_its_number(
    command: str, content: bytes, sentence: str, evaluate: Evaluate
) -> None:
    """RecursionError: BasedHardware/omi 13507; doubled names: jqlang/jq 1509; NaN: ijl/orjson 620."""
    ran = evaluate(command, line(COMMANDS[command]) + b"\n" + content)
    told(ran, "Line 3 of")
    assert sentence in " ".join(ran.trouble.split())


@EACH
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("id", None, "id is no text"),
        ("id", True, "id is no text"),
        ("id", 1.5, "id is no text"),
        ("id", ["hush"], "id is no text"),
        ("id", "\\ud800", "id holds half a character"),
        ("text", 7, "text is no text"),
        ("text", None, "text is no text"),
        ("text", ["hush"], "text is no text"),
        ("text", "hush \\ud800", "text holds half a character"),
        ("text", "\\udc00 hush", "text holds half a character"),
        ("lang", 7, "lang is no text"),
        ("now", None, "now is no text"),
        ("now", 1764000000, "now is no text"),
        ("now", "noon", "now is no date and time"),
        ("now", "", "now is no date and time"),
        ("now", "2026-11-31T10:00:00+00:00", "now is no date and time"),
        ("now", "9999-12-31T23:59:59+00:00", "now is not in the years 1900 to 2199"),
        ("now", "0001-01-01T00:00:00+14:00", "now is not in the years 1900 to 2199"),
        ("now", "9999-12-31T23:59:59-14:00", "now is not in the years 1900 to 2199"),
    ],
)
def test_a_field_of_another_kind_is_told(
    command: str, field: str, value: Any, sentence: str, evaluate: Evaluate
) -> None:
    content = line(COMMANDS[command], **{field: value}).replace(b"\\\\u", b"\\u")
    told(evaluate(command, b"\n" + content), "Line 2 of")
    assert sentence in evaluate(command, content).trouble


@EACH
@pytest.mark.parametrize("field", ["id", "text", "now"])
def test_a_field_that_is_missing_is_told(command: str, field: str, evaluate: Evaluate) -> None:
    row = {name: value for name, value in COMMANDS[command].items() if name != field}
    told(evaluate(command, line(row)), f"{field} is missing")


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"now": "2026-11-24T14:20:00"}, "now has no offset from UTC"),
        ({"tz": "Europe"}, "tz is no time zone"),
        ({"tz": "../hush"}, "tz is no time zone"),
        ({"tz": "/etc/passwd"}, "tz is no time zone"),
        ({"tz": ""}, "tz is no time zone"),
        ({"tz": "localtime"}, "tz is no time zone"),
        ({"tz": "x" * 5_000}, "tz is no time zone"),
        ({"tz": "Europe/London\u0000"}, "tz is no time zone"),
        ({"tz": 1}, "tz is no text"),
        ({"asked": "offer"}, "asked is no object"),
        ({"asked": None}, "asked is no object"),
        ({"asked": []}, "asked is no object"),
        ({"asked": {}}, "asked.kind is missing"),
        ({"asked": {"kind": "hush"}}, "asked.kind is none of offer, reminder, notice, question, none"),
        ({"asked": {"kind": 1}}, "asked.kind is no text"),
        ({"asked": {"kind": "offer", "text": 1}}, "asked.text is no text"),
        ({"asked": {"kind": "offer", "slots": {}}}, "asked.slots is no list"),
        ({"asked": {"kind": "offer", "slots": None}}, "asked.slots is no list"),
        ({"asked": {"kind": "offer", "slots": ["hush"]}}, "asked.slots[0] is no object"),
        ({"asked": {"kind": "offer", "slots": [SLOT, {**SLOT, "n": "2"}]}}, "asked.slots[1].n is no whole number"),
        ({"asked": {"kind": "offer", "slots": [SLOT, SLOT]}}, "two of asked.slots have the same n"),
        ({"asked": {"kind": "offer", "slots": [{"n": 1}]}}, "asked.slots[0].start is missing"),
        ({"asked": {"kind": "offer", "slots": [{**SLOT, "end": SLOT["start"]}]}}, "asked.slots[0].end is not after"),
        (
            {"asked": {"kind": "offer", "slots": [{**SLOT, "end": "2026-11-27T16:00:00"}]}},
            "asked.slots[0].end has no offset",
        ),
        (
            {"asked": {"kind": "offer", "slots": [{**SLOT, "end": "9999-12-31T23:00:00-10:00"}]}},
            "asked.slots[0].end is not in the years",
        ),
        ({"asked": {"kind": "notice", "start": SLOT["start"]}}, "asked.end is missing"),
        ({"asked": {"kind": "notice", "start": 1, "end": 2}}, "asked.start is no text"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_question_or_a_zone_that_is_none_is_told(other: dict[str, Any], sentence: str, evaluate: Evaluate) -> None:
    """A zone that is a folder or a long name: python/cpython 85702 and 96463."""
    ran = evaluate("evaluate", line(REPLY, id="first") + line(REPLY, **other))
    told(ran, "Line 2 of")
    assert sentence in ran.trouble


@EACH
def test_two_lines_with_one_id_are_told_with_both_numbers(command: str, evaluate: Evaluate) -> None:
    """Whoever counts by id would count one of them: openai/openai-cookbook 3008."""
    row = COMMANDS[command]
    ran = evaluate(command, line(row) + line(row, id="b") + line(row))
    told(ran, "Line 3 of")
    assert "it has the id of line 1" in ran.trouble


@EACH
def test_an_id_may_be_a_whole_number(command: str, evaluate: Evaluate) -> None:
    assert [case["id"] for case in cases(evaluate(command, line(COMMANDS[command], id=7), "--json"))] == [7]
    assert "7" in evaluate(command, line(COMMANDS[command], id=7)).printed


@EACH
@pytest.mark.parametrize(
    "hostile",
    [
        "[bold]", "[/]", "[link=http://evil.example]here[/link]", "\\[red]", "a\\", ":warning:", ":100:",
    ],
)  # fmt: skip
def test_markup_of_a_line_is_printed_and_not_obeyed(command: str, hostile: str, evaluate: Evaluate) -> None:
    """apache/iceberg-python 3984, encode/httpx 2050."""
    shown = evaluate(command, line(COMMANDS[command], id=hostile, text=f"x {hostile} y"), columns=200).printed
    assert shown.count(hostile) == 2


@EACH
@pytest.mark.parametrize(
    ("hostile", "spelt"),
    [
        ("\x1b[2J", "\\x1b[2J"), ("\x1b]8;;http://evil.example\x1b\\", "\\x1b]8;;"), ("\x9b31m", "\\x9b31m"),
        ("\x1b]52;c;aHVzaA==\x07", "\\x1b]52;c;aHVzaA==\\x07"), ("\r\x1b[K", "\\r\\x1b[K"), ("\n", "\\n"),
        ("\x08\x08", "\\x08\\x08"), ("\x00", "\\x00"), ("\x7f", "\\x7f"), ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"), ("\u200f", "\\u200f"), ("\u061c", "\\u061c"), ("\u2028", "\\u2028"),
        ("\u2060", "\\u2060"), ("\u200b", "\\u200b"), ("\ufeff", "\\ufeff"), ("\U000e0041", "\\U000e0041"),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_a_terminal_would_obey_is_spelt_out(command: str, hostile: str, spelt: str, evaluate: Evaluate) -> None:
    """marmot-protocol/mdk 993, Textualize/rich 502."""
    shown = evaluate(command, line(COMMANDS[command], id=f"i{hostile}", text=f"x{hostile}y")).printed
    assert f"i{spelt}" in shown
    assert spelt in shown.replace("i" + spelt, "", 1)
    assert hostile == "\n" or hostile not in shown


@EACH
def test_json_for_programs_is_the_text_as_it_was(command: str, evaluate: Evaluate) -> None:
    text = "x\x1b[2J\u202e [bold] :warning: y"
    assert [case["text"] for case in cases(evaluate(command, line(COMMANDS[command], text=text), "--json"))] == [text]
