"""The outbox's way to the log. Rows come in memory straight after their commit; a crash leaves them in the table,
where the next process finds them. Per aggregate the order decided is the order published.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from shared.runtime import failpoints, metrics
from shared.runtime.outgoing import TRIED_AGAIN
from shared.runtime.ports import BadWrite, Conflict, Out, Outgoing, Store, Unavailable

ROWS_MAX = 4000
WAITING_MAX = 20_000


@dataclass(slots=True, eq=False)
class OutboxSlot:
    """Where rows will stand once the call that makes them ours has returned."""

    rows: Sequence[Outgoing] = ()
    settled: bool = False
    lost: bool = False


@dataclass(slots=True)
class Relay:
    """Rows of this process that wait for the broker, in the order in which their commits were sent.

    The order in which the commits return is not good enough: once a commit is done in the database another step may
    move the same aggregate, and hear of its own commit first.
    """

    waiting: deque[Outgoing] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stopped: set[str] = field(default_factory=set)
    """Aggregates of which a row was refused: what comes of them from a decision made before is given back."""
    _places: deque[OutboxSlot] = field(default_factory=deque)

    @contextmanager
    def place(self, rows: Sequence[Outgoing] = ()) -> Iterator[OutboxSlot]:
        """Take a place before the call, and leave it to `rows` when it returns; to nothing when it raises.

        When nobody knows whether rows were written they come back as leftovers, and so must all behind them.
        """
        taken = OutboxSlot(rows)
        self._places.append(taken)
        try:
            yield taken
        except (Conflict, BadWrite):
            taken.lost = True
            raise
        except BaseException:
            for later in islice(self._places, self._places.index(taken), None):
                later.lost = True
            raise
        finally:
            taken.settled = True
            while self._places and self._places[0].settled:
                first = self._places.popleft()
                self.waiting.extend(() if first.lost else first.rows)
            if self.waiting:
                self.wake.set()

    def resume(self, rows: Sequence[Outgoing], place: OutboxSlot) -> None:
        """These were adopted, so they go on; but for those of whose aggregate newer ones will stand before them."""
        before = {row.aggregate for row in self.waiting}
        for each in islice(self._places, self._places.index(place)):
            before |= {row.aggregate for row in each.rows}
        self.stopped -= {row.aggregate for row in rows} - before

    @property
    def full(self) -> bool:
        """Deciding faster than the broker takes it would only fill memory: the consumer waits."""
        return len(self.waiting) >= WAITING_MAX


async def relay_outbox(relay: Relay, store: Store, out: Out) -> int:
    """Publish the oldest waiting rows and forget them; how many. A crash between the two publishes them twice,
    with the same ids. Raises `Unavailable`: they wait on.

    A row that the broker does not take is set aside with all that its aggregate says after it; the rest goes on.
    """
    rows = [relay.waiting[index] for index in range(min(ROWS_MAX, len(relay.waiting)))]
    if not rows:
        return 0
    failpoints.reached("before-publish")
    try:
        found = await out.publish([row for row in rows if row.aggregate not in relay.stopped])
    except Unavailable:
        metrics.count("publish_failures")
        raise
    failpoints.reached("after-publish")
    relay.stopped |= {row.aggregate for row in rows if row.id in found.refused}
    gone = [row for row in rows if row.id not in found.done and row.aggregate in relay.stopped]
    done = [row.id for row in rows if row.id in found.done]
    # Until they are forgotten they wait: a service ends once none does, and what stays in the table is published again.
    await store.published(done, found.upto)
    if gone:
        await store.refuse(found.refused, {row.aggregate for row in gone})
    left = {row.id for row in rows}.difference(done, (row.id for row in gone))
    for _ in rows:
        relay.waiting.popleft()
    relay.waiting.extendleft(row for row in reversed(rows) if row.id in left)
    metrics.gauge("outbox_waiting", len(relay.waiting))
    if found.trouble:
        metrics.count("publish_failures")
        raise Unavailable(f"Kafka: {found.trouble}")
    return len(rows) - len(left)


async def adopt_outbox(relay: Relay, store: Store, *, rows_max: int = ROWS_MAX) -> int:
    """Take over rows that no living process has in memory; how many."""
    if relay.waiting:
        return 0
    with relay.place() as place:
        place.rows = await store.adopt_leftovers(rows_max)
        # A commit before it may have been lost meanwhile, and this process have a new number: under that they are ours.
        place.lost = False
        relay.resume(place.rows, place)
    return len(place.rows)


async def try_refused(store: Store) -> int:
    """Let rows be published again whose refusal may be mended without us hearing of it; how many."""
    return await store.try_refused(TRIED_AGAIN)
