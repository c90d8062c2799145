"""Where a service goes on, and what partitions make of a topic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.console.views.partition_lag import PartitionLag, by_topic, goes_on

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("committed", "begins", "ends", "goes_on_at"),
    [
        (7, 0, 10, 7),
        (10, 0, 10, 10),
        (None, 3, 10, 3),  # a partition in which it never noted a place is unread whole, not unknown
        (2, 5, 10, 5),  # what retention took away lies unread no more
        (5, 10, 10, 10),  # and where all of it is gone, nothing does
        (900, 0, 4, 0),  # the topic was made anew: it is read from its begin
    ],
)
def test_a_service_goes_on_where_it_noted_or_at_the_logs_begin(
    committed: int | None, begins: int, ends: int, goes_on_at: int
) -> None:
    assert goes_on(committed, begins, ends) == goes_on_at


def test_a_topic_is_as_old_as_its_oldest_partition_and_as_far_behind_as_all_of_them() -> None:
    parts = [
        PartitionLag("notifier", "loans", 0, 5, 3, AT),
        PartitionLag("notifier", "loans", 1, 5, 9, AT - timedelta(minutes=4), removed=2),
        PartitionLag("notifier", "loans", 2, 5, 0),
        PartitionLag("router", "loans", 0, 5, 1),
    ]
    loans, of_router = by_topic(parts)
    assert loans == {
        "service": "notifier", "topic": "loans", "partitions": 3, "behind": 12, "most": 9,
        "since": AT - timedelta(minutes=4), "removed": 2,
    }  # fmt: skip
    assert (of_router["behind"], of_router["since"]) == (1, None)
