"""How a consumer stands with its group. aiokafka keeps this to itself, so here is all that reads it from there."""

from __future__ import annotations

from collections.abc import Iterable

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError


def refusal(consumer: AIOKafkaConsumer) -> str:
    """What the group's coordinator refuses us for, or nothing.

    Its error waits for a poll, which never comes without partitions, and nothing is tried again before somebody takes
    it. So it is taken here, and the client asks the coordinator again.
    """
    coordinator = consumer._coordinator
    if coordinator is None:
        return ""
    try:
        coordinator.check_errors()
    except KafkaError as error:
        return type(error).__name__
    return ""


def is_stable(consumer: AIOKafkaConsumer) -> bool:
    """Has the group told us what is ours, even if it is nothing?"""
    subscribed = consumer._subscription.subscription
    return subscribed is not None and subscribed.assignment is not None and subscribed.assignment.active


def position(consumer: AIOKafkaConsumer, at: TopicPartition) -> int | None:
    """The offset it reads next, or None while it has none (or the partition isn't ours any more)."""
    subscribed = consumer._subscription.subscription
    held = subscribed.assignment if subscribed is not None else None
    if held is None or at not in held.tps:
        return None
    state = held.state_value(at)
    return int(state.position) if state.has_valid_position else None


def others_first(consumer: AIOKafkaConsumer, read: Iterable[TopicPartition]) -> None:
    """What was fetched of other partitions comes before the rest of what was fetched of these.

    The client hands out one partition's fetched records until there are none left: up to thousands of positions, and
    a booking that came meanwhile would wait behind all of them.
    """
    fetched = consumer._fetcher._records
    for partition in read:
        if partition in fetched:
            fetched[partition] = fetched.pop(partition)
