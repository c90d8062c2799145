"""Events on their way to Kafka: the rows of the outbox, what becomes of them there, and who keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from .places import LogPlace

RefusalCode = Literal["too-large", "topic-missing", "topic-denied", "refused"]
OF_THE_TOPIC: frozenset[RefusalCode] = frozenset({"topic-missing", "topic-denied"})
"""Whatever is in the row: no row of that topic is taken."""
TRIED_AGAIN: tuple[RefusalCode, ...] = ("topic-missing", "topic-denied", "refused")
"""What may be mended without us hearing of it. A row that is too large is, until somebody says that it is not."""


class Outgoing(NamedTuple):
    """One outbox row: an event on its way to Kafka. Rows of one aggregate are published in the order decided."""

    id: UUID
    aggregate: str
    topic: str
    key: str
    value: bytes
    type: str
    traceparent: str | None

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        """Id, type and trace; nothing personal."""
        found = [("ce_id", str(self.id).encode()), ("ce_type", self.type.encode())]
        if self.traceparent is not None:
            found.append(("traceparent", self.traceparent.encode()))
        return found


@dataclass(slots=True)
class Publication:
    """What became of rows: `done` are acknowledged, `refused` are not taken as they are. The others were not sent, or
    nobody knows; `trouble` says what kept them, where it was not a refused row before them. `upto` is one past the
    highest offset of those that are done.
    """

    done: set[UUID] = field(default_factory=set)
    refused: dict[UUID, RefusalCode] = field(default_factory=dict)
    trouble: str = ""
    upto: dict[LogPlace, int] = field(default_factory=dict)

    def reached(self, topic: str, partition: int, upto: int) -> None:
        self.upto[topic, partition] = max(self.upto.get((topic, partition), 0), upto)


@dataclass(frozen=True, slots=True)
class RefusedCount:
    """How many rows of a topic Kafka refuses for the same reason."""

    topic: str
    code: RefusalCode
    count: int


def by_topic(counts: Iterable[RefusedCount]) -> dict[str, int]:
    """How many of each topic, for whatever reason."""
    found: dict[str, int] = {}
    for each in counts:
        found[each.topic] = found.get(each.topic, 0) + each.count
    return found


class Out(Protocol):
    async def publish(self, rows: Sequence[Outgoing]) -> Publication:
        """Publish in order per key; returns when the broker has acknowledged all that it takes.

        Behind a row that it refuses none of the same aggregate, topic and key is sent. Raises `Unavailable` when it
        neither takes nor refuses any.
        """
        ...


class OutboxStore(Protocol):
    """The outbox's part of a `Store`."""

    async def adopt_leftovers(self, limit: int) -> list[Outgoing]:
        """Make unpublished rows that no living process has in memory ours, in order; see `published`.

        A refused row, and all of its aggregate behind it, are nobody's until they are tried again. After `Unavailable`
        it is as after that of a commit.
        """
        ...

    async def published(self, ids: Sequence[UUID], upto: Mapping[LogPlace, int] = ...) -> None:
        """Forget these outbox rows: the broker has acknowledged them. `upto`: one past the highest offset of them."""
        ...

    async def refuse(self, refused: Mapping[UUID, RefusalCode], aggregates: Collection[str]) -> None:
        """All our rows of these aggregates are nobody's any more; those that are `refused` wait to be tried again."""
        ...

    async def try_refused(self, codes: Collection[RefusalCode]) -> int:
        """Rows that were refused for one of these may be adopted again; how many."""
        ...
