"""What somebody looks for, and where a list goes on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from services.console.model.reading import CaseFilter
from services.console.web.asked import Unclear
from services.console.web.case_search import STATES, VISITS, asked, filter_of, next_page, place_of
from services.notifier.core import state as notifier
from services.scheduler.core import state as scheduler

THEN = datetime(2026, 4, 1, 6, tzinfo=UTC)


def test_an_empty_word_lets_everything_pass() -> None:
    assert filter_of(asked({}), "") == CaseFilter(open=True)
    assert filter_of(asked({"state": "all"}), "") == CaseFilter()
    assert filter_of(asked({"region": "porto"}), "") == CaseFilter(region="porto", open=True)
    fields = asked({"state": "held", "find": " case-1 ", "region": "porto"})
    assert filter_of(fields, "") == CaseFilter(state="held", part="case-1", region="porto")


def test_the_next_page_is_read_back_as_it_was_written() -> None:
    said = parse_qs(next_page(asked({"state": "held"}), THEN, "case~7"))
    assert said["state"] == ["held"]
    assert place_of(said["after"][0]) == (THEN, "case~7")


@pytest.mark.parametrize("after", ["case-7", "~", "yesterday~case-7", "2026-04-01~case-7", f"{THEN}~\0", "~" * 99])
def test_what_is_no_place_is_refused_and_shows_nothing_in_its_stead(after: str) -> None:
    with pytest.raises(Unclear):
        place_of(after)


def test_a_list_begins_at_its_beginning() -> None:
    assert place_of("") is None


@pytest.mark.parametrize("field", ["state", "visit", "stage"])
def test_a_state_that_no_case_can_have_is_refused(field: str) -> None:
    with pytest.raises(Unclear, match=f"given as {field} is none of"):
        asked({field: "bogus"})


def kinds(source: Path) -> set[str]:
    return set(re.findall(r'^    kind: Literal\["([a-z-]+)"\]', source.read_text(), re.MULTILINE))


def test_every_state_that_the_services_have_can_be_asked_for() -> None:
    assert set(STATES) == kinds(Path(notifier.__file__))
    assert set(VISITS) == kinds(Path(scheduler.__file__))
