"""The trace of a seed, as the simulation writes it: in order, paged, and nothing that is somebody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.console.views.seed_trace import PER_PAGE, NoTrace, trace_file, trace_page
from tests.simulation.people import MARKS
from tests.simulation.replay import replay

SEED = 21


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a small world, in which a call is refused, among other faults."""
    path = trace_file(tmp_path_factory.mktemp("proof"), SEED)
    path.parent.mkdir()
    assert replay(SEED, None, path) == 0
    return path


def test_decisions_come_with_virtual_time_service_case_and_reason(trace: Path) -> None:
    page = trace_page(trace, "decisions", 1)
    assert (page.head.seed, page.head.held, page.pages) == (SEED, True, 1)
    first = page.entries[0]
    assert (first.kind, first.service, first.reason, first.version) == ("decision", "notifier", "overdue", 1)
    assert first.case
    assert [entry.at for entry in page.entries] == sorted(entry.at for entry in page.entries)


def test_faults_are_among_the_decisions_and_can_be_shown_alone(trace: Path) -> None:
    faults = trace_page(trace, "faults", 1).entries
    assert {entry.kind for entry in faults} == {"fault"}
    assert len({entry.what for entry in faults}) > 1
    assert any(" at " in entry.what for entry in faults), "what was refused says at which call"
    assert {entry.kind for entry in trace_page(trace, "decisions", 1).entries} == {"decision", "fault", "end"}


def test_every_call_is_there_when_asked_for(trace: Path) -> None:
    page = trace_page(trace, "all", 1)
    assert "store.commit" in "".join(entry.what for entry in page.entries)
    assert page.total > trace_page(trace, "decisions", 1).total


def test_a_case_is_followed_with_the_faults_around_it(trace: Path) -> None:
    case = trace_page(trace, "decisions", 1).entries[0].case
    entries = trace_page(trace, "decisions", 1, case).entries
    assert {entry.case for entry in entries if entry.kind == "decision"} == {case}
    assert "fault" in {entry.kind for entry in entries}


def test_pages_hang_together_and_one_behind_the_last_is_the_last(trace: Path, tmp_path: Path) -> None:
    head, *lines = trace.read_text().splitlines(keepends=True)
    long = tmp_path / "long.jsonl"
    long.write_text(head + "".join(lines) * 3)
    first = trace_page(long, "all", 1)
    assert (len(first.entries), first.pages) == (PER_PAGE, -(-3 * len(lines) // PER_PAGE))
    assert trace_page(long, "all", 999).page == first.pages


def test_nothing_in_it_is_anybody_s(trace: Path) -> None:
    content = trace.read_bytes()
    assert [mark for mark in MARKS if mark in content] == []


@pytest.mark.parametrize("content", ["", "{}\n", '{"format":2}\n', "x" * 10_000])
def test_a_file_that_is_none_is_said_to_be_none(content: str, tmp_path: Path) -> None:
    path = tmp_path / "1.jsonl"
    path.write_text(content)
    with pytest.raises(NoTrace, match="can't be understood"):
        trace_page(path, "all", 1)


def test_a_seed_that_was_not_run_has_no_trace(tmp_path: Path) -> None:
    with pytest.raises(NoTrace) as none:
        trace_page(trace_file(tmp_path, 5), "all", 1)
    assert none.value.what == ""
