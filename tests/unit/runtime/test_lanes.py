"""Both lanes of a process have work, whichever partitions its group gave it."""

from __future__ import annotations

from collections import Counter

import pytest
from aiokafka import TopicPartition
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from aiokafka.coordinator.protocol import ConsumerProtocolMemberMetadata

from shared.runtime.kafka.lanes import dealt

TOPICS = ("appointments", "loans", "operations", "outcomes", "switches", "text-requests")


class Cluster:
    """As much of a cluster's metadata as an assignor asks for."""

    def __init__(self, partitions: int) -> None:
        self._partitions = set(range(partitions))

    def partitions_for_topic(self, topic: str) -> set[int]:
        return self._partitions


def given(members: int, partitions: int) -> list[list[TopicPartition]]:
    """What each member of a group gets, by the assignor that the services use."""
    told = {f"m-{n}": ConsumerProtocolMemberMetadata(0, list(TOPICS), b"") for n in range(members)}
    assigned = RoundRobinPartitionAssignor.assign(Cluster(partitions), told)
    return [
        [TopicPartition(topic, n) for topic, numbers in one.assignment for n in numbers] for one in assigned.values()
    ]


@pytest.mark.parametrize("partitions", [6, 24])
@pytest.mark.parametrize("members", [1, 2, 3, 4, 6])
def test_the_lanes_of_every_member_share_its_partitions(members: int, partitions: int) -> None:
    for mine in given(members, partitions):
        lanes = dealt((part.partition for part in mine), 2)
        if len(lanes) > 1:
            work = Counter(lanes[part.partition] for part in mine)
            assert min(work[0], work[1]) * 3 >= max(work.values()), work


def test_partitions_of_one_number_share_a_lane_whatever_their_topic() -> None:
    assert dealt([4, 0, 4, 2, 0], 2) == {0: 0, 2: 1, 4: 0}
    assert dealt([], 2) == {}
