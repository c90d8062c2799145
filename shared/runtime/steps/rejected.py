"""What a batch holds besides inputs: records that may not be decided on, facts, switches, and what operators ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.codec import Malformed, encode
from shared.contracts.dead_letters import DeadLetter, Refused
from shared.contracts.subjects import subjects
from shared.contracts.values import Sealed
from shared.decision import Decision
from shared.ids import about_id, derive
from shared.runtime.machine import as_json
from shared.runtime.ports import DeadRow, IntakeRow, OperationRow, Outgoing, Record, SwitchRow

from .pending_input import PendingInput

if TYPE_CHECKING:
    from .transact import StepContext

ENCLOSED_CHARS_MAX = 1 << 20
OTHER_CONTENT = "same-id-other-content"


@dataclass(frozen=True, slots=True)
class HoldNotice:
    """A direct input about the dead letter `letter`, for an aggregate that the record names."""

    letter: UUID
    row: IntakeRow


@dataclass(frozen=True, slots=True)
class RejectedRecords:
    """What a batch holds besides inputs: records that are no event, facts, switches, and what operators ask.

    Dead ones are in the inbox too.

    `holds` tell what is known already of a letter that may concern it; of what is not known nothing is made, or
    garbage under random keys would make as many aggregates.
    """

    dead: tuple[DeadRow, ...] = ()
    events: tuple[Outgoing, ...] = ()
    switches: tuple[SwitchRow, ...] = ()
    switch_ids: tuple[Any, ...] = ()
    asked: tuple[OperationRow, ...] = ()
    holds: tuple[HoldNotice, ...] = ()
    facts: tuple[Decision, ...] = ()


def together(several: Sequence[RejectedRecords]) -> RejectedRecords:
    """All that was set aside, in order; without facts, switches and operations, which are no refusals."""
    return RejectedRecords(
        tuple(row for rejected in several for row in rejected.dead),
        tuple(event for rejected in several for event in rejected.events),
        holds=tuple(hold for rejected in several for hold in rejected.holds),
    )


def other_content(context: StepContext, pending: PendingInput, now: datetime) -> RejectedRecords:
    """An event whose id came before and said something else: no repetition, and which of the two counts is unclear."""
    assert pending.record is not None
    detail = f"an event of this id came before and said something else: {pending.name}"
    return refuse(context, pending.record, Malformed(OTHER_CONTENT, detail), now)


def refuse(context: StepContext, record: Record, why: Malformed, now: datetime) -> RejectedRecords:
    """The record as it came, sealed, with the reason: a row to work with and a letter for whoever watches.

    Whom it may concern is told.
    """
    names = _concerned(context, record)
    service = context.machine.service
    row_id = dead_id(service, record)
    value, gap = record.value, record.gap
    size = len(value or b"") if gap is None else min(gap.size_bytes, 2**31 - 1)
    # Of a gap the first offset is named, which is never below 0.
    offset = record.offset if gap is None else gap.first
    box = context.keys.set_aside(value, row_id) if value is not None else None
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
    out = Outgoing(row_id, origin, DeadLetter.topic, origin, encode(letter), letter.type, None)
    return RejectedRecords((row,), (out,), holds=tuple(_hold(context, row, name) for name in names))


def dead_id(service: str, record: Record) -> UUID:
    """The same however often the record is read; another one for a record that takes its place.

    Offsets begin anew when a topic is made anew, so the place alone would not do.
    """
    content = sha256(b"".join(b"%d:%b" % (len(part), part) for part in (record.key or b"", record.value or b"")))
    gap = "" if record.gap is None else f"{record.gap.code}:{record.gap.first}:{record.gap.last}"
    return derive(
        "dead", service, record.topic, record.partition, record.offset, record.stamp, content.hexdigest(), gap
    )


def _concerned(context: StepContext, record: Record) -> tuple[str, ...]:
    unread = context.machine.unread
    return subjects(record.key, record.value) if unread is not None and record.topic in unread.topics else ()


def _hold(context: StepContext, row: DeadRow, name: str) -> HoldNotice:
    assert context.machine.unread is not None
    input = context.machine.unread.said(row.id, row.code, row.at)
    return HoldNotice(row.id, IntakeRow(derive("refused", row.id, name), name, row.at, as_json(input)))
