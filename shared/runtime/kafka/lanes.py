"""Which lane reads which of the partitions that this member of the group was given. Pure.

Every topic's partition of one number goes to the same lane, so one case stays in one lane. Numbers are dealt out by
their rank among those we have, not by themselves: assignors deal in turn too, and with two members one has all the even
numbers and the other all the odd ones.
"""

from __future__ import annotations

from collections.abc import Iterable


def dealt(numbers: Iterable[int], lanes: int) -> dict[int, int]:
    """Partition number → lane, for all numbers of partitions that are ours."""
    return {number: rank % lanes for rank, number in enumerate(sorted(set(numbers)))}
