"""The committed offset never passes an open one."""

from hypothesis import given
from hypothesis import strategies as st

from shared.runtime.kafka.watermark import Watermark


def test_nothing_is_committed_while_the_lowest_is_open() -> None:
    mark = Watermark()
    mark.opened([4, 5, 6])
    assert mark.closed([5, 6]) is None
    assert mark.closed([4]) == 7


@given(st.permutations(list(range(0, 40, 2))), st.integers(1, 7))
def test_whatever_the_order_it_is_one_past_the_last_closed_without_a_gap(order: list[int], chunk: int) -> None:
    mark = Watermark()
    offsets = sorted(order)  # with gaps, as compaction and transaction markers leave them
    mark.opened(offsets)
    closed: set[int] = set()
    for start in range(0, len(order), chunk):
        closed.update(order[start : start + chunk])
        committed = mark.closed(order[start : start + chunk])
        still_open = [offset for offset in offsets if offset not in closed]
        if committed is not None:
            assert all(offset >= committed for offset in still_open)
    assert not [offset for offset in offsets if offset not in closed]
