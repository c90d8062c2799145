"""From the log into decisions: one batch, one transaction, then the offsets.

Only a batch of huge records is several transactions: each of these is held some times over while it is set aside, and
a process that dies of that would read them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from shared.contracts.codec import Malformed, decode, encode
from shared.contracts.dead_letters import DeadLetter, Refused
from shared.contracts.envelope import Event
from shared.contracts.subjects import subjects
from shared.contracts.switches import Switch, SwitchStopped
from shared.contracts.values import Sealed
from shared.ids import about_id, derive, inbox_id
from shared.runtime import metrics, probes
from shared.runtime.logs import logger
from shared.runtime.machine import as_json
from shared.runtime.ports import DeadRow, IntakeRow, Log, Outgoing, Record, SwitchRow

from .breaker import Breakers, Look
from .transact import Aside, Desk, Hold, transact
from .turn import Said, said_event

WAIT_S = 0.2
ENCLOSED_CHARS_MAX = 1 << 20
PORTION_BYTES_MAX = 16 << 20


async def consume_batch(log: Log, desk: Desk, breakers: Breakers, *, wait_s: float = WAIT_S) -> int:
    """Handle the next records and return how many. Offsets move only after the commit."""
    now = desk.clock.now()
    handled = 0
    for number, look in enumerate(breakers.looks(now)):
        if desk.relay.full:
            break
        handled += await _consume(log, desk, breakers, look, now, 0.0 if number else wait_s)
    return handled


async def _consume(log: Log, desk: Desk, breakers: Breakers, look: Look, now: datetime, wait_s: float) -> int:
    found = await log.poll(look.records_max, wait_s, look.may)
    if not found:
        return 0
    bad: Counter[str] = Counter()
    repeated = 0
    try:
        probes.reached("after-poll")
        records, beyond = _within(found, breakers) if look.ordered else (found, [])
        for portion in portions(records):
            inputs, aside = sort_out(desk, portion, desk.clock.now())
            repeated += len(inputs) - await transact(desk, inputs, aside)
            bad.update(row.topic for row in aside.dead)
    except BaseException:
        await log.give_back(found)
        raise
    probes.reached("before-offset")
    try:
        await log.commit(records)
    finally:
        if beyond:
            await log.give_back(beyond)
    if not look.ordered:
        for topic, number in Counter(record.topic for record in records).items():
            breakers.saw(topic, number - bad[topic], bad[topic], now)
    _count(records, repeated)
    return len(records)


def _within(found: list[Record], breakers: Breakers) -> tuple[list[Record], list[Record]]:
    """Those up to where an operator set the topic aside; and those behind, where the breaker counts again."""
    within: list[Record] = []
    beyond: list[Record] = []
    for record in found:
        if breakers.ordered(record.topic, record.partition, record.offset):
            within.append(record)
        else:
            beyond.append(record)
            breakers.passed(record.topic, record.partition)
    return within, beyond


def portions(records: list[Record]) -> Iterator[list[Record]]:
    """The records in their order, at most `PORTION_BYTES_MAX` at once; a larger one alone."""
    portion: list[Record] = []
    size = 0
    for record in records:
        length = len(record.value or b"") + len(record.key or b"")
        if portion and size + length > PORTION_BYTES_MAX:
            yield portion
            portion, size = [], 0
        portion.append(record)
        size += length
    if portion:
        yield portion


def sort_out(desk: Desk, records: list[Record], now: datetime) -> tuple[list[Said], Aside]:
    """Events to decide on, in order; and apart from them what is no event (and whom it may concern), and switches."""
    inputs: list[Said] = []
    dead: list[DeadRow] = []
    holds: list[Hold] = []
    letters: list[Outgoing] = []
    switches: list[SwitchRow] = []
    switch_ids: list[UUID] = []
    for record in records:
        event = _event(desk, record, now)
        if isinstance(event, Malformed):
            names = _concerned(desk, record)
            row, letter = refuse(desk, record, event, now, names)
            dead.append(row)
            letters.append(letter)
            holds += [_hold(desk, row, name) for name in names]
        elif isinstance(event, Switch):
            stopped = isinstance(event, SwitchStopped)
            switches.append(SwitchRow(event.data.what, event.subject, stopped, event.data.cause, event.time))
            switch_ids.append(inbox_id(event.source, event.id))
        else:
            aggregate = desk.machine.aggregate(event)
            if aggregate is not None:
                inputs.append(said_event(aggregate, event, inbox_id(event.source, event.id), record))
    return inputs, Aside(tuple(dead), tuple(letters), tuple(switches), tuple(switch_ids), tuple(holds))


def _concerned(desk: Desk, record: Record) -> tuple[str, ...]:
    unread = desk.machine.unread
    return subjects(record.key, record.value) if unread is not None and record.topic in unread.topics else ()


def _hold(desk: Desk, row: DeadRow, name: str) -> Hold:
    assert desk.machine.unread is not None
    said = desk.machine.unread.said(row.id, row.code, row.at)
    return Hold(row.id, IntakeRow(derive("refused", row.id, name), name, row.at, as_json(said)))


def _event(desk: Desk, record: Record, now: datetime) -> Event | Malformed:
    gap = record.gap
    if gap is None:
        return decode(record.topic, record.key, record.value, now)
    logger(desk.machine.service).error(
        "records-unread",
        topic=record.topic,
        partition=record.partition,
        offset=gap.first,
        count=gap.last - gap.first + 1,
        code=gap.code,
    )
    metrics.count("offsets_unread", gap.last - gap.first + 1, topic=record.topic, code=gap.code)
    return Malformed(gap.code, gap.detail)


def refuse(
    desk: Desk, record: Record, why: Malformed, now: datetime, names: tuple[str, ...] = ()
) -> tuple[DeadRow, Outgoing]:
    """The record as it came, sealed, with the reason: a row to work with and a letter for whoever watches."""
    service = desk.machine.service
    row_id = dead_id(service, record)
    value, gap = record.value, record.gap
    size = len(value or b"") if gap is None else min(gap.size_bytes, 2**31 - 1)
    # Of a gap the first offset is named, which is never below 0.
    offset = record.offset if gap is None else gap.first
    box = desk.keys.set_aside(value, row_id) if value is not None else None
    row = DeadRow(
        row_id,
        now,
        record.topic,
        record.partition,
        offset,
        why.code,
        why.detail,
        1,
        size,
        box or "",
        " ".join(str(about_id(name)) for name in names),
    )
    # A letter that held a huge record would be one; the row keeps the original whatever its size.
    enclosed = box if box is not None and len(box) <= ENCLOSED_CHARS_MAX else None
    origin = f"{record.topic}:{record.partition}:{offset}"
    letter = DeadLetter(
        id=str(row_id),
        source=service,
        subject=origin,
        time=now,
        data=Refused(
            service=service,
            origin_topic=record.topic,
            partition=record.partition,
            offset=offset,
            code=why.code,
            detail=why.detail,
            attempts=1,
            size_bytes=size,
            original=Sealed(kid="quarantine", of=str(row_id), field="record", box=enclosed) if enclosed else None,
        ),
    )
    return row, Outgoing(row_id, origin, DeadLetter.topic, origin, encode(letter), letter.type, None)


def dead_id(service: str, record: Record) -> UUID:
    """The same however often the record is read; another one for a record that takes its place.

    Offsets begin anew when a topic is made anew, so the place alone would not do.
    """
    content = sha256(b"".join(b"%d:%b" % (len(part), part) for part in (record.key or b"", record.value or b"")))
    gap = "" if record.gap is None else f"{record.gap.code}:{record.gap.first}:{record.gap.last}"
    return derive(
        "dead", service, record.topic, record.partition, record.offset, record.stamp, content.hexdigest(), gap
    )


def _count(records: list[Record], repeated: int) -> None:
    for topic, number in Counter(record.topic for record in records).items():
        metrics.count("events_handled", number, topic=topic)
    if repeated > 0:
        metrics.count("events_duplicate", repeated, topic="all")
