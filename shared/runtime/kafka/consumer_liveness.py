"""aiokafka's consumer, and whether it still lives.

It works by tasks of its own. One that ends by an error never comes back: a consumer without its fetcher stays in its
group, holds its partitions and reads nothing, and nobody is told. One way to that is closed (see `uvloop_patch`);
others have been reported (https://github.com/aio-libs/aiokafka/issues/983).
"""

from __future__ import annotations

import asyncio
import contextlib

from aiokafka import AIOKafkaConsumer

LEAVE_S = 5.0


def has_ended(consumer: AIOKafkaConsumer) -> bool:
    """Will this consumer never read again? So too before it was started."""
    if consumer._fetcher is None:
        return True
    tasks = (
        consumer._fetcher._fetch_task,
        consumer._client._sync_task,
        getattr(consumer._coordinator, "_coordination_task", None),
    )
    return any(task is not None and task.done() for task in tasks)


async def end(consumer: AIOKafkaConsumer) -> None:
    """Leave the group and close the connections, in whatever state it is; gives up after `LEAVE_S`."""
    for close in (consumer.stop, consumer._client.close):
        closing = asyncio.ensure_future(close())
        await asyncio.wait({closing}, timeout=LEAVE_S)
        closing.cancel()
        # What made it end is reported by its logger; here it would only keep the new one from its work.
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await closing
