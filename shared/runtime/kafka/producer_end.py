"""The end of aiokafka's producer, also of one that holds what Kafka will never answer.

Its own `stop` first sends all it still has; an idempotent one repeats a batch for ever, and cut short it leaves its
connections open. Whoever calls this publishes again what was not acknowledged.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from aiokafka import AIOKafkaProducer

END_S = 5.0


async def end(producer: AIOKafkaProducer) -> None:
    """Sends nothing more and closes the connections, in whatever state it is; gives up after `END_S` for each."""
    sender: Any = producer._sender
    producer._closed = True
    for close in (*([sender.close] if sender is not None else []), producer.client.close):
        closing = asyncio.ensure_future(close())
        await asyncio.wait({closing}, timeout=END_S)
        closing.cancel()
        # What made it end was told by the rows that were not acknowledged.
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await closing
