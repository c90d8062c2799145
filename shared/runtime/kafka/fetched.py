"""What aiokafka makes of a fetched answer, so that a batch can't hurt more than itself.

By itself it raises at the first batch that it can't read (a codec, a checksum, a header's name), fetches the same
again and again, and nothing behind it in the partition is ever read; what it had taken from other partitions in the
same call is lost. Importing this module puts a reader in its place that hands on an `GapRecord` where records can't
be read, and goes on behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from aiokafka import TopicPartition
from aiokafka.consumer import fetcher
from aiokafka.record.control_record import ABORT_MARKER, ControlRecord
from aiokafka.structs import ConsumerRecord

from shared.decision.figures import counted
from shared.runtime.record import Gap

from .batches import Batches, Packed
from .codecs import NAMES, TooLarge
from .gap_record import GapRecord
from .second_reading import Broken, SecondReading, read_again

CODE = "unreadable-batch"


class Fetched(fetcher.PartitionRecords):  # type: ignore[misc]
    """Iterated by aiokafka; `next_fetch_offset` is always where reading goes on."""

    next_fetch_offset: int
    _torn: tuple[TopicPartition, int] | None = None
    """The batch whose checksum was wrong last: it is fetched once more, since that may have happened on the way."""

    def _unpack_records(self) -> Iterator[ConsumerRecord[Any, Any]]:
        while self._records.has_next():
            packed: Packed = self._records.next_packed()
            try:
                batch = packed.parsed()
                sound = not self._check_crcs or batch.validate_crc()
                skipped = sound and self._is_skipped(batch)
                end = int(batch.next_offset)
            except Exception as error:
                yield from self._unread(packed, packed.last_offset, type(error).__name__)
                continue
            if not sound:
                if Fetched._torn != (self._tp, packed.base_offset):
                    Fetched._torn = (self._tp, packed.base_offset)
                    return
                yield from self._unread(packed, packed.last_offset, "its checksum is wrong")
                continue
            if not skipped:
                yield from self._records_of(packed, batch)
            self.next_fetch_offset = max(self.next_fetch_offset, end)

    def _records_of(self, packed: Packed, batch: Any) -> Iterator[ConsumerRecord[Any, Any]]:
        """The records of one batch from where we are: it is fetched whole, also from its middle."""
        why, first, last = "", batch.base_offset if packed.is_v2 else 0, int(batch.next_offset) - 1
        try:
            found: list[Any] = [self._consumer_record(self._tp, record) for record in batch]
        except Exception as error:
            found, why = self._again(packed, error)
        if not _in_order([record.offset for record in found], first, last):
            if why or len(found) != last - first + 1:
                found, why = [], "its offsets make no sense"
            for place, record in enumerate(found, first):
                record.offset = place
        for record in found:
            if record.offset < self.next_fetch_offset:
                continue
            if isinstance(record, Broken):
                yield from self._unread(packed, record.offset, "the record is broken")
            else:
                self.next_fetch_offset = record.offset + 1
                yield record
        if why and self.next_fetch_offset <= last:
            yield from self._unread(packed, last, why)

    def _again(self, packed: Packed, error: Exception) -> tuple[list[Any], str]:
        """What can be read of a batch record for record, and why that is not all of it."""
        found: list[Any] = []
        if not packed.is_v2:
            return found, type(error).__name__
        try:
            for reading in read_again(packed):
                found.append(reading if isinstance(reading, Broken) else self._made(reading))
        except Exception as later:
            return found, "it unpacks to more than is taken" if isinstance(later, TooLarge) else type(later).__name__
        return found, ""

    def _unread(self, packed: Packed, last: int, why: str) -> Iterator[ConsumerRecord[Any, Any]]:
        """Everything up to `last` that was not handed on, in one."""
        last = max(last, self.next_fetch_offset)  # whatever a broken header says: reading goes on
        first, self.next_fetch_offset = self.next_fetch_offset, last + 1
        first = min(max(first, packed.base_offset), last)
        codec = NAMES.get(packed.codec, "no codec" if packed.codec == 0 else "an unknown codec")
        places = f"offset {first}" if first == last else f"offsets {first} to {last}"
        detail = f"{places}: a batch of {counted(len(packed.raw), 'byte')} in {codec} can't be read ({why})"
        yield GapRecord.of(self._tp.topic, self._tp.partition, Gap(first, last, CODE, detail, len(packed.raw)))

    def _made(self, found: SecondReading) -> ConsumerRecord[Any, Any]:
        sizes = [-1 if part is None else len(part) for part in (found.key, found.value)]
        return ConsumerRecord(
            self._tp.topic, self._tp.partition, found.offset, found.timestamp, 0, found.key, found.value, None,
            *sizes, (),
        )  # fmt: skip

    def _is_skipped(self, batch: Any) -> bool:
        """Is it for the client alone, or of a transaction that was aborted?"""
        if self._isolation_level == fetcher.READ_COMMITTED and batch.producer_id is not None:
            self._consume_aborted_up_to(batch.base_offset)
            if batch.is_control_batch and _ends_in_vain(batch):
                self._aborted_producers.discard(batch.producer_id)
            elif batch.is_transactional and batch.producer_id in self._aborted_producers:
                return True
        return bool(batch.is_control_batch)


def _in_order(offsets: list[int], first: int, last: int) -> bool:
    """Do they rise, within the batch? A record beyond it would have those behind taken for read already."""
    return not offsets or (
        first <= offsets[0] and offsets[-1] <= last and all(one < next for one, next in pairwise(offsets))
    )


def _ends_in_vain(batch: Any) -> bool:
    """Does this control batch end a transaction that was aborted? One that compaction emptied ends what it was for."""
    for record in batch:
        return bool(ControlRecord.parse(record.key).type_ == ABORT_MARKER.type_)
    return True


fetcher.PartitionRecords = Fetched
fetcher.MemoryRecords = Batches
