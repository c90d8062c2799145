"""The bench's own counting of readings: the best one alone, exact, and not over by the day it was said."""

from typing import Any

import pytest

from tests.benchmarks.replies.corpus_times import only_beginnings, row_of
from tests.benchmarks.replies.counting import Right, by_language, count

NOW = "2016-11-07T16:12:00"


def row(*any_of: dict[str, str], lang: str = "en", name: str = "a") -> dict[str, Any]:
    return {"id": name, "lang": lang, "now": NOW, "text": "some day", "any_of": list(any_of)}


def is_ahead(wanted: dict[str, str], *said: Any) -> bool:
    return count([row(wanted)], {"a": said}).ahead == 1


DATE = {"type": "date", "value": "2016-11-08"}
TIME = {"type": "time", "value": "17:00:00"}
MOMENT = {"type": "datetime", "value": "2016-11-08 17:00:00"}
RANGE = {"type": "timerange", "start": "17:00:00", "end": "18:00:00"}


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (DATE, DATE),
        (MOMENT, {"type": "datetime", "value": "2016-11-08T17:00:00.000"}),
        (RANGE, [{"type": "timerange", "start": "17:00:00", "end": "17:59:59"}, RANGE]),
        ({"type": "timerange", "end": "18:00:00"}, {"type": "timerange", "end": "18:00:00"}),
        (DATE, {"type": "moment", "value": "2016-11-08 09:00:00"}),
        (TIME, {"type": "moment", "value": "2016-11-07 17:00:00"}),
        (MOMENT, {"type": "moment", "value": "2016-11-08 17:00:00"}),
        ({"type": "datetime", "value": "2016-11-08 00:00:00"}, {"type": "moment", "value": "2016-11-08"}),
    ],
)
def test_the_best_reading_is_right_if_type_and_both_ends_are(wanted: dict[str, str], said: Any) -> None:
    assert is_ahead(wanted, said)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (DATE, {"type": "datetime", "value": "2016-11-08"}),
        (DATE, {"type": "date", "value": "2016-11-09"}),
        (RANGE, {"type": "timerange", "start": "17:00:00"}),
        (RANGE, {"type": "timerange", "start": "17:00:00", "end": "19:00:00"}),
        (RANGE, {"type": "moment", "value": "2016-11-07 17:00:00"}),
        (DATE, {"type": "", "value": "2016-11-08"}),
        (TIME, {"type": "moment"}),
    ],
)
def test_a_reading_of_another_type_or_end_is_wrong(wanted: dict[str, str], said: dict[str, str]) -> None:
    assert not is_ahead(wanted, said)


def test_only_the_best_reading_counts() -> None:
    assert not is_ahead(DATE, {"type": "date", "value": "2016-11-15"}, DATE)


def test_a_reading_that_is_over_is_right_but_not_ahead() -> None:
    past = {"type": "date", "value": "2016-11-01"}
    assert count([row(past, DATE)], {"a": [past]}) == Right(rows=1, answered=1, first=1, ahead=0)


def test_where_every_right_reading_is_over_they_all_count() -> None:
    past = {"type": "date", "value": "2016-11-01"}
    assert count([row(past)], {"a": [past]}).ahead == 1


def test_a_row_without_a_reading_is_not_answered() -> None:
    assert count([row(DATE), row(DATE, name="b")], {"b": []}) == Right(rows=2, answered=0, first=0, ahead=0)


def test_languages_are_counted_apart() -> None:
    parts = by_language([row(DATE), row(DATE, lang="fr", name="b")], {"b": [DATE]})
    assert {lang: part.ahead for lang, part in parts.items()} == {"en": 0, "fr": 1}


def test_a_proposal_of_the_corpus_is_counted_by_where_it_begins() -> None:
    window = {"start": "2016-11-08T17:00:00+01:00", "end": "2016-11-08T21:00:00+01:00"}
    labelled = {"id": "a", "lang": "zh-Hant", "now": NOW, "text": "after 5", "intents": ["propose"], "time": window}
    made = row_of(labelled)
    assert made["lang"] == "zh"
    for said in (MOMENT, TIME, {"type": "timerange", "start": "17:00:00"}):
        assert count([made], only_beginnings({"a": [said]})).ahead == 1
    assert count([made], only_beginnings({"a": [[DATE], MOMENT]})).ahead == 0


def test_a_proposed_day_is_counted_as_a_day() -> None:
    day = {"start": "2016-11-08T00:00:00+01:00", "end": "2016-11-09T00:00:00+01:00"}
    labelled = {"id": "a", "lang": "en", "now": NOW, "text": "tomorrow", "time": None, "time_also_ok": [day]}
    assert count([row_of(labelled)], only_beginnings({"a": [DATE]})).ahead == 1
