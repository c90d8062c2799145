"""Every record of the corpus through the decoder alone."""

from __future__ import annotations

import pytest

from shared.contracts.codec import Malformed, decode

from .corpus import FLOODED, NOW, RECORDS, REQUESTS, BadRecord, flood, seen_in
from .corpus.table import README, page


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_record_is_an_event_or_refused_with_the_code_expected(record: BadRecord) -> None:
    found = decode(record.topic, record.key, record.value(), NOW)
    if not record.is_event:
        assert isinstance(found, Malformed)
        assert (found.code, seen_in(found.detail)) == (record.expected, []), found.detail
    else:
        assert not isinstance(found, Malformed), found


def test_no_two_records_have_one_name_and_cases_are_shared_on_purpose_only() -> None:
    names = [record.name for record in RECORDS]
    assert len(set(names)) == len(names)
    shared = [record.case for record in RECORDS if [other.case for other in RECORDS].count(record.case) > 1]
    assert set(shared) == {"ids", "paid-first"}


def test_every_event_of_the_flood_is_sound() -> None:
    assert not [value for value in flood() if isinstance(decode("loans", FLOODED.encode(), value, NOW), Malformed)]


def test_the_table_of_the_corpus_is_fresh() -> None:
    assert README.read_text(encoding="utf-8") == page(RECORDS, REQUESTS), "python -m tests.security.corpus writes it"


def test_no_two_requests_have_one_name() -> None:
    assert len({request.name for request in REQUESTS}) == len({request.case for request in REQUESTS}) == len(REQUESTS)


@pytest.mark.parametrize("text", ["+44 7700 900123", "for ZEBEDEE", "{'a': '77 Sentinel  Wharf'}"])
def test_a_sentinel_is_seen_however_it_is_written(text: str) -> None:
    assert seen_in(text)
