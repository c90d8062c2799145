"""Journals and records are read from text alone, and what can't be read is an error or no event, as it should be."""

import json
from pathlib import Path

import pytest

from services.verifier.journals import read_journal, read_rows
from services.verifier.topic_events import Raw, read_fact

ROW = {"kind": "post", "virtual": "2026-01-01T10:00:00+00:00", "wall": "2026-11-01T10:00:00Z", "intent": "t-1"}


def fact(value: bytes | None) -> object:
    return read_fact(Raw("loans", 0, 0, "case-1", value))


def test_a_row_has_its_two_times_and_its_fields() -> None:
    (row,) = read_rows([json.dumps(ROW) + "\n"])
    assert (row.line, row.kind, row.text("intent"), row.text("nothing")) == (1, "post", "t-1", "")
    assert row.virtual < row.wall


def test_a_last_line_that_a_kill_cut_off_is_left_out() -> None:
    assert len(read_rows([json.dumps(ROW) + "\n", json.dumps(ROW)[:20]])) == 1


@pytest.mark.parametrize("line", ["{}", "not json", '{"kind": "post", "virtual": "yesterday"}', "[]"])
def test_any_other_line_that_is_no_row_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match="line 1 of the journal"):
        read_rows([line + "\n"])


def test_a_journal_that_was_never_begun_is_empty(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "nothing.jsonl") == []
    (tmp_path / "twin.jsonl").write_text(json.dumps(ROW) + "\n" + json.dumps(ROW) + "\n")
    assert [row.line for row in read_journal(tmp_path / "twin.jsonl")] == [1, 2]


@pytest.mark.parametrize(
    "value",
    [None, b"", b"\xff", b"[]", b"{}", b'{"type": "doorstep.loan.closed.v1"}', b"null", b"1"],
)
def test_a_record_that_is_no_event_is_no_fact(value: bytes | None) -> None:
    assert fact(value) is None


def test_a_naive_time_or_data_that_is_no_object_make_no_fact() -> None:
    sound: dict[str, object] = {"id": "1", "source": "bank", "type": "doorstep.loan.closed.v1", "subject": "case-1"}
    sound |= {"time": "2026-01-01T10:00:00Z", "data": {"cause": "sold"}}
    assert fact(json.dumps(sound).encode()) is not None
    assert fact(json.dumps(sound | {"time": "2026-01-01T10:00:00"}).encode()) is None
    assert fact(json.dumps(sound | {"data": []}).encode()) is None
