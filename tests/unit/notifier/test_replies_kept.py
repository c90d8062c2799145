"""Replies that wait for a person are in their table, sealed, and known again: in memory and on a server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from services.notifier.core.inputs import INPUTS, ReplyReceived, ReplySettled
from services.notifier.shell.posting import post_texts
from shared.ids import derive
from shared.runtime.ports import IntakeRow

from .shop import KEYS, PHONE, Shop, shop
from .world import CASE, sealed


@pytest.fixture
async def place(anywhere: Any) -> AsyncIterator[Shop]:
    """A shop whose only borrower has just been texted."""
    async with shop(anywhere) as opened:
        await opened.hear(await opened.known())
        await opened.settle()
        await post_texts(opened.desk)
        await opened.settle()
        yield opened


async def says(place: Shop, sid: str, words: str, media: bool = False) -> None:
    place.later(hours=1)
    row = (await place.table("texts"))[0]
    kid = json.loads(row["phone"])["kid"]
    box = await place.ring.seal(words, kid=kid, of=sid, field="words")
    said = ReplyReceived(sid, KEYS.phone_hash(PHONE), place.clock.at, box)
    if media:
        said = replace(said, media=sealed("media"))
    await takes(place, sid, said)


async def takes(place: Shop, name: str, said: Any) -> None:
    row = IntakeRow(derive("test", name), CASE, place.clock.at, INPUTS.dump_json(said))
    await place.store.take_in([row])
    await place.settle()


async def test_they_are_kept_until_a_person_settles_them(place: Shop) -> None:
    await says(place, "SM1", "the dog bites")
    await says(place, "SM2", "the dog bites")
    await says(place, "SM3", "the cat purrs", media=True)
    assert (await place.reasons())[-1] == "unread-reply"
    rows = sorted(await place.table("replies_to_read"), key=lambda row: row["received_at"])
    assert [(row["sid"], row["why"], row["settled_at"]) for row in rows] == [
        ("SM1", "not-understood", None),
        ("SM3", "picture", None),
    ]
    assert all("dog" not in str(row) and "cat" not in str(row) for row in rows)
    assert await place.ring.open_all({"words": _box(rows[0]["words"])}, "words") == {"words": "the dog bites"}
    assert rows[1]["media"] == sealed("media").model_dump_json()
    said = ReplySettled(rows[1]["id"], "paid", "op-7", rows[1]["received_at"], place.clock.at)
    await takes(place, "settled", said)
    assert (await place.reasons())[-1] == "paid-claimed"


def _box(text: str) -> Any:
    return type(sealed("words")).model_validate_json(text)
