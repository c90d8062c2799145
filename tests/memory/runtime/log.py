"""The `Log` and `Out` ports in memory: one member of a consumer group, and a producer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shared.runtime.hearing import PartitionProgress, TopicProgress
from shared.runtime.kafka.places import place
from shared.runtime.kafka.watermark import Watermark
from shared.runtime.place_watch import PlaceWatch
from shared.runtime.places import compare
from shared.runtime.ports import May, Outgoing, PlaceMove, Publication, Record, Unavailable

from .broker import Group, MemoryBroker, Partition
from .process import Process


class MemoryLog:
    """See the `Log` port. `wait_s` is nothing here: a poll that finds nothing returns at once.

    `busy` says that records are in work: a rebalance waits for them, unless this member is expelled meanwhile.
    """

    def __init__(
        self,
        broker: MemoryBroker,
        process: Process,
        *,
        group: str,
        topics: Sequence[str],
        watch: PlaceWatch | None = None,
    ) -> None:
        self._broker = broker
        self._process = process
        self._watch, self._watched = watch, -1
        self._kept: dict[Partition, int] = {}
        self.busy = False
        self._generation = -1
        self._positions: dict[Partition, int] = {}
        self._read_all_of = -1
        self._open: dict[Partition, Watermark] = {}
        self._owed: dict[Partition, int] = {}
        self._turn = 0
        self.group: Group = broker.join(group, self, tuple(topics))

    def leave(self) -> None:
        """Say goodbye: the others have the partitions from now on."""
        self.busy = False
        self._broker.expel(self.group, self)

    def expire(self) -> None:
        """The session ran out, whether the process died or only slept."""
        self._broker.expel(self.group, self)

    @property
    def assigned(self) -> tuple[Partition, ...]:
        return self.group.members.get(self, ())

    def position(self, part: Partition) -> int:
        """What it reads next there, 0 where it does not."""
        return self._positions.get(part, 0)

    @property
    def behind(self) -> bool:
        """Whether a poll would find records, or something else that this member has still to learn or to do."""
        if self._owed or self._generation != self.group.generation or self not in self.group.members:
            return True
        if self._stale or (self._untold and self._kept):
            return True
        broker = self._broker
        if self._read_all_of == broker.appended:
            return False
        known = broker.records
        for part, position in self._positions.items():
            if (records := known.get(part)) is not None and len(records) > position:
                return True
        self._read_all_of = broker.appended
        return False

    @property
    def _stale(self) -> bool:
        """Are our places to be asked for anew?"""
        return self._watch is not None and self._watched != self._watch.generation

    @property
    def _untold(self) -> bool:
        """Was something published that no mark tells of yet?"""
        return self._watch is not None and self._watch.mark != self._watch.told

    async def poll(self, records_max: int, wait_s: float, may: May | None = None) -> list[Record]:
        if self._watch is not None:
            await self._go_to_places(self._watch)
        fault = self._process.enter("log.poll")
        found = self._next(records_max, may)
        await self._process.points["log.poll"]
        if fault is not None:
            self._rewind(found)
            raise fault.error
        return found

    def _next(self, records_max: int, may: May | None) -> list[Record]:
        group = self.group
        self._rejoin()
        if group.generation != self._generation:
            self._begin({part: group.committed.get(part, 0) for part in group.members[self]})
            if self._watch is not None:
                self._positions, self._watched = {}, -1  # given out anew while we asked
                self._read_all_of = -1
        if self._untold and self._kept:
            self._owed.update([next(iter(self._kept.items()))])
        self._settle()
        return [] if group.moving else self._read(records_max, may)

    def _rejoin(self) -> None:
        group, broker = self.group, self._broker
        self.busy = False
        if self not in group.members:
            broker.rejoin(group, self)
        if group.moving:
            broker.settle(group)

    def _begin(self, positions: dict[Partition, int]) -> None:
        self._generation = self.group.generation
        self._open.clear()
        self._owed.clear()
        self._positions, self._read_all_of = positions, -1

    async def _go_to_places(self, watch: PlaceWatch) -> None:
        """Read on from where the database says, after partitions were given out and whenever it may be another one."""
        self._rejoin()
        group, generation = self.group, watch.generation
        if group.moving or (group.generation == self._generation and not self._stale):
            return
        given = group.generation
        self._begin({})
        self._kept, self._watched = {}, -1
        if watch.held():
            return
        offsets = await watch.group.offsets()
        kept = await watch.store.kept()
        if kept.held is not None or compare(offsets, kept).behind:
            watch.doubt()
            return
        mine = group.members.get(self, ())
        await watch.store.begin({part: 0 for part in mine if part not in kept.at})
        if group.generation == given and watch.generation == generation and self in group.members:
            self._kept = {part: kept.at.get(part, 0) for part in mine}
            self._begin(dict(self._kept))
            self._owed = {
                part: at for part, at in self._kept.items() if offsets.get(part) != (at, kept.life, kept.published)
            }
            self._watched = generation

    def moves(self, records: Sequence[Record]) -> list[PlaceMove]:
        if self._watch is None:
            return []
        ends = {(record.topic, record.partition): record.offset + 1 for record in records}
        if self._stale or not all(part in self._kept for part in ends):
            raise Unavailable("the database may be another one: its places are asked for anew")
        return [PlaceMove(*part, self._kept[part], max(end, self._kept[part])) for part, end in ends.items()]

    def _gaps(self, may: May | None) -> list[Record]:
        """What was removed before it was read, to be said before anything else is read."""
        found: list[Record] = []
        for part, begins in self._broker.begins.items():
            at = self._positions.get(part, begins)
            if at >= begins or (may is not None and not may(*part)):
                continue
            position, gap = place(at, begins, len(self._broker.records[part]))
            self._positions[part], self._open[part] = position, Watermark()
            if gap is not None:
                self._open[part].opened([begins - 1])
                found.append(Record(*part, begins - 1, None, None, self._broker.now, 0, gap))
        self.busy = bool(found)
        return found

    def _read(self, records_max: int, may: May | None) -> list[Record]:
        if self._broker.begins and (found := self._gaps(may)):
            return found
        found = []
        parts = list(self._positions if may is None else filter(lambda part: may(*part), self._positions))
        self._turn += 1  # so that no partition starves behind a full one
        first = self._turn % len(parts) if parts else 0
        known, positions = self._broker.records, self._positions
        for part in (*parts[first:], *parts[:first]):
            records = known.get(part)
            if records is None or (position := positions[part]) >= len(records):
                continue
            some = records[position : position + records_max - len(found)]
            self._positions[part] = position + len(some)
            self._open.setdefault(part, Watermark()).opened([record.offset for record in some])
            found += some
            if len(found) >= records_max:
                break
        self.busy = bool(found)
        return found

    async def commit(self, handled: Sequence[Record]) -> None:
        if not self._process.dead:
            self._owed.update(self._closed(handled))
        fault = self._process.enter("log.commit")
        self._settle()
        await self._process.points["log.commit"]
        if fault is not None:
            raise fault.error

    def _settle(self) -> None:
        """Commit what is owed; what belongs to another member now is forgotten."""
        if self._owed:
            if self in self.group.members and self._generation == self.group.generation:
                self.group.committed.update(self._owed)
                if self._watch is not None:
                    self._watch.told = self._watch.mark
                    self.group.marks.update(dict.fromkeys(self._owed, self._watch.mark))
            self._owed.clear()

    def _closed(self, handled: Sequence[Record]) -> dict[Partition, int]:
        """What may be committed now. Handled is handled, also where the commit fails: the next call makes up for it."""
        done: dict[Partition, list[int]] = {}
        for record in handled:
            done.setdefault((record.topic, record.partition), []).append(record.offset)
        lowest = {part: self._open[part].closed(offsets) for part, offsets in done.items() if part in self._open}
        self.busy = False
        moved = {part: offset for part, offset in lowest.items() if offset is not None}
        self._kept.update({part: max(offset, self._kept[part]) for part, offset in moved.items() if part in self._kept})
        return moved

    async def give_back(self, records: Sequence[Record]) -> None:
        fault = self._process.enter("log.give_back")
        self._rewind(records)
        await self._process.points["log.give_back"]
        if fault is not None:
            raise fault.error

    async def standing(self, topics: Collection[str]) -> TopicProgress:
        """See the `Ears` port."""
        fault = self._process.enter("log.standing")
        broker, known = self._broker, self._broker.records
        places = [
            PartitionProgress(*part, self._decided(part), len(known[part]) if part in known else 0)
            for part in self._positions
            if part[0] in topics
        ]
        await self._process.points["log.standing"]
        if fault is not None:
            raise fault.error
        return TopicProgress({topic: broker.number_of(topic) for topic in topics}, places)

    def _decided(self, part: Partition) -> int:
        """The lowest offset in work, else what is read next."""
        lowest = self._open[part].lowest if part in self._open else None
        return self._positions[part] if lowest is None else min(lowest, self._positions[part])

    def _rewind(self, records: Sequence[Record]) -> None:
        self._read_all_of = -1
        for record in records:
            part = (record.topic, record.partition)
            if part in self._positions:
                first = record.offset if record.gap is None else record.gap.first
                self._positions[part] = min(first, self._positions[part])
                self._open.pop(part, None)
        self.busy = False


class MemoryOut:
    """See the `Out` port. A `Fault` with `done` rows publishes so many before it raises."""

    def __init__(self, broker: MemoryBroker, process: Process) -> None:
        self._broker = broker
        self._process = process

    async def publish(self, rows: Sequence[Outgoing]) -> Publication:
        fault = self._process.enter("out.publish")
        found, stopped = Publication(), set[tuple[str, str, str]]()
        for row in rows if fault is None else rows[: fault.done]:
            if (row.aggregate, row.topic, row.key) in stopped:
                continue
            code = self._broker.refuses(row)
            if code is None:
                record = self._broker.publish(row)
                found.done.add(row.id)
                found.reached(record.topic, record.partition, record.offset + 1)
            else:
                found.refused[row.id] = code
                stopped.add((row.aggregate, row.topic, row.key))
        await self._process.points["out.publish"]
        if fault is not None:
            raise fault.error
        return found
