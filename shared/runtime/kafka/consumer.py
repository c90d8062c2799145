"""The `Log` port on Kafka: lanes of one consumer, offsets committed by hand and only up to the lowest open one.

A lane has the partitions whose numbers are dealt to it (see `lanes`), so one case stays in one lane and two lanes may
work side by side: one reads while the other waits for the database. Before partitions are given up, what is in work is
finished.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
from aiokafka.errors import KafkaError

from shared.runtime import metrics
from shared.runtime.place_watch import PlaceWatch
from shared.runtime.ports import Unavailable

from . import fetched
from .consumer_liveness import end, has_ended
from .lane import Lane
from .lanes import dealt

SESSION_MS = 6_000
HEARTBEAT_MS = 1_000
DRAIN_S = 20.0
FETCH_BYTES = 16 << 20
PARTITION_BYTES = 4 << 20
"""Of one partition at once. While a busy one is worked off the client asks for the others, and where these are quiet
the broker keeps it waiting for half a second: what came before is all that the busy one has for so long."""
__all__ = ["KafkaLog", "Lane", "fetched"]


class KafkaLog:
    """One member of the consumer group `group`, its partitions dealt out to `lanes` lanes.

    With a `watch` it is read from the places that the database has.
    """

    def __init__(
        self,
        connection: dict[str, Any],
        *,
        group: str,
        topics: Sequence[str],
        lanes: int = 2,
        prefix: str = "",
        watch: PlaceWatch | None = None,
    ) -> None:
        self.prefix, self.watch = prefix, watch
        self._topics = [prefix + topic for topic in topics]
        self._made = partial(
            AIOKafkaConsumer,
            **connection,
            group_id=prefix + group,
            enable_auto_commit=False,
            auto_offset_reset="none",
            isolation_level="read_committed",
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            max_poll_interval_ms=120_000,
            max_partition_fetch_bytes=PARTITION_BYTES,
            fetch_max_bytes=FETCH_BYTES,
            metadata_max_age_ms=30_000,
        )
        self._consumer = self._made()
        self._mending = asyncio.Lock()
        self._leaving = False
        self.lanes = tuple(Lane(self, number) for number in range(lanes))
        self.lane_of: dict[int, int] = {}
        self.draining = False

    @property
    def consumer(self) -> AIOKafkaConsumer:
        return self._consumer

    async def start(self) -> None:
        """Join the group. Raises `Unavailable`."""
        try:
            await self._consumer.start()
        except (KafkaError, OSError) as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        self._consumer.subscribe(self._topics, listener=_Listener(self))

    async def stop(self) -> None:
        """Finish what is in work, then leave the group."""
        self._leaving = True
        await self.drain()
        await self._consumer.stop()

    def wake(self) -> None:
        """What the lanes read, or from where, is another now; or they are to read no more."""
        for lane in self.lanes:
            lane.wake()

    async def drain(self) -> None:
        """No new records from now on; returns when none is in work, or after `DRAIN_S`."""
        self.draining = True
        end = time.monotonic() + DRAIN_S
        while any(lane.busy for lane in self.lanes) and time.monotonic() < end:
            await asyncio.sleep(0.005)

    async def mend(self) -> None:
        """Put a new consumer in the place of one that ended by itself (`consumer_liveness`). Raises `Unavailable`."""
        async with self._mending:
            if self._leaving or not has_ended(self._consumer):
                return
            metrics.count("consumers_ended")
            await self.drain()
            await end(self._consumer)
            self._consumer = self._made()
            await self.start()

    def resume(self) -> None:
        """Partitions were given to us: forget what was open before and read on from our places."""
        for lane in self.lanes:
            lane.forget()
        self.lane_of = dealt((part.partition for part in self._consumer.assignment()), len(self.lanes))
        self.draining = False
        self.wake()
        metrics.gauge("partitions_owned", len(self._consumer.assignment()))


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, log: KafkaLog) -> None:
        self._log = log

    async def on_partitions_revoked(self, revoked: Any) -> None:
        await self._log.drain()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        self._log.resume()
