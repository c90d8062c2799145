"""The Faust app: one task counts batches, an agent keeps the tables, event by event.

A Faust agent that takes records one by one, or in batches, costs four tasks a record, and a table can't be changed
inside a batch (Faust knows no current event there). So a task of the app reads all topics in batches (`Intake`), sums
up in Python and publishes partial sums to an internal topic, stamped with the minute they belong to; the agent takes
those one at a time, and Faust's windowed tables file them under that minute.

An exception in a Faust agent loses the event. So the counting never raises (`topic_record`), a partial is published
again until the broker has it, and each is taken once (`Marks`). A record that is read again is dropped by
`RecordCounts`.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import faust
from aiokafka.errors import KafkaError

from shared.runtime.kafka.connect import connection
from shared.runtime.logs import logger
from shared.runtime.trouble_words import kafka_words

from . import topics
from .intake import BATCH_MAX, Intake
from .latency import EMPTY, merged
from .record_counts import Marks, Partial, RecordCounts
from .settings import MonitorSettings
from .topic_record import TopicRecord, moment_s

AGAIN_S = 0.5
MINUTE_S = 60
PULSE_S, PULSE_LATE_S, SAY_S = 5.0, 12.0, 3.0

log = logger("monitor")


class Monitor:
    """A Faust app with its two tables. `tally` holds what was counted since the start."""

    def __init__(self, settings: MonitorSettings, run: str) -> None:
        self.tally = RecordCounts()
        self._prefix = settings.topic_prefix
        self.app = _app(settings, run)
        self._partials_seen = Marks()
        self._pulse_at = 0.0
        self._said = ""
        self._partials = self.app.topic(f"{run}-{topics.PARTIALS}", key_type=bytes, value_type=bytes, partitions=1)
        expires_s = settings.hours * topics.HOUR_S
        self.counts = self.app.Table("counts", default=int, partitions=1).tumbling(MINUTE_S, expires=expires_s)
        self.latencies = self.app.Table("latencies", default=lambda: EMPTY, partitions=1).tumbling(
            MINUTE_S, expires=expires_s
        )
        self._intake = Intake(connection(settings), settings.topics, time.time() - expires_s)
        self._away = ""
        self.app.task(self._count)
        self.app.agent(self._partials, name="keep", concurrency=1)(self._keep)
        self.app.timer(PULSE_S, name="pulse")(self._pulse)
        self.app.timer(SAY_S, name="say")(self._say)

    async def _pulse(self) -> None:
        """An empty partial through Kafka and back shows that everything on the way works."""
        await self._publish(Partial(int(time.time())))

    async def _say(self) -> None:
        """Trouble is logged when it begins and when it ends: aiokafka alone would write a hundred lines a second."""
        trouble = self.trouble()
        if trouble != self._said:
            log.warning("trouble" if trouble else "trouble-over", reason=trouble or self._said)
        self._said = trouble

    async def _count(self) -> None:
        """For ever. While Kafka is away it says so, and goes on where it was."""
        while True:
            try:
                async with aclosing(self._intake.batches()) as batches:
                    async for batch in batches:
                        self._away = ""
                        for partial in self.tally.add(self._record(record) for record in batch):
                            await self._publish(partial)
            except (KafkaError, OSError) as error:
                self._away = f"the topics can't be read: {kafka_words(error)}"
            await asyncio.sleep(AGAIN_S)

    async def _publish(self, partial: Partial) -> None:
        """Returns when the broker has it. The timestamp is the minute: that is how it finds its window."""
        while True:
            try:
                sent = await self._partials.send(key=b"", value=partial.to_bytes(), timestamp=partial.minute_s)
                await sent
                return
            except Exception as error:  # of whatever kind: giving up would lose the sums of a whole batch
                log.warning("partial-not-published", error=type(error).__name__)
                await asyncio.sleep(AGAIN_S)

    async def _keep(self, stream: Any) -> None:
        async for event in _events(stream):
            message = event.message
            if not self._partials_seen.is_new(message.topic, message.partition, message.offset):
                continue
            self._pulse_at = time.monotonic()
            partial = Partial.of_bytes(event.value)
            for key, count in partial.counts.items():
                self.counts[key] += count
            for pair, histogram in partial.latencies.items():
                self.latencies[pair] = merged(self.latencies[pair].value(), histogram)

    def _record(self, record: Any) -> TopicRecord:
        topic = record.topic.removeprefix(self._prefix)
        stamp_s = record.timestamp / 1000 if record.timestamp is not None else None
        at_s = moment_s(stamp_s, time.time())
        return TopicRecord(topic, record.partition, record.offset, record.key, record.value, at_s)

    def behind(self) -> int:
        """Records published but not counted yet."""
        return self._intake.behind()

    def trouble(self) -> str:
        """Why it does not keep up at the moment, or nothing."""
        if self._away:
            return self._away
        if not self.app.assignor.assigned_actives() or not self._intake.reads:
            return "no partitions are assigned yet"
        if time.monotonic() - self._pulse_at > PULSE_LATE_S:
            return "nothing comes through Kafka"
        return ""


def _events(stream: Any) -> AsyncIterator[Any]:
    found: AsyncIterator[Any] = stream.events()
    return found


def _app(settings: MonitorSettings, run: str) -> Any:
    brokers: Sequence[str] = [f"kafka://{server}" for server in settings.kafka_bootstrap.split(",")]
    return faust.App(
        run,
        broker=";".join(brokers),
        broker_credentials=credentials(settings),
        broker_commit_interval=2.0,
        broker_max_poll_records=BATCH_MAX,
        consumer_auto_offset_reset="earliest",
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        # Tables are in memory, but Faust makes its folder all the same: one for all runs, not one in the checkout.
        datadir=Path(tempfile.gettempdir()) / f"doorstep-monitor-{os.getuid()}",
        # Topics of the catalogue belong to the deployment; the run's own are made before (`topics`).
        topic_allow_declare=False,
        topic_disable_leader=True,
        topic_partitions=1,
        stream_wait_empty=False,
        worker_redirect_stdouts=False,
        web_enabled=settings.health_port > 0,
        # `web_host` is only what Faust tells others; it listens where `web_bind` says, by default everywhere.
        # It makes a URL of it at the start, and ends with an IPv6 address that stands there as it is.
        web_host=f"[{settings.bind}]" if ":" in settings.bind else settings.bind,
        web_bind=settings.bind,
        web_port=settings.health_port or 6066,
    )


def credentials(settings: MonitorSettings) -> Any:
    """How Faust gets in, from the same settings as everybody; None for a plain connection."""
    options = connection(settings)
    context = options.get("ssl_context")
    if "sasl_oauth_token_provider" in options:
        return faust.OAuthCredentials(oauth_cb=options["sasl_oauth_token_provider"], ssl_context=context)
    if "sasl_mechanism" in options:
        return faust.SASLCredentials(
            username=settings.kafka_username,
            password=options["sasl_plain_password"],
            mechanism=settings.kafka_mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context=context) if context is not None else None
