"""A viewer misses nothing over a cut, and is told of what nobody can give them any more."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from services.console.web.stream.events import BACKFILL, ROWS_MAX, changes, records
from services.console.web.stream.filters import StreamFilter
from services.console.web.stream.ring import SHARED_MAX, Ring, SharedBatch, StreamedRecord

from .records import record, unread

ALL = StreamFilter()


def parsed(message: bytes) -> tuple[str, str, Any]:
    """Kind, id and data of a message."""
    fields = dict(line.split(": ", 1) for line in message.decode().strip().splitlines())
    return fields.get("event", ""), fields.get("id", ""), json.loads(fields.get("data", "null"))


async def told(messages: AsyncIterator[bytes], count: int) -> list[tuple[str, str, Any]]:
    """The next so many messages that have a kind."""
    found: list[tuple[str, str, Any]] = []
    async for message in messages:
        kind, id, data = parsed(message)
        if kind:
            found.append((kind, id, data))
        if len(found) == count:
            break
    return found


async def test_a_viewer_who_was_cut_off_gets_exactly_what_they_missed() -> None:
    ring = Ring()
    ring.add([unread(record(number)) for number in range(1, 6)])
    ((_, place, first),) = await told(records(ring, ALL, ""), 1)
    assert [each["offset"] for each in first["rows"]] == [1, 2, 3, 4, 5]
    ring.add([unread(record(6)), unread(record(7))])
    ((kind, _, rest),) = await told(records(ring, ALL, place), 1)
    assert kind == "records"
    assert [each["offset"] for each in rest["rows"]] == [6, 7]


async def test_a_burst_of_thousands_is_counted_whole_and_its_newest_are_told_in_order() -> None:
    ring = Ring()
    listening = records(ring, ALL, f"{ring.run}-0")
    ring.add([unread(record(number)) for number in range(1, 3001)])
    ((_, place, data),) = await told(listening, 1)
    assert (place, data["count"]) == (f"{ring.run}-3000", 3000)
    assert [each["offset"] for each in data["rows"]] == list(range(3001 - ROWS_MAX, 3001))


async def test_in_a_flood_only_what_a_page_can_show_is_read() -> None:
    ring = Ring()
    reads: list[int] = []

    def read(number: int) -> StreamedRecord:
        reads.append(number)
        return record(number)

    ring.add([("texts", partial(read, number)) for number in range(1, 3001)])
    await told(records(ring, StreamFilter(topic="texts"), f"{ring.run}-0"), 1)
    assert reads == list(range(3001 - ROWS_MAX, 3001))


async def test_a_word_is_looked_for_in_every_record_of_a_flood() -> None:
    ring = Ring()
    listening = records(ring, StreamFilter(text="rare"), f"{ring.run}-0")
    ring.add([unread(record(number, said="rare" if number % 1_000 == 0 else "kind")) for number in range(1, 9001)])
    found = []
    async for message in listening:
        kind, _, data = parsed(message)
        if kind:
            found += [each["offset"] for each in data["rows"]]
        if len(found) == 9:
            break
    assert found == list(range(1_000, 9_001, 1_000))


async def test_what_is_kept_no_longer_is_counted() -> None:
    ring = Ring(kept_max=3)
    ring.add([unread(record(number)) for number in range(1, 11)])
    (first, second) = await told(records(ring, ALL, f"{ring.run}-2"), 2)
    assert first == ("missed", "", 5)
    assert [each["offset"] for each in second[2]["rows"]] == [8, 9, 10]


async def test_a_place_in_another_run_is_an_unknown_number_missed() -> None:
    ring = Ring()
    ring.add([unread(record(1))])
    (first, second) = await told(records(ring, ALL, "deadbeef-7"), 2)
    assert (first, second[0]) == (("missed", "", None), "records")


async def test_a_filter_holds_for_what_was_there_before_too() -> None:
    ring = Ring()
    ring.add([unread(record(number, topic="loans" if number % 10 else "texts")) for number in range(1, 3001)])
    for chosen in (StreamFilter(topic="texts"), StreamFilter(topic="texts", text="kind")):
        ((_, _, data),) = await told(records(ring, chosen, ""), 1)
        assert (data["count"], len(data["rows"])) == (BACKFILL, BACKFILL)
        assert {each["topic"] for each in data["rows"]} == {"texts"}


async def test_a_page_hears_in_which_topics_something_came() -> None:
    ring = Ring()
    listening = changes(ring)
    assert (await anext(listening)).startswith(b"retry:")
    hearing = asyncio.create_task(told(listening, 1))
    while not hearing.done():
        ring.add([unread(record(1)), unread(record(2, topic="loans"))])
        await asyncio.sleep(0)
    assert hearing.result() == [("changed", "", ["loans", "texts"])]


async def test_viewers_of_the_same_share_the_same_bytes() -> None:
    ring = Ring()
    ring.add([unread(record(1))])
    first, second = records(ring, ALL, f"{ring.run}-0"), records(ring, ALL, f"{ring.run}-0")
    messages = [await anext(stream) for stream in (first, second, first, second)]
    assert messages[2] is messages[3]
    ring.add([unread(record(2))])
    late = records(ring, ALL, f"{ring.run}-0")
    await anext(late)
    assert [each["offset"] for each in parsed(await anext(late))[2]["rows"]] == [1, 2]


async def test_what_is_shared_is_bounded() -> None:
    ring = Ring()
    ring.add([unread(record(1))])
    made = [ring.shared(number, lambda: SharedBatch(b"", 1)) for number in range(3 * SHARED_MAX)]
    assert len({id(each) for each in made[:SHARED_MAX]}) == SHARED_MAX
    assert ring.shared(0, lambda: SharedBatch(b"", 2)).seen == 1
    assert ring.shared(3 * SHARED_MAX - 1, lambda: SharedBatch(b"", 2)).seen == 2


async def test_who_looks_is_told_since_when_nothing_comes_and_why_and_when_it_comes_again() -> None:
    ring = Ring()
    listening = records(ring, ALL, "")
    await anext(listening)
    for trouble in ("Kafka can't be reached (TimeoutError).", ""):
        hearing = asyncio.create_task(told(listening, 1))
        await asyncio.sleep(0)
        ring.say(trouble)
        ((kind, _, said),) = await hearing
        assert (kind, said) == ("trouble", {"what": trouble, "since": ring.since.isoformat()})
