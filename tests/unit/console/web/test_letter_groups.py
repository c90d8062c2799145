"""Dead letters that have the same thing wrong with them are one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.console.web.letters.groups import by_code, fingerprint, held_by, letter_groups, pattern

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def counted(detail: str, letters: int = 1, service: str = "notifier", code: str = "schema") -> dict[str, Any]:
    return {"service": service, "topic": "loans", "code": code, "detail": detail, "letters": letters, "oldest": NOON,
            "newest": NOON + timedelta(minutes=letters)}  # fmt: skip


def held(detail: str, case: str) -> dict[str, Any]:
    return {"service": "notifier", "topic": "loans", "code": "schema", "detail": detail, "case_id": case}


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ("70012 bytes, at most 65536", "# bytes, at most #"),
        ("not JSON in UTF-8", "not JSON in UTF-8"),
        ("time: rfc_3339_date_time", "time: rfc_3339_date_time"),
        ("data.stops.12.at: missing", "data.stops.#.at: missing"),
        ("id 3f2b8c1e-0d5a-4b6c-9e7f-112233445566 again", "id # again"),
        ("", ""),
    ],
)
def test_numbers_and_ids_are_left_out_of_what_letters_have_in_common(detail: str, expected: str) -> None:
    assert pattern(detail) == expected


def test_a_fingerprint_tells_services_topics_and_codes_apart_and_numbers_not() -> None:
    one = fingerprint("notifier", "loans", "too-large", "70012 bytes, at most 65536")
    assert one == fingerprint("notifier", "loans", "too-large", "99999 bytes, at most 65536")
    others = {
        fingerprint("router", "loans", "too-large", "70012 bytes, at most 65536"),
        fingerprint("notifier", "fleet", "too-large", "70012 bytes, at most 65536"),
        fingerprint("notifier", "loans", "schema", "70012 bytes, at most 65536"),
    }
    assert len(others | {one}) == 4


def test_half_a_character_in_a_reason_has_a_fingerprint_too() -> None:
    assert len(fingerprint("notifier", "loans", "repeated-field", "\ud800")) == 12


def test_letters_that_differ_in_numbers_are_one_group_with_all_their_reasons() -> None:
    (group,) = letter_groups([counted("70012 bytes", 2), counted("80000 bytes", 5)])
    assert (group.letters, group.details, group.title) == (7, ("70012 bytes", "80000 bytes"), "# bytes")
    assert (group.oldest, group.newest) == (NOON, NOON + timedelta(minutes=5))


def test_a_group_of_one_reason_is_called_by_it() -> None:
    (group,) = letter_groups([counted("70012 bytes", 2)])
    assert group.title == "70012 bytes"


def test_a_case_that_is_held_for_two_letters_is_counted_once() -> None:
    groups = letter_groups(
        [counted("1 byte"), counted("2 byte"), counted("other")],
        [held("1 byte", "c-1"), held("2 byte", "c-1"), held("other", "c-1"), held("other", "c-2")],
    )
    assert [(group.title, sorted(group.held)) for group in groups] == [("other", ["c-1", "c-2"]), ("# byte", ["c-1"])]
    assert held_by(groups) == {"c-1", "c-2"}


def test_what_holds_cases_comes_before_what_there_is_most_of() -> None:
    groups = letter_groups([counted("many", 1000), counted("held", 1), counted("few", 2)], [held("held", "c-1")])
    assert [group.title for group in groups] == ["held", "many", "few"]


def test_groups_stand_under_their_code_in_the_order_of_the_first() -> None:
    codes = by_code(letter_groups([counted("a", 5), counted("b", 9, code="tombstone"), counted("c", 1)]))
    assert [(each.code, each.letters) for each in codes] == [("tombstone", 9), ("schema", 6)]


def test_nothing_is_no_group() -> None:
    assert letter_groups([]) == []
    assert held_by([]) == frozenset()
