"""What is said of those who read, and of what lies unread."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.console.views.behind import LagRead
from services.console.views.group_seen import GroupSeen
from services.console.views.partition_lag import PartitionLag
from services.console.web.flow.group_rows import GroupRow, group_row, waiting_of
from services.console.web.flow.reading import got_through

from .samples import AT, group, member, part

BOTH = member(1, ("loans", 0), ("loans", 1))


def row(seen: GroupSeen, *parts: PartitionLag) -> GroupRow:
    return group_row(seen, parts, {}, (), AT)


@pytest.mark.parametrize(
    ("seen", "parts", "word", "tone", "why"),
    [
        (group(BOTH), [part(0), part(1)], "reads", "good", "nothing lies unread"),
        (group(BOTH), [part(0, 1, AT - timedelta(seconds=3)), part(1)], "reads", "good",
         "1 event lies unread, the oldest for 3 s"),
        (group(BOTH), [part(0, 4), part(1)], "reads", "good", "4 events lie unread"),
        (group(BOTH), [part(0, 9, AT - timedelta(seconds=90)), part(1)], "late", "wait",
         "9 events lie unread, the oldest for 1 min"),
        (group(BOTH), [part(0, 1, AT - timedelta(hours=2)), part(1)], "far behind", "bad",
         "1 event lies unread, the oldest for 2 h"),
        (group(BOTH), [part(0), part(1), part(2)], "not all read", "bad",
         "1 partition has no reader; nothing lies unread"),
        (group(state="nobody"), [part(0)], "nobody reads", "wait", "the group has no member; nothing lies unread"),
        (group(state="nobody"), [part(0, 2)], "nobody reads", "bad", "the group has no member; 2 events lie unread"),
        (group(member(1), state="parting"), [part(0, 2)], "rebalances", "wait",
         "its partitions are being parted anew; 2 events lie unread"),
        (group(state="unknown"), [part(0)], "unknown", "wait", "Kafka does not say who reads; nothing lies unread"),
    ],
)  # fmt: skip
def test_a_verdict_is_about_work_that_is_done_and_about_time(
    seen: GroupSeen, parts: list[PartitionLag], word: str, tone: str, why: str
) -> None:
    found = row(seen, *parts)
    assert (found.word, found.tone, found.why) == (word, tone, why)


def test_what_wants_a_look_is_the_oldest_first_and_what_nobody_reads_too() -> None:
    found = row(group(BOTH), part(0, 900, AT - timedelta(minutes=1)), part(1, 2, AT - timedelta(hours=1)), part(2))
    assert [(each.partition, each.reader is None) for each in found.worst] == [(1, False), (0, False), (2, True)]
    assert (found.behind, found.since) == (902, AT - timedelta(hours=1))
    (topic,) = found.topics
    assert (topic.unread, topic.orphans) == (2, 1)


def test_what_a_service_is_about_to_read_wants_no_look_unless_nobody_knows_its_age() -> None:
    found = row(group(BOTH), part(0, 900, AT - timedelta(seconds=5)), part(1, 2))
    assert [each.partition for each in found.worst] == [1]


def test_while_they_are_parted_no_partition_is_said_to_have_no_reader() -> None:
    found = row(group(member(1), state="parting"), part(0), part(1))
    assert found.worst == ()
    assert found.topics[0].orphans == 0


@pytest.mark.parametrize(
    ("behind", "age_s", "said", "tone"),
    [(0, None, None, None), (5, 10, None, None), (5, 45, "5 behind, 45 s", "wait"), (5, None, "5 behind", "wait"),
     (1_500, 600, "1,500 behind, 10 min", "bad")],
)  # fmt: skip
def test_an_arrow_tells_of_a_reader_who_is_late_and_not_of_one_who_is_busy(
    behind: int, age_s: int | None, said: str | None, tone: str | None
) -> None:
    since = AT - timedelta(seconds=age_s) if age_s is not None else None
    found = waiting_of(row(group(BOTH), part(0, behind, since)).topics[0], AT)
    assert (found.label if found else None, found.tone if found else None) == (said, tone)


def test_how_fast_a_service_reads_is_how_far_its_places_moved() -> None:
    before = LagRead((part(0, place=10), part(1, place=7), part(2, place=0, begun=False)), (), {})
    after = LagRead((part(0, place=30), part(1, place=3), part(2, place=500), part(3, place=9)), (), {})
    assert got_through(before, after, 4.0) == {("notifier", "loans"): 5.0}
