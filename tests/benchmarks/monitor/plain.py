"""What the monitor's batches are measured against: the same counts with Faust as its manual writes it.

One agent takes one event at a time, reads it as the monitor does, and adds one to a windowed table. Nothing else: no
latencies, no guard against what is delivered twice. It tells over HTTP how many it has counted. Runs until SIGTERM.
"""

from __future__ import annotations

import os
import time
from typing import Any

import faust

from services.console.monitor.record_counts import SEPARATOR
from services.console.monitor.settings import MonitorSettings
from services.console.monitor.topic_record import TopicRecord, moment_s, read
from shared.runtime.settings import load

BATCH_MAX = 1000
MINUTE_S = 60


def main() -> None:
    settings, run = load(MonitorSettings), os.environ["BENCH_RUN"]
    topics = [settings.topic_prefix + name for name in os.environ["BENCH_TOPICS"].split(",")]
    app = faust.App(
        run,
        broker=f"kafka://{settings.kafka_bootstrap}",
        broker_max_poll_records=BATCH_MAX,
        consumer_auto_offset_reset="earliest",
        key_serializer="raw",
        value_serializer="raw",
        store="memory://",
        datadir=os.environ["BENCH_FOLDER"],
        topic_partitions=int(os.environ["BENCH_PARTITIONS"]),
        topic_replication_factor=1,
        topic_disable_leader=True,
        stream_wait_empty=False,
        worker_redirect_stdouts=False,
        web_host=settings.bind,
        web_bind=settings.bind,
        web_port=settings.health_port,
    )
    counts = app.Table("counts", default=int).tumbling(MINUTE_S, expires=settings.hours * 3600)

    async def count(stream: Any) -> None:
        async for event in stream.events():
            message = event.message
            topic = message.topic.removeprefix(settings.topic_prefix)
            at_s = moment_s(message.timestamp, time.time())
            sighting = read(TopicRecord(topic, message.partition, message.offset, message.key, message.value, at_s))
            counts[SEPARATOR.join((topic, sighting.type, sighting.reason))] += 1

    async def counted(web: Any, request: Any) -> Any:
        return web.json({"rows": [{"total": count} for count in list(counts.table.data.values())]})

    app.agent(app.topic(*topics, key_type=bytes, value_type=bytes), name="count", concurrency=1)(count)
    app.page("/counts")(counted)
    worker = faust.Worker(app, quiet=True, override_logging=False, loglevel="ERROR")
    worker.spinner = None
    worker.execute_from_commandline()


if __name__ == "__main__":
    main()
