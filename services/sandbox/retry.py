"""The world outlives the system's outages: what it asks of database and broker it asks again until it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from aiokafka.errors import KafkaError

from shared.privacy.keys import KeyStore
from shared.runtime.ports import Unavailable

AGAIN_S = 0.5
OUTAGES = (KafkaError, Unavailable, OSError, TimeoutError)
T = TypeVar("T")


async def retry(attempt: Callable[[], Awaitable[T]], *, again_s: float = AGAIN_S) -> T:
    """What `attempt` returns, however often an outage makes it fail first. Other errors are raised."""
    while True:
        try:
            return await attempt()
        except OUTAGES:
            await asyncio.sleep(again_s)


class RetryingKeys:
    """A key store that waits for the database. Making and forgetting a key twice is the same as once."""

    def __init__(self, store: KeyStore) -> None:
        self._store = store

    async def load(self, kids: Sequence[str]) -> Mapping[str, bytes]:
        return await retry(lambda: self._store.load(kids))

    async def add(self, wrapped: Mapping[str, bytes]) -> None:
        await retry(lambda: self._store.add(wrapped))

    async def forget(self, kid: str) -> None:
        await retry(lambda: self._store.forget(kid))
