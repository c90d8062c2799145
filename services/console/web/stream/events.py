"""Server-sent events out of the ring: every record that passes a filter, or only that something changed.

At most four messages a second to each viewer, and one where more comes than a page has rows for; those who see the
same share the same bytes. A viewer who was cut off says what came last (`Last-Event-ID`) and gets what they missed; of
what is kept no longer they get the number.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator
from functools import partial
from itertools import islice

from .filters import StreamFilter
from .ring import Numbered, Ring, SharedBatch

EVERY_S, FLOODED_EVERY_S = 0.25, 1.0
ALIVE_S = 15.0
ROWS_MAX = 500
"""As many as a page keeps: of more that come at once it would show the older ones to nobody."""
READ_MAX = 2_000
"""At most so many records are read in one go, while nothing else of the console goes on."""
BACKFILL = 200
AGAIN_MS = 1_000
RETRY = f"retry: {AGAIN_MS}\n\n".encode()


def place_of(last_event_id: str, ring: Ring) -> int | None:
    """The number that a viewer saw last; None where they saw none of this run."""
    run, _, seq = last_event_id.partition("-")
    return int(seq) if run == ring.run and seq.isdigit() and len(seq) < 16 else None


async def records(ring: Ring, chosen: StreamFilter, last_event_id: str) -> AsyncGenerator[bytes, None]:
    """Messages `records` (`count` of those that passed and the newest of them as `rows`), `missed` (a number, or null
    where nobody can know it), and `trouble`: why nothing comes since when, or nothing when it comes again."""
    yield RETRY
    seen, trouble = place_of(last_event_id, ring), ""
    if seen is None:
        if last_event_id:
            yield _message("missed", "null")
        seen = await _backfilled(ring, chosen)
    while True:
        if missed := ring.missed(seen):
            yield _message("missed", str(missed))
            seen += missed
        if ring.trouble != trouble:
            trouble = ring.trouble
            yield _message("trouble", json.dumps({"what": trouble, "since": ring.since.isoformat()}))
        batch = ring.shared((chosen, seen), partial(_batch, ring, chosen, seen))
        seen = batch.seen
        if batch.message:
            yield batch.message
        if seen < ring.last:
            await asyncio.sleep(batch.rest_s)
            continue
        if not await _woken(ring, seen, trouble):
            yield f"id: {ring.run}-{seen}\n: alive\n\n".encode()
        await asyncio.sleep(batch.rest_s or EVERY_S)


async def changes(ring: Ring) -> AsyncGenerator[bytes, None]:
    """A message `changed` with the topics in which something came, so that a page asks anew."""
    yield RETRY
    seen = ring.last
    while True:
        if not await _woken(ring, seen, ring.trouble):
            yield b": alive\n\n"
            continue
        batch = ring.shared(("changes", seen), partial(_topics, ring, seen))
        seen = batch.seen
        yield batch.message
        await asyncio.sleep(EVERY_S)


def _batch(ring: Ring, chosen: StreamFilter, seen: int) -> SharedBatch:
    newest, count = deque[Numbered](maxlen=ROWS_MAX), 0
    for each in islice(ring.after(seen), READ_MAX if chosen.reads else None):
        seen = each.seq
        if chosen.lets(each):
            newest.append(each)
            count += 1
    if not count:
        return SharedBatch(b"", seen)
    data = f'{{"count":{count},"rows":[{",".join(each.line for each in newest)}]}}'
    rest_s = FLOODED_EVERY_S if count > ROWS_MAX and seen == ring.last else EVERY_S
    return SharedBatch(_message("records", data, f"{ring.run}-{seen}"), seen, rest_s)


def _topics(ring: Ring, seen: int) -> SharedBatch:
    topics = sorted({each.topic for each in ring.after(seen)})
    return SharedBatch(_message("changed", json.dumps(topics)), ring.last)


async def _backfilled(ring: Ring, chosen: StreamFilter) -> int:
    """The number before the newest `BACKFILL` records that pass."""
    found = 0
    for looked, each in enumerate(reversed(list(ring.after(0))), 1):
        found += chosen.lets(each)
        if found == BACKFILL:
            return each.seq - 1
        if chosen.reads and looked % READ_MAX == 0:
            await asyncio.sleep(0)
    return ring.first - 1


async def _woken(ring: Ring, seen: int, trouble: str) -> bool:
    """Whether something came within `ALIVE_S`."""
    try:
        async with asyncio.timeout(ALIVE_S):
            await ring.more(seen, trouble)
    except TimeoutError:
        return False
    return True


def _message(kind: str, data: str, id: str = "") -> bytes:
    named = f"id: {id}\n" if id else ""
    return f"{named}event: {kind}\ndata: {data}\n\n".encode()
