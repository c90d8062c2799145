"""The newest records, numbered; what is kept no longer is counted."""

import asyncio
import json

from services.console.web.stream.ring import Ring, StreamedRecord

from .records import record, unread


def numbers(ring: Ring, after: int) -> list[int]:
    return [each.seq for each in ring.after(after)]


def test_records_are_numbered_as_they_come() -> None:
    ring = Ring()
    assert (ring.first, ring.last, numbers(ring, 0)) == (1, 0, [])
    ring.add([unread(record(1)), unread(record(2))])
    ring.add([unread(record(3))])
    assert (ring.first, ring.last) == (1, 3)
    assert numbers(ring, 0) == [1, 2, 3]
    assert numbers(ring, 2) == [3]
    assert numbers(ring, 3) == []


def test_a_full_ring_forgets_the_oldest_and_knows_how_many() -> None:
    ring = Ring(kept_max=3)
    ring.add([unread(record(number)) for number in range(10)])
    assert (ring.first, ring.last) == (8, 10)
    assert numbers(ring, 0) == [8, 9, 10]
    assert ring.missed(4) == 3
    assert ring.missed(7) == 0


def test_a_line_is_the_record_as_json_without_its_headers() -> None:
    ring = Ring()
    ring.add([unread(record(1, said="<img onerror>", headers="ce_id=1"))])
    (only,) = ring.after(0)
    line = json.loads(only.line)
    assert (line["seq"], line["subject"], line["said"]) == (1, "case-1", "<img onerror>")
    assert "headers" not in line


async def test_who_waits_is_woken_by_the_next_record() -> None:
    ring = Ring()
    waiting = asyncio.create_task(ring.more(0, ""))
    await asyncio.sleep(0)
    assert not waiting.done()
    ring.add([unread(record(1))])
    await asyncio.wait_for(waiting, 60)


def test_a_record_that_nobody_wants_to_see_is_not_read_and_one_is_read_once() -> None:
    reads: list[int] = []

    def read() -> StreamedRecord:
        reads.append(1)
        return record(1)

    ring = Ring()
    ring.add([("texts", read)])
    (only,) = ring.after(0)
    assert (only.topic, reads) == ("texts", [])
    assert only.record is only.record
    assert (json.loads(only.line)["subject"], reads) == ("case-1", [1])
