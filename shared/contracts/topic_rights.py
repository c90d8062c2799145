"""What each party needs of a Kafka that grants nothing by itself: on topics, on groups, on the cluster. Pure.

As a broker of version 4.3 with the StandardAuthorizer takes it, where tests start every party with these rights and no
other. What a transaction or a change of settings would need is not here: nobody of us does either.

- READ and WRITE hold DESCRIBE there, but not in every authorizer, so it is named.
- An idempotent producer needs WRITE on some topic since Kafka 2.8, and IDEMPOTENT_WRITE on the cluster before it.
- Nobody needs CREATE but who makes the topics: `./doorstep up` (a `maker`), and the monitor for its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from .catalogue import TOPICS, Topic

Holder = Literal[
    "notifier", "scheduler", "router", "monitor", "console", "maker", "bank", "staff-system", "crew-app",
]  # fmt: skip
HOLDERS: tuple[Holder, ...] = get_args(Holder)
SERVICES: tuple[Holder, ...] = ("notifier", "scheduler", "router")
OURS: tuple[Holder, ...] = (*SERVICES, "monitor", "console", "maker")
"""Those that `./doorstep up` starts, all with one user."""
READS_EVERYTHING: tuple[Holder, ...] = ("monitor", "console")
MONITOR = "doorstep-monitor-"
"""What the names of a monitor's own topics and groups begin with."""
KafkaOperation = Literal["CREATE", "DELETE", "DESCRIBE", "READ", "WRITE", "IDEMPOTENT_WRITE"]


@dataclass(frozen=True, slots=True, order=True)
class KafkaRight:
    """`name` is all of it, or what it begins with where it is `prefixed`; the cluster has none."""

    kind: Literal["topic", "group", "cluster"]
    name: str
    operation: KafkaOperation
    prefixed: bool = False


def group_of(service: str, prefix: str = "") -> str:
    """The consumer group of a service."""
    return f"{prefix}doorstep-{service}"


def reads(holder: str) -> list[Topic]:
    if holder in READS_EVERYTHING:
        return list(TOPICS)
    return [topic for topic in TOPICS if holder in topic.consumers]


def writes(holder: str) -> list[Topic]:
    """The console gives records back that services could not read, so it writes whatever a service reads."""
    back = [topic for topic in TOPICS if not set(SERVICES).isdisjoint(topic.consumers)]
    return [
        topic
        for topic in TOPICS
        if holder in topic.producers
        or (holder in SERVICES and "any" in topic.producers)
        or (holder == "console" and topic in back)
    ]


def rights_of(holder: Holder, *, prefix: str = "", old_broker: bool = False) -> list[KafkaRight]:
    """`prefix` is DOORSTEP_TOPIC_PREFIX; `old_broker` is one before Kafka 2.8."""
    found = set(_on_topics(holder, prefix)) | set(_on_groups(holder, prefix))
    if old_broker and any(right.operation == "WRITE" for right in found):
        found.add(KafkaRight("cluster", "", "IDEMPOTENT_WRITE"))
    return sorted(found)


def _on_topics(holder: Holder, prefix: str) -> Iterator[KafkaRight]:
    for topic in reads(holder):
        yield from _topic(prefix + topic.name, "DESCRIBE", "READ")
    for topic in writes(holder):
        yield from _topic(prefix + topic.name, "DESCRIBE", "WRITE")
    if holder == "maker":
        for topic in TOPICS:
            yield from _topic(prefix + topic.name, "CREATE", "DESCRIBE")
    if holder == "monitor":
        own: tuple[KafkaOperation, ...] = ("CREATE", "DELETE", "DESCRIBE", "READ", "WRITE")
        yield from (KafkaRight("topic", prefix + MONITOR, operation, prefixed=True) for operation in own)


def _on_groups(holder: Holder, prefix: str) -> Iterator[KafkaRight]:
    if holder in SERVICES:
        yield from _group(group_of(holder, prefix), "DESCRIBE", "READ")
    elif holder == "monitor":
        yield from _group(prefix + MONITOR, "DESCRIBE", "READ", prefixed=True)
    elif holder == "console":  # says how far each service is behind
        for service in SERVICES:
            yield from _group(group_of(service, prefix), "DESCRIBE")
    elif reads(holder):  # groups of their own, called as they like
        yield from _group(prefix + holder, "DESCRIBE", "READ", prefixed=True)


def _topic(name: str, *operations: KafkaOperation) -> Iterable[KafkaRight]:
    return (KafkaRight("topic", name, operation) for operation in operations)


def _group(name: str, *operations: KafkaOperation, prefixed: bool = False) -> Iterable[KafkaRight]:
    return (KafkaRight("group", name, operation, prefixed) for operation in operations)
