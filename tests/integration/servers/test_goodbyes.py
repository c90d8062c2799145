"""Who stops waits for no goodbye: over TLS a broker says none while it keeps a question, and a silent one never."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.conn import CloseReason, create_conn

from shared.contracts.catalogue import TOPICS
from shared.runtime.kafka.connect import connection
from shared.runtime.settings import KafkaSettings, load
from tests.integration.pg_proxy import proxy_to
from tests.integration.runtime.test_quiet_fetch import WatchedConsumer

from .locked_kafka import LockedKafka

SOON_S = 10.0
"""A third of what asyncio and uvloop wait for a goodbye over TLS, and of what a process is given to stop."""
MUCH = 64 << 20
"""Bytes: more than lie in buffers on the way to somebody who reads nothing."""

Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(params=[asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def run(request: pytest.FixtureRequest) -> Run:
    """The monitor runs on asyncio's loop, services on uvloop's."""

    def ran(test: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(test)

    return ran


def test_a_consumer_whose_question_waits_at_the_broker_stops_at_once(kafka: LockedKafka, run: Run) -> None:
    async def test() -> None:
        options = connection(load(KafkaSettings, kafka.by_certificate("ANONYMOUS")))
        consumer = AIOKafkaConsumer(**options, enable_auto_commit=False, fetch_max_wait_ms=50)
        watched = WatchedConsumer(consumer, at := [TopicPartition(TOPICS[0].name, 0)])
        await consumer.start()
        consumer.assign(at)
        await watched.quiet()
        async with asyncio.timeout(SOON_S):
            await consumer.stop()

    run(test())


@pytest.mark.parametrize("tls", [True, False], ids=["tls", "plain"])
def test_a_connection_to_a_broker_that_fell_silent_ends_at_once(kafka: LockedKafka, run: Run, tls: bool) -> None:
    """With much on its way to it, and with nothing."""

    async def test() -> None:
        port = kafka.mtls_port if tls else kafka.port
        options = connection(load(KafkaSettings, kafka.by_certificate("ANONYMOUS"))) if tls else {}
        options.pop("bootstrap_servers", None)
        async with proxy_to(f"kafka://localhost:{port}") as (proxy, _):
            for unsent in (0, MUCH):
                proxy.passing.set()
                made = await create_conn("localhost", proxy.port, **options)
                proxy.passing.clear()
                made._writer.write(b"x" * unsent)
                async with asyncio.timeout(SOON_S):
                    await made.close(CloseReason.SHUTDOWN)

    run(test())
