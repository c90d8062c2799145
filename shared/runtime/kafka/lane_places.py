"""The database's places of one lane's partitions, as the lane knows them. Nothing is read where it knows none."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.runtime.places import GroupOffset, KeptPlaces, LogPlace, PlaceMove, compare
from shared.runtime.ports import OlderDatabase, Unavailable

if TYPE_CHECKING:
    from .consumer import KafkaLog
    from .places import RecoveredPlace

LOST_AFTER_S = 15.0


class PolledUpTo(NamedTuple):
    """The last record of a partition that a poll gave, and where the reader was then."""

    last: int
    position: int


class BegunAt(NamedTuple):
    """Where reading goes on, and whether the group has been told of it."""

    at: int
    told: bool


class LanePlaces:
    """Without a watch (whoever only reads has none) the group's offsets are what counts."""

    def __init__(self, log: KafkaLog) -> None:
        self._log, self.watch = log, log.watch
        self._kept: dict[TopicPartition, int] = {}
        self._generation = -1
        self._mark = ""
        self._beyond: dict[TopicPartition, float] = {}

    @property
    def mark(self) -> str:
        """That of the database which these places are of: in another life of it they say nothing."""
        if self.watch is not None and not self.are_stale:
            self._mark = self.watch.mark
        return self._mark

    @property
    def are_stale(self) -> bool:
        return self.watch is not None and self.watch.generation != self._generation

    def forget(self) -> None:
        self._kept = {}
        self._beyond = {}
        self._generation = self.watch.generation if self.watch is not None else -1

    def knows(self, partition: TopicPartition) -> bool:
        return partition in self._kept

    def counts(self, partition: TopicPartition) -> bool:
        """Is it known, and nothing in the way of believing that everything before it is decided on?"""
        return not self.are_stale and (self.watch is None or not self.watch.held()) and self.knows(partition)

    async def found(self, mine: Sequence[TopicPartition]) -> Mapping[TopicPartition, BegunAt]:
        """The places that were not known yet. Raises `Unavailable`."""
        wanting = [partition for partition in mine if partition not in self._kept]
        if not wanting or self.watch is None or self.watch.held():
            return {}
        asked_for = self._kept  # another one when partitions were given out anew meanwhile
        group = await self.watch.group.offsets()
        kept = await self.watch.store.kept()
        if kept.held is not None or kept.life != self.watch.life or compare(group, kept).behind:
            self.watch.doubt()  # it looks for itself, and says so
            return {}
        new = await self._new([at for at in wanting if self._place(at) not in kept.at], group, kept)
        await self.watch.store.begin({self._place(partition): at for partition, at in new.items()})
        if self.are_stale or asked_for is not self._kept:
            return {}
        known = {at: kept.at[self._place(at)] for at in wanting if self._place(at) in kept.at}
        found = known | new
        self._kept.update(found)
        now = (kept.life, kept.published)
        return {at: BegunAt(offset, group.get(self._place(at)) == (offset, *now)) for at, offset in found.items()}

    async def _new(
        self, wanting: list[TopicPartition], group: Mapping[LogPlace, GroupOffset], kept: KeptPlaces
    ) -> dict[TopicPartition, int]:
        """Partitions of which this database knows nothing: from 0 where it has read any before.

        A service that is new never promised to read what was removed before it came.
        """
        if not wanting:
            return {}
        if kept.at or any((offset.life or 1) == kept.life for offset in group.values()):
            return dict.fromkeys(wanting, 0)
        try:
            return dict(await self._log.consumer.beginning_offsets(wanting))
        except IllegalStateError:
            return {}
        except KafkaError as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None

    def moves(self, upto: Mapping[TopicPartition, int]) -> list[PlaceMove]:
        """What the transaction writes that handles everything up to there. Raises `Unavailable` where that would be of
        places that count no more."""
        if self.watch is None:
            return []
        if self.are_stale or not all(partition in self._kept for partition in upto):
            raise Unavailable("the database may be another one: its places are asked for anew")
        return [PlaceMove(*self._place(at), self._kept[at], max(ends, self._kept[at])) for at, ends in upto.items()]

    def news(self) -> Mapping[TopicPartition, int]:
        """A place that says nothing new, to be committed with a mark that does: something was published meanwhile."""
        if self.watch is None or self.are_stale or self.watch.mark == self.watch.told or not self._kept:
            return {}
        return dict([next(iter(self._kept.items()))])

    def told(self, marks: Iterable[str]) -> None:
        """The group has these."""
        if self.watch is not None and self.watch.mark in marks:
            self.watch.told = self.watch.mark

    def moved(self, partition: TopicPartition, at: int) -> None:
        if partition in self._kept:
            self._kept[partition] = max(at, self._kept[partition])

    async def pass_by(self, passed: Mapping[TopicPartition, int]) -> Mapping[TopicPartition, int]:
        """There was nothing to decide on up to there: what the group may be told, which the database is told first."""
        if self.watch is None:
            return passed
        wanting = {at: offset for at, offset in passed.items() if offset > self._kept.get(at, offset)}
        if wanting:
            try:
                await self.watch.store.move(self.moves(wanting))
            except OlderDatabase:
                self.watch.doubt()
                raise
            for at, offset in wanting.items():
                self.moved(at, offset)
        return {at: offset for at, offset in passed.items() if self._kept.get(at, -1) >= offset}

    async def lose(self, remade: Iterable[TopicPartition], found: Mapping[TopicPartition, RecoveredPlace]) -> None:
        """The log of these ends before their places, as it looks now.

        After another broker has taken over it may look so for a moment, so it is believed when it has lasted.
        """
        assert self.watch is not None
        now_s = time.monotonic()
        self._beyond = {at: self._beyond.get(at, now_s) for at in remade}
        if now_s - min(self._beyond.values()) < LOST_AFTER_S:
            return
        await self.watch.lose(
            {
                "places": [
                    {
                        "topic": self._place(at)[0],
                        "partition": at.partition,
                        "database": self._kept.get(at, 0),
                        "begins": found[at].begins,
                    }
                    for at in sorted(self._beyond)
                ]
            }
        )

    def _place(self, at: TopicPartition) -> LogPlace:
        return at.topic.removeprefix(self._log.prefix), at.partition
