"""What durability is measured against: one process that reads, validates, produces and commits the same events.

It has the same clients, lanes, batches, models and encoding as the service, and no database: nothing is
deduplicated, decided or remembered. Runs until it is told to end.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from datetime import UTC, datetime

import uvloop

from shared.contracts.codec import Malformed, decode, encode_parts
from shared.contracts.texts import Fate, TextIntended
from shared.ids import derive
from shared.runtime.engine import RECORDS_MAX
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.log import KafkaLog, Lane
from shared.runtime.kafka.out import KafkaOut
from shared.runtime.ports import Outgoing, Record
from shared.runtime.settings import Settings, load

TYPE = "doorstep.text.intended.v1"


def told(record: Record, now: datetime) -> Outgoing:
    event = decode(record.topic, record.key, record.value, now)
    assert not isinstance(event, Malformed)
    event_id = derive("baseline", event.subject, event.id, TYPE, 1)
    fate = Fate(intent=derive("intent", event.subject), kind="reminder-firm", reason="cadence")
    value = encode_parts(
        TYPE, event_id=event_id, source="baseline", subject=event.subject, time=now, cause=event.id, trace=None,
        policy="none", data=fate,
    )  # fmt: skip
    return Outgoing(event_id, event.subject, TextIntended.topic, event.subject, value, TYPE, None)


async def work(lane: Lane, out: KafkaOut) -> None:
    while True:
        records = await lane.poll(RECORDS_MAX, 0.2)
        if records:
            now = datetime.now(UTC)
            await out.publish([told(record, now) for record in records])
            await lane.commit(records)


async def main() -> None:
    settings = load(Settings)
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    kafka = connection(settings)
    log = KafkaLog(kafka, group="baseline", topics=("loans",), prefix=settings.topic_prefix)
    out = KafkaOut(kafka, prefix=settings.topic_prefix)
    await log.start()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    tasks = [asyncio.create_task(work(lane, out)) for lane in log.lanes]
    await stopping.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    with contextlib.suppress(Exception):
        await log.stop()
    await out.close()


if __name__ == "__main__":
    uvloop.run(main())
