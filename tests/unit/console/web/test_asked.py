"""What an address asks for is what it may be, or refused; what can't be seen never comes into a page."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from deploy.local.user_error import UserError
from services.console.store.accounts import RESERVED, may_be_name
from services.console.typed import reason_trouble
from services.console.web import asked
from services.console.web.access.sandbox_visitor import VISITOR
from services.console.web.acting import NOBODY_KNOWN
from services.console.web.asked import Unclear
from services.console.web.audit_view import AuditAsked
from services.console.web.page import moment
from services.console.web.shown import rendered
from services.console.web.stream.filters import NoFilter, StreamFilter
from shared.evidence.export_file import ExportHead, ExportWriter, FileFormat

TODAY = date(2027, 4, 22)
KEPT = "\n\r\t"
BIDI = {"L": False, "RLE": True, "LRE": True, "RLO": True, "LRO": True, "PDF": True, "RLI": True, "LRI": True,
        "FSI": True, "PDI": True}  # fmt: skip
UNSEEN = [
    letter
    for code in range(0x11_0000)
    if unicodedata.category(letter := chr(code)) == "Cc"
    or BIDI.get(unicodedata.bidirectional(letter), False)
    or letter in "\u200e\u200f\u061c\u2028\u2029\ufeff\u200b"
]
"""Every control, and every mark of direction, that Unicode knows."""


def test_no_control_and_no_mark_of_direction_comes_into_a_page() -> None:
    for letter in UNSEEN:
        for value in (f"a{letter}b", Markup("<b>a{}b</b>").format(letter)):
            found = rendered(value)
            assert isinstance(found, type(value))
            assert (letter in str(found)) == (letter in KEPT), f"U+{ord(letter):04X}"


def test_what_can_be_seen_and_what_is_no_text_stays_as_it_is() -> None:
    family = "\U0001f468\u200d\U0001f469"
    for value in ("Zoë 王", "a\nb", family, 7, None, moment(datetime(2027, 4, 22, tzinfo=UTC))):
        assert rendered(value) is value


def test_nothing_unseen_is_looked_for_or_kept_as_a_reason() -> None:
    for letter in UNSEEN:
        with pytest.raises(Unclear):
            asked.text({"find": f"a{letter}b"}, "find")
        with pytest.raises(Unclear):
            asked.word({"find": f"a{letter}b"}, "find")
        with pytest.raises(NoFilter):
            StreamFilter.of({"text": f"a{letter}b"})
        with pytest.raises(Unclear):
            AuditAsked.of({"person": f"a{letter}b"})
        assert reason_trouble(f"It was{letter}asked for.")


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_no_line_of_an_export_has_anything_unseen_in_it(format: FileFormat) -> None:
    for letter in UNSEEN:
        head = ExportHead("case c-1", "ana", "2027", f"a{letter}b", 1, 1)
        lines = ExportWriter(format).begin(head)
        assert letter in KEPT or letter not in lines, f"U+{ord(letter):04X}"


@pytest.mark.parametrize("text", ["today", "2027-02-30", "9999-12-31", "0001-01-01", "<script>", "٢٠٢٧-٠٤-٢٢"])
def test_a_day_that_is_none_is_refused_and_no_other_is_shown(text: str) -> None:
    with pytest.raises(Unclear, match="What is given as day"):
        asked.day({"day": text}, "day", TODAY)
    assert asked.day({}, "day", TODAY) == TODAY
    assert asked.day({"day": "2027-03-30"}, "day", TODAY) == date(2027, 3, 30)


def test_what_is_none_of_those_that_it_may_be_is_refused_by_naming_them() -> None:
    with pytest.raises(Unclear, match="span is none of: day, week"):
        asked.one_of({"span": "year"}, "span", ["day", "week"], "week")
    assert asked.one_of({}, "span", ["day", "week"], "week") == "week"
    with pytest.raises(Unclear, match="from 1 to 9"):
        asked.number({"page": "-1"}, "page", least=1, most=9, usual=1)
    with pytest.raises(Unclear, match="longer than 64"):
        asked.text({"find": "x" * 65}, "find")
    with pytest.raises(Unclear):
        AuditAsked.of({"under": "-1"})
    with pytest.raises(UserError):
        AuditAsked.of({"since": "9999"})


def test_a_name_that_the_console_writes_into_the_trail_itself_is_nobodys() -> None:
    assert {VISITOR.name, NOBODY_KNOWN} == RESERVED
    assert [name for name in RESERVED if may_be_name(name)] == []
    assert may_be_name("ana")
