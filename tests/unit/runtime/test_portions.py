"""A batch of huge records is handled a few at a time, any other one at once."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.runtime.ports import Record
from shared.runtime.steps.consume import PORTION_BYTES_MAX, portions

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
HUGE = [b"x" * size for size in (PORTION_BYTES_MAX // 2, PORTION_BYTES_MAX, PORTION_BYTES_MAX + 1)]


def records(values: list[bytes | None]) -> list[Record]:
    return [Record("loans", 0, offset, b"key", value, AT) for offset, value in enumerate(values)]


def size(portion: list[Record]) -> int:
    return sum(len(record.value or b"") + len(record.key or b"") for record in portion)


@given(st.lists(st.sampled_from([None, b"", b"small", *HUGE]), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_portions_keep_all_records_in_order_and_are_small_or_one_record(values: list[bytes | None]) -> None:
    given_ = records(values)
    made = list(portions(given_))
    assert [record for portion in made for record in portion] == given_
    assert all(len(portion) == 1 or size(portion) <= PORTION_BYTES_MAX for portion in made)
    assert all(size(one) + size(other[:1]) > PORTION_BYTES_MAX for one, other in pairwise(made))


def test_a_huge_key_counts_as_well() -> None:
    huge = [Record("loans", 0, offset, b"k" * PORTION_BYTES_MAX, b"", AT) for offset in range(3)]
    assert [len(portion) for portion in portions(huge)] == [1, 1, 1]


def test_a_batch_of_ordinary_records_is_one_portion() -> None:
    assert len(list(portions(records([b"x" * 1200] * 1000)))) == 1
