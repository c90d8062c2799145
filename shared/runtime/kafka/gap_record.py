"""Places of a partition of which there is no record to hand on: they can't be read, or they are gone.

They travel like records, so that they are set aside, counted and committed like any that is refused.
"""

from __future__ import annotations

from typing import Any

from aiokafka.structs import ConsumerRecord

from shared.runtime.record import Gap


class GapRecord(ConsumerRecord[Any, Any]):  # type: ignore[misc]
    """What aiokafka hands on in the place of records that it can't read. Without key, value and headers."""

    gap: Gap

    @classmethod
    def of(cls, topic: str, partition: int, gap: Gap) -> GapRecord:
        made = cls(topic, partition, gap.last, 0, 0, None, None, None, -1, -1, ())
        made.gap = gap
        return made
