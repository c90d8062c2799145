"""The outbox's way to the log. Rows come in memory straight after their commit; a crash leaves them in the table,
where the next process finds them. Per aggregate the order decided is the order published.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.runtime import metrics
from shared.runtime.ports import Out, Outgoing, Store, Unavailable

ROWS_MAX = 4000
WAITING_MAX = 20_000


@dataclass(slots=True)
class Relay:
    """Rows of this process that wait for the broker, oldest first."""

    waiting: deque[Outgoing] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def hand_over(self, rows: Sequence[Outgoing]) -> None:
        if rows:
            self.waiting.extend(rows)
            self.wake.set()

    @property
    def full(self) -> bool:
        """Deciding faster than the broker takes it would only fill memory: the consumer waits."""
        return len(self.waiting) >= WAITING_MAX


async def relay_outbox(relay: Relay, store: Store, out: Out) -> int:
    """Publish the oldest waiting rows and forget them; how many. A crash between the two publishes them twice,
    with the same ids. Raises `Unavailable`: they wait on.
    """
    rows = [relay.waiting[index] for index in range(min(ROWS_MAX, len(relay.waiting)))]
    if not rows:
        return 0
    try:
        await out.publish(rows)
    except Unavailable:
        metrics.count("publish_failures")
        raise
    for _ in rows:
        relay.waiting.popleft()
    try:
        await store.published([row.id for row in rows])
    except Unavailable:
        # Published, but still in the table under our name: publish them again later rather than leave them there.
        relay.waiting.extendleft(reversed(rows))
        raise
    metrics.gauge("outbox_waiting", len(relay.waiting))
    return len(rows)


async def adopt_outbox(relay: Relay, store: Store, *, rows_max: int = ROWS_MAX) -> int:
    """Take over rows that no living process has in memory; how many."""
    if relay.waiting:
        return 0
    rows = await store.adopt_leftovers(rows_max)
    relay.hand_over(rows)
    return len(rows)
