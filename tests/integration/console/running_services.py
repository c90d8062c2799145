"""The three services, as far as operators ask something of them: the production steps, on a loop in a thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from services.notifier import bootstrap as notifier
from services.router import bootstrap as router
from services.scheduler import bootstrap as scheduler
from shared.policy import load_pack
from shared.runtime.clock import SystemClock
from shared.runtime.engine import COMMON_TOPICS
from shared.runtime.kafka.consumer import KafkaLog
from shared.runtime.machine import AnyMachine
from shared.runtime.pg.store import PgStore
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.operations import carry_out
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext

from .console_stack import ConsoleStack

WAIT_S = 0.05


def machines(stack: ConsoleStack) -> list[AnyMachine]:
    pack = load_pack("default")
    return [notifier.machine(pack), scheduler.machine(pack, stack.keys), router.machine(pack)]


async def _serve(stack: ConsoleStack, machine: AnyMachine, stopping: threading.Event) -> None:
    """Reads what operators ask of this service, and carries it out, until it is told to stop."""
    queries = {"notifier": notifier.QUERIES, "scheduler": scheduler.QUERIES, "router": router.QUERIES}
    store = PgStore(stack.database_url, machine.service, queries[machine.service])
    log = KafkaLog(
        {"bootstrap_servers": stack.bootstrap},
        group=f"doorstep-{machine.service}",
        topics=COMMON_TOPICS,
        lanes=1,
        prefix=stack.prefix,
    )
    await store.start()
    await log.start()
    context = StepContext(machine, store, SystemClock(), stack.keys, Relay())
    breakers = Breakers(100)
    try:
        while not stopping.is_set():
            await consume_batch(log.lanes[0], context, breakers, wait_s=WAIT_S)
            while await carry_out(context):
                pass
    finally:
        await log.stop()
        await store.close()


@contextmanager
def services_running(stack: ConsoleStack) -> Iterator[None]:
    """All three run meanwhile. Raises at the end what one of them died of."""
    stopping, failures = threading.Event(), list[BaseException]()

    async def serve() -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                for machine in machines(stack):
                    tasks.create_task(_serve(stack, machine, stopping))
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="services")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(60)
    assert not thread.is_alive()
    for failure in failures:
        raise failure
