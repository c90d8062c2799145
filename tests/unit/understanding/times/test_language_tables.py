"""Every language's table: of one shape, and nothing in it that the grammar does not know."""

import pytest

from services.notifier.understanding.times.holidays import in_year
from services.notifier.understanding.times.hours import PARTS
from services.notifier.understanding.times.languages import LANGUAGES
from services.notifier.understanding.times.roles import letter
from services.notifier.understanding.times.table import TimeWords

EACH = pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.language)


def values(language: TimeWords, role: str) -> set[str]:
    return {value for _, named, value in language.entries if named == letter(role)}


@EACH
def test_it_has_every_weekday_month_and_number(language: TimeWords) -> None:
    assert {int(one) for one in values(language, "weekday")} == set(range(1, 8))
    assert {int(one) for one in values(language, "month") | values(language, "maybemonth")} == set(range(1, 13))
    assert set(range(1, 13)) <= {int(one) for one in values(language, "number")}


@EACH
def test_its_parts_of_the_day_are_known(language: TimeWords) -> None:
    assert values(language, "part") <= set(PARTS)
    assert {value.split()[1] for value in values(language, "daypart")} <= set(PARTS)


@EACH
def test_its_holidays_have_a_rule(language: TimeWords) -> None:
    assert [name for name in values(language, "holiday") if in_year(name, 2027) is None] == []


@EACH
def test_no_phrase_is_empty(language: TimeWords) -> None:
    assert all(pieces for pieces, _, _ in language.entries)


def test_holidays_fall_on_their_days() -> None:
    days = {name: str(in_year(name, 2026)) for name in ("easter", "thanksgiving", "memorial", "cyber_monday", "diwali")}
    assert days == {
        "easter": "2026-04-05",
        "thanksgiving": "2026-11-26",
        "memorial": "2026-05-25",
        "cyber_monday": "2026-11-30",
        "diwali": "2026-11-08",
    }
