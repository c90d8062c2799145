"""What durability is measured against: the notifier process without a database.

It has the same clients, lanes, batches, models, encoding and decisions as the service, and reads, validates, produces
and commits the same events; nothing is deduplicated or remembered. With `BENCH_LATER` set each case is one in the
middle of its life, which it has in memory; with `BENCH_PLAIN` it does not even decide: it tells the same text about
every event. Runs until it is told to end.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
from datetime import datetime

import uvloop

from services.notifier.bootstrap import machine
from services.notifier.core.lookup import NOTHING
from services.notifier.core.state import State
from shared.contracts.catalogue import type_name
from shared.contracts.codec import Malformed, decode, encode_parts
from shared.contracts.envelope import Event
from shared.contracts.texts import Fate, TextIntended
from shared.contracts.values import Value
from shared.decision import Publish
from shared.ids import derive
from shared.policy import load_pack
from shared.runtime.clock import SystemClock, VirtualClock
from shared.runtime.engine import RECORDS_MAX
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.consumer import KafkaLog, Lane
from shared.runtime.kafka.producer import KafkaOut
from shared.runtime.ports import Clock, Outgoing, Record
from shared.runtime.service import GARBAGE_THRESHOLDS
from shared.runtime.settings import Settings, load
from tests.benchmarks.counted.template import template

PLAIN, LATER = "BENCH_PLAIN", "BENCH_LATER"
TEXTED_DAYS = 40


class Plain:
    """Tells the same text about every event."""

    def told(self, record: Record, now: datetime) -> list[Outgoing]:
        event = _read(record, now)
        fate = Fate(intent=derive("intent", event.subject), kind="reminder-firm", reason="cadence")
        return [_outgoing(event, TextIntended, event.subject, fate, now, 1)]


class Deciding:
    """Tells what notifier's machine decides on the event: for a case that nothing is known of, or in state `known`."""

    def __init__(self, known: State | None = None) -> None:
        self._machine, self._known = machine(load_pack("default")), known

    def told(self, record: Record, now: datetime) -> list[Outgoing]:
        event = _read(record, now)
        state = self._known or self._machine.initial_state(event.subject)
        input = self._machine.input_of(event)
        decision = self._machine.step(state, input, now, frozenset(), NOTHING).decision
        published = [effect for effect in decision.effects if isinstance(effect, Publish)]
        return [
            _outgoing(event, effect.event, effect.subject, effect.data, now, ordinal)
            for ordinal, effect in enumerate(published, 1)
        ]


def _read(record: Record, now: datetime) -> Event:
    event = decode(record.topic, record.key, record.value, now)
    assert not isinstance(event, Malformed)
    return event


def _outgoing(cause: Event, kind: type[Event], subject: str, data: Value, now: datetime, ordinal: int) -> Outgoing:
    name = type_name(kind)
    event_id = derive("baseline", subject, cause.id, name, ordinal)
    value = encode_parts(
        name, event_id=event_id, source="baseline", subject=subject, time=now, cause=cause.id, trace=None,
        policy="none", data=data,
    )  # fmt: skip
    return Outgoing(event_id, subject, kind.topic, subject, value, name, None)


async def work(lane: Lane, out: KafkaOut, teller: Plain | Deciding, clock: Clock) -> None:
    while True:
        records = await lane.poll(RECORDS_MAX, 0.2)
        if records:
            now = clock.now()
            await out.publish([row for record in records for row in teller.told(record, now)])
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
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    clock: Clock = VirtualClock(settings.clock_file) if settings.clock_file is not None else SystemClock()
    known = template(clock.now(), TEXTED_DAYS).state if os.environ.get(LATER) else None
    teller = Plain() if os.environ.get(PLAIN) else Deciding(known)
    tasks = [asyncio.create_task(work(lane, out, teller, clock)) for lane in log.lanes]
    await stopping.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    with contextlib.suppress(Exception):
        await log.stop()
    await out.close()


if __name__ == "__main__":
    uvloop.run(main())
