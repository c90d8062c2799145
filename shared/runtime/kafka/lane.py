"""One lane of a member of the group: what it has taken, what is done, and the places it goes on from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiokafka import TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError
from aiokafka.structs import OffsetAndMetadata

from shared.runtime.ports import May, PlaceMove, Record, Unavailable

from . import group
from .consumer_liveness import has_ended
from .gap_record import GapRecord
from .lane_places import LanePlaces, PolledUpTo
from .places import BEYOND, LOST, PLACES, LostPlace, places
from .stamp import moment
from .watermark import Watermark

if TYPE_CHECKING:
    from .consumer import KafkaLog

COMMIT_S = 10.0


class Lane:
    """See the `Log` port. One batch at a time: `poll`, then `commit` or `give_back`, then `poll` again."""

    def __init__(self, log: KafkaLog, number: int) -> None:
        self._log = log
        self.number = number
        self._open: dict[TopicPartition, Watermark] = {}
        self._owed: dict[TopicPartition, OffsetAndMetadata] = {}
        self._settled: dict[TopicPartition, int] = {}
        self._gaps: dict[TopicPartition, Record] = {}  # to be said until that is committed
        self._unsure: set[TopicPartition] = set()
        self._polled: dict[TopicPartition, PolledUpTo] = {}
        self._places = LanePlaces(log)
        self._woken = False
        self._waits: asyncio.Timeout | None = None
        self.busy = False

    def wake(self) -> None:
        """Something else is to be read, or from elsewhere, or nothing any more: a poll that waits ends at once."""
        self._woken = True
        if self._waits is not None:
            self._waits.reschedule(0.0)
            self._waits = None

    def forget(self) -> None:
        self._places.forget()
        self._open.clear()
        self._owed.clear()
        self._settled.clear()
        self._gaps.clear()
        self._unsure.clear()
        self._polled.clear()

    async def poll(self, records_max: int, wait_s: float, may: May | None = None) -> list[Record]:
        self._woken = False
        if has_ended(self._log.consumer):
            await self._log.mend()
        mine = [] if self._log.draining else await self._placed(self._mine(may))
        if not mine:
            await asyncio.sleep(min(wait_s, 0.05))
            return []
        await self._pass_by(mine)
        if self._owed:
            await self._settle()
        if self._gaps:
            return self._taken()
        try:
            return await self._read(mine, records_max, wait_s)
        except LOST as error:
            return await self._find_places(error, mine)
        except IllegalStateError:
            return []  # the partitions were taken from us meanwhile
        except KafkaError as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None

    async def _placed(self, mine: list[TopicPartition]) -> list[TopicPartition]:
        """Those whose place the database has told, with the reader at it. Raises `Unavailable`."""
        places = self._places
        if places.watch is None:
            return mine
        if places.are_stale:
            self.forget()
        for partition, begun in (await places.found(mine)).items():
            self._seek(partition, begun.at)
            self._settled[partition] = begun.at
            if not begun.told:
                self._owed[partition] = OffsetAndMetadata(begun.at, places.mark)
        for partition, at in places.news().items():
            self._owed.setdefault(partition, OffsetAndMetadata(at, places.mark))
        return [partition for partition in mine if places.knows(partition)]

    async def _read(self, mine: list[TopicPartition], records_max: int, wait_s: float) -> list[Record]:
        """Whatever raises in here, what was taken comes again."""
        before = {partition: self._position(partition) for partition in mine}
        while self._unsure:
            await self._log.consumer.seek_to_committed(next(iter(self._unsure)))
            self._unsure.pop()
        try:
            found = await self._next(mine, records_max, wait_s)
            group.others_first(self._log.consumer, found)
            if self._log.draining:
                self._rewind(found)
                return []
            now = datetime.now(UTC)
            records = [_record(member, self._log.prefix, now) for members in found.values() for member in members]
            for partition, members in found.items():
                self._open.setdefault(partition, Watermark()).opened([member.offset for member in members])
                if members:
                    last = members[-1].offset
                    self._polled[partition] = PolledUpTo(last, max(last + 1, self._position(partition) or 0))
            self.busy = bool(records)
            return records
        except BaseException:
            self._undo(before)
            raise

    async def _next(self, mine: list[TopicPartition], most: int, wait_s: float) -> dict[TopicPartition, list[Any]]:
        """What the client has of these, or gets until somebody wakes us. (It hands out what it has without a pause, so
        nothing is lost where the wait is ended.)"""
        wait_ms = 0 if self._woken else int(wait_s * 1000)
        try:
            async with asyncio.timeout(None) as self._waits:
                return dict(await self._log.consumer.getmany(*mine, timeout_ms=wait_ms, max_records=most))
        except TimeoutError:
            if not self._woken:
                raise
            return {}
        finally:
            self._waits = None

    def _undo(self, before: dict[TopicPartition, int | None]) -> None:
        """Go back to the places of before. Where there was none it was the committed one."""
        for partition, position in before.items():
            if self._position(partition) == position:
                continue
            self._open.pop(partition, None)
            if position is not None:
                self._seek(partition, position)
            else:
                self._unsure.add(partition)

    async def _find_places(self, error: LostPlace, mine: list[TopicPartition]) -> list[Record]:
        """Our place in these partitions is gone: find another, and hand on what is to be said of it."""
        try:
            found = await places(self._log.consumer, error, mine)
        except IllegalStateError:
            return []
        except KafkaError as later:
            raise Unavailable(f"Kafka: {type(later).__name__}") from None
        remade = [partition for partition, (_, gap) in found.items() if gap is not None and gap.code == BEYOND]
        if remade and self._places.watch is not None:
            await self._places.lose(remade, found)
            return []
        now = datetime.now(UTC)
        for partition, (begins, gap) in found.items():
            if self._log.draining or partition not in self._log.consumer.assignment():
                continue
            if gap is None:
                self._seek(partition, begins)
            else:
                topic = partition.topic.removeprefix(self._log.prefix)
                # Right before what is read next, so that its offset is committed before that is.
                self._gaps[partition] = Record(topic, partition.partition, begins - 1, None, None, now, 0, gap)
        return self._taken()

    def _taken(self) -> list[Record]:
        """What is to be said of lost places. From there the log is read, and commits begin anew."""
        for partition, record in self._gaps.items():
            self._seek(partition, record.offset + 1)
            self._settled.pop(partition, None)
            self._open[partition] = Watermark()
            self._open[partition].opened([record.offset])
            self._polled[partition] = PolledUpTo(record.offset, record.offset + 1)
        self.busy = bool(self._gaps)
        return list(self._gaps.values())

    async def _pass_by(self, mine: list[TopicPartition]) -> None:
        """What nobody can read (ends of transactions, what was aborted or compacted away) is behind us as well.

        Without that everybody who compares the committed offset with the log's end sees a lag that never passes.
        """
        passed: dict[TopicPartition, int] = {}
        for partition in mine:
            position = self._position(partition)
            if position is None or ((mark := self._open.get(partition)) is not None and mark.is_open):
                continue
            if position > self._settled.setdefault(partition, position):
                passed[partition] = position
        if passed:
            for partition, position in (await self._places.pass_by(passed)).items():
                self._owed[partition] = OffsetAndMetadata(position, self._places.mark)

    def moves(self, records: Sequence[Record]) -> list[PlaceMove]:
        upto: dict[TopicPartition, int] = {}
        for record in records:
            partition = self._partition(record)
            polled = self._polled.get(partition)
            # Behind the last one is what nobody can read.
            behind = polled is not None and polled.last == record.offset
            upto[partition] = polled.position if polled is not None and behind else record.offset + 1
        return self._places.moves(upto)

    async def commit(self, handled: Sequence[Record]) -> None:
        done: dict[TopicPartition, list[int]] = {}
        for record in handled:
            done.setdefault(self._partition(record), []).append(record.offset)
            if record.gap is not None and record.gap.code in PLACES:
                self._gaps.pop(self._partition(record), None)
        for partition, numbers in done.items():
            mark = self._open.get(partition)
            if mark is not None and (lowest := mark.closed(numbers)) is not None:
                if not mark.is_open and (polled := self._polled.get(partition)) is not None:
                    lowest = max(lowest, polled.position)
                self._owed[partition] = OffsetAndMetadata(lowest, self._places.mark)
                self._places.moved(partition, lowest)
        try:
            await self._settle()
        finally:
            self.busy = False

    async def _settle(self) -> None:
        """Commit what is owed. What can't be committed now is owed on, so that no lag stays behind a quiet topic."""
        owed = dict(self._owed)
        try:
            if owed:
                # By itself the client would try for as long as the broker is away, and the lane with it.
                await asyncio.wait_for(self._log.consumer.commit(owed), COMMIT_S)
        except (CommitFailedError, IllegalStateError):
            pass  # they belong to another member now, and its inbox drops what we have handled
        except (KafkaError, TimeoutError) as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        self._places.told(offset.metadata for offset in owed.values())
        for partition, offset in owed.items():
            self._settled[partition] = offset.offset
            if self._owed.get(partition) == offset:
                del self._owed[partition]

    async def give_back(self, records: Sequence[Record]) -> None:
        lowest: dict[TopicPartition, int] = {}
        for record in records:
            partition = self._partition(record)
            first = record.offset if record.gap is None else record.gap.first
            if record.gap is not None and record.gap.code in PLACES:
                # Said again from here: the log may have moved on, and the client would not notice.
                first = record.offset + 1
            lowest[partition] = min(first, lowest.get(partition, first))
        for partition, offset in lowest.items():
            self._open.pop(partition, None)
            self._seek(partition, offset)
        self.busy = False

    def knows(self, partition: TopicPartition) -> bool:
        """Is it read from where the database says?"""
        return self._places.watch is None or self._places.counts(partition)

    def lowest_open(self, partition: TopicPartition) -> int | None:
        """The lowest offset of ours that is in work, or None."""
        mark = self._open.get(partition)
        return mark.lowest if mark is not None else None

    def _partition(self, record: Record) -> TopicPartition:
        return TopicPartition(self._log.prefix + record.topic, record.partition)

    def _mine(self, may: May | None) -> list[TopicPartition]:
        log = self._log
        ours = [part for part in log.consumer.assignment() if log.lane_of.get(part.partition) == self.number]
        return (
            ours if may is None else [part for part in ours if may(part.topic.removeprefix(log.prefix), part.partition)]
        )

    def _position(self, partition: TopicPartition) -> int | None:
        return group.position(self._log.consumer, partition)

    def _rewind(self, found: dict[TopicPartition, list[Any]]) -> None:
        for partition, members in found.items():
            if members:
                self._seek(partition, members[0].offset)

    def _seek(self, partition: TopicPartition, offset: int) -> None:
        if partition in self._log.consumer.assignment():
            self._log.consumer.seek(partition, offset)


def _record(member: Any, prefix: str, now: datetime) -> Record:
    topic, stamp = member.topic.removeprefix(prefix), member.timestamp
    gap = member.gap if isinstance(member, GapRecord) else None
    stamp = stamp if isinstance(stamp, int) else 0
    return Record(topic, member.partition, member.offset, member.key, member.value, moment(stamp, now), stamp, gap)
