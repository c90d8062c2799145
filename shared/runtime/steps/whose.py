"""Whose a record is that nobody can read: then it is kept under that person's own key, and forgotten with them.

It names its person, or the case that it names tells. Where neither does, or no key of theirs is there, the quarantine
key stays: nothing is made for what a broken record names.
"""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID

from shared.contracts.catalogue import RECORD_BYTES_MAX
from shared.contracts.codec import decode_value, encode
from shared.contracts.dead_letters import DeadLetter
from shared.contracts.subjects import subjects
from shared.contracts.values import Sealed
from shared.privacy.cipher import seal_bytes
from shared.runtime.ports import DeadRow, Outgoing

from .rejected import ENCLOSED_CHARS_MAX, RejectedRecords
from .transact import StepContext

RECORD = "record"
_ID = rb'"\s*:\s*"([A-Za-z0-9][A-Za-z0-9._:-]{0,63})"'
_KID = re.compile(rb'"kid' + _ID)
_OF_PHONE = re.compile(rb'"phone"\s*:\s*\{[^{}]{0,4096}?"kid' + _ID)
_BORROWER = re.compile(rb'"borrower' + _ID)


async def for_their_persons(context: StepContext, rejected: RejectedRecords) -> RejectedRecords:
    """The same letters, each under the key of whom it names, where one of them has a key. Raises `Unavailable`."""
    if context.ring is None or not rejected.dead:
        return rejected
    values = {row.id: context.keys.look_at(row.original, row.id) for row in rejected.dead if row.original}
    named = {id: named_keys(value) for id, value in values.items()}
    about = {id: subjects(None, value) for id, value in values.items() if not named[id]}
    if context.machine.whose is not None and (names := sorted({name for some in about.values() for name in some})):
        async with context.store.unit() as unit:
            known = await context.machine.whose(unit, names)
        named |= {id: _only({known[name] for name in some if name in known}) for id, some in about.items()}
    keys = await context.ring.keys({kid for kids in named.values() for kid in kids})
    kids = {id: kid for id, found in named.items() if (kid := next((one for one in found if one in keys), None))}
    pairs = [
        _under(context, row, event, kids[row.id], keys[kids[row.id]]) if row.id in kids else (row, event)
        for row, event in zip(rejected.dead, rejected.events, strict=True)
    ]
    return replace(rejected, dead=tuple(row for row, _ in pairs), events=tuple(event for _, event in pairs))


def named_keys(record: bytes) -> tuple[str, ...]:
    """Names of keys that may be those of whom it is about, the likeliest first; never raises, need not be JSON.

    Of several persons in one record none is taken: one of them would be forgotten with the other.
    """
    seen = record[:RECORD_BYTES_MAX]
    of_phone, all_kids = {*_OF_PHONE.findall(seen)}, {*_KID.findall(seen)}
    kids = of_phone or all_kids
    borrowers = {*_BORROWER.findall(seen)}
    found = [*kids] if len(kids) == 1 else []
    if len(borrowers) == 1 and len(kids) <= 1:
        (borrower,) = borrowers
        found += [b"b-" + borrower, borrower]
    return tuple(name.decode() for name in found)


def _only(kids: set[str]) -> tuple[str, ...]:
    return tuple(kids) if len(kids) == 1 else ()


def sealed_record(id: UUID, value: bytes, kid: str, key: bytes) -> Sealed:
    return Sealed(kid=kid, of=str(id), field=RECORD, box=seal_bytes(value, key, f"{id}|{RECORD}"))


def _under(context: StepContext, row: DeadRow, event: Outgoing, kid: str, key: bytes) -> tuple[DeadRow, Outgoing]:
    box = sealed_record(row.id, context.keys.look_at(row.original, row.id), kid, key)
    letter = decode_value(DeadLetter.topic, event.value, row.at)
    assert isinstance(letter, DeadLetter), "it was written just now"
    enclosed = box if len(box.box) <= ENCLOSED_CHARS_MAX else None
    told = letter.model_copy(update={"data": letter.data.model_copy(update={"original": enclosed})})
    return replace(row, original=box.model_dump_json()), event._replace(value=encode(told))
