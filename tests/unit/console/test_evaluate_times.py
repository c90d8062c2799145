"""`./doorstep replies evaluate-times`: a file of time expressions read, and what is no such file refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.local.user_error import UserError
from services.console.cli.replies_evaluate_times import case, rows


def readings(text: str) -> list[dict[str, str]]:
    """Said on monday 7 November 2016 at midnight."""
    found: dict[str, Any] = case({"id": "1", "lang": "en", "now": "2016-11-07T00:00:00", "text": text})
    said: list[dict[str, str]] = found["readings"]
    return said


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tomorrow", {"type": "date", "value": "2016-11-08"}),
        ("5:30 pm", {"type": "time", "value": "17:30:00"}),
        ("tomorrow at 8am", {"type": "datetime", "value": "2016-11-08 08:00:00"}),
        ("next week", {"type": "daterange", "start": "2016-11-14", "end": "2016-11-21"}),
        ("november 19-20", {"type": "daterange", "start": "2016-11-19", "end": "2016-11-20"}),
        ("from 4 to 6pm", {"type": "timerange", "start": "16:00:00", "end": "18:00:00"}),
        ("after 6pm", {"type": "timerange", "start": "18:00:00"}),
        (
            "tomorrow morning",
            {"type": "datetimerange", "start": "2016-11-08 08:00:00", "end": "2016-11-08 12:00:00"},
        ),
    ],
)
def test_the_best_reading_is_printed_as_it_was_said(text: str, first: dict[str, str]) -> None:
    assert readings(text)[0] == first


def test_parts_of_the_day_are_those_of_recognizers_unless_ours_are_asked_for() -> None:
    row = {"id": "1", "lang": "en", "now": "2016-11-07T00:00:00", "text": "this evening"}
    day = "2016-11-07"
    assert case(row)["readings"] == [{"type": "datetimerange", "start": f"{day} 16:00:00", "end": f"{day} 20:00:00"}]
    assert case(row, "ours")["readings"][0]["start"] == f"{day} 18:00:00"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("before november 12", {"type": "daterange", "end": "2016-11-12"}),
        ("from november 12 on", {"type": "daterange", "start": "2016-11-12"}),
    ],
)
def test_an_end_that_was_not_said_is_not_printed(text: str, first: dict[str, str]) -> None:
    assert {key: readings(text)[0].get(key) for key in first} == first
    assert len(readings(text)[0]) == 2


def test_a_text_without_a_time_has_no_reading() -> None:
    assert readings("thanks a lot") == []


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "times.jsonl"
    row = {"id": "a", "lang": "fr", "now": "2016-11-07 00:00:00", "text": "demain"}
    file.write_text(f"\n{json.dumps(row)}\n\n")
    assert list(rows(file)) == [row]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": 1, "text": "x", "now": "noon"}'])
def test_a_line_that_is_no_case_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "times.jsonl"
    file.write_text(line)
    with pytest.raises(UserError, match="Line 1"):
        list(rows(file))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be read"):
        list(rows(tmp_path / "none.jsonl"))
