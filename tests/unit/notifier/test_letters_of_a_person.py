"""What could not be read is kept under the key of whom it names, and is forgotten with them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from shared.contracts.codec import decode_value, encode
from shared.contracts.dead_letters import DeadLetter
from shared.contracts.values import Sealed
from shared.privacy.cipher import Unreadable, unseal_bytes
from shared.runtime.ports import Record
from shared.runtime.steps.consume import sort_out
from shared.runtime.steps.transact import transact
from shared.runtime.steps.whose import for_their_persons, named_keys
from tests.memory.runtime.store import MemoryStore

from .events import CASE
from .notifier_process import KEYS, Memory, NotifierProcess, claimed, notifier_process
from .test_forgotten import _anew, forgotten

PLAIN = "Zebulon Quartz, +447700900399"


async def refused(notifier: NotifierProcess, value: bytes, key: bytes = CASE.encode()) -> Any:
    """A record that nobody can read; its letter as it is kept."""
    notifier.offsets += 1
    desk = replace(notifier.deciding, ring=notifier.ring)
    record = Record("loans", 0, notifier.offsets, key, value, notifier.clock.at)
    inputs, apart = sort_out(desk, [record], notifier.clock.at)
    apart = await for_their_persons(desk, apart)
    await transact(desk, inputs, apart)
    await notifier.settle()
    return apart.dead[0], apart.events[0]


def broken(event: Any, **more: Any) -> bytes:
    """An overdue event of theirs with their name in clear beside it."""
    document = json.loads(encode(event)) | {"id": "broken"}
    document["data"]["note"] = PLAIN
    document["data"]["amount"] = "much"
    return json.dumps(document | more).encode()


async def opened(notifier: NotifierProcess, box: Sealed) -> bytes:
    keys = await _anew(notifier).keys([box.kid])
    if box.kid not in keys:
        raise Unreadable("gone")
    return unseal_bytes(box.box, keys[box.kid], f"{box.of}|{box.field}")


async def test_a_bad_record_is_kept_under_its_persons_key_in_table_and_topic(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        event = await notifier.known()
        await notifier.hear(event)
        row, sent = await refused(notifier, value := broken(event))
        box = Sealed.model_validate_json(row.original)
        letter = decode_value("dead-letters", sent.value, notifier.clock.at)
        assert isinstance(letter, DeadLetter)
        assert letter.data.original == box
        assert box.kid == "b-b1"
        assert await opened(notifier, box) == value
        with pytest.raises(Unreadable):
            KEYS.look_at(box.box, row.id)
        assert await forgotten(notifier) == ""
        with pytest.raises(Unreadable):
            await opened(notifier, box)


async def test_what_names_them_only_by_their_id_is_theirs_too_if_they_have_a_key(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        value = json.dumps({"subject": CASE, "data": {"person": {"borrower": "b1", "name": PLAIN}}}).encode()
        row, _ = await refused(notifier, value)
        assert Sealed.model_validate_json(row.original).kid == "b-b1"
        unknown, _ = await refused(notifier, value.replace(b'"b1"', b'"b2"'))
        assert KEYS.look_at(unknown.original, unknown.id) == value.replace(b'"b1"', b'"b2"'), "no key is made for it"


async def test_what_names_only_their_case_is_theirs_too(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        value = f'{{"subject": "{CASE}", "note": "{PLAIN}"'.encode()
        row, _ = await refused(notifier, value)
        assert Sealed.model_validate_json(row.original).kid == "b-b1"
        await notifier.hear(await notifier.known(case="case-2", borrower="b2", number=2))
        both, _ = await refused(notifier, value + b', "subject": "case-2"')
        assert KEYS.look_at(both.original, both.id), "one of them would be forgotten with the other"


async def test_what_is_about_their_case_under_the_quarantine_key_is_erased_with_them(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        mine, _ = await refused(notifier, json.dumps({"data": PLAIN}).encode())
        other, _ = await refused(notifier, json.dumps({"subject": "case-9", "data": PLAIN}).encode(), b"case-9")
        assert KEYS.look_at(mine.original, mine.id)
        assert await forgotten(notifier) == ""
        kept = await letters(notifier)
        assert kept[mine.id] == "erased"
        assert kept[other.id] == other.original


async def letters(notifier: NotifierProcess) -> dict[Any, str]:
    if isinstance(notifier.store, MemoryStore):
        return {id: row.original for id, row in notifier.store.database.dead.items()}
    return {row["id"]: row["original"] for row in await notifier.rows("SELECT id, original FROM dead_letters")}


BOX = b'{"kid": "%b", "of": "e", "field": "%b", "box": "AAAA"}'


@pytest.mark.parametrize(
    ("record", "names"),
    [
        (b"", ()),
        (b"\xff\x00{", ()),
        (b'{"phone": ' + BOX % (b"b-1", b"phone") + b', "officer": ' + BOX % (b"o-9", b"officer") + b"}", ("b-1",)),
        (b'{"name": ' + BOX % (b"b-1", b"name"), ("b-1",)),
        (b'"kid":"b-1" "kid":"b-2"', ()),
        (b'"kid":"b-1" "borrower":"1"', ("b-1", "b-1", "1")),
        (b'"borrower":"1","borrower":"2"', ()),
        (b'"borrower": "+447700900399"', ()),
    ],
)
def test_whose_a_record_is_follows_from_one_person_named_in_it(record: bytes, names: tuple[str, ...]) -> None:
    assert named_keys(record) == names
