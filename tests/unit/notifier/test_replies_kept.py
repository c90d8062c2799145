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

from .events import CASE, sealed
from .notifier_process import KEYS, PHONE, NotifierProcess, notifier_process


@pytest.fixture
async def notifier(anywhere: Any) -> AsyncIterator[NotifierProcess]:
    """A process whose only borrower has just been texted."""
    async with notifier_process(anywhere) as opened:
        await opened.hear(await opened.known())
        await opened.settle()
        await post_texts(opened.desk)
        await opened.settle()
        yield opened


async def says(notifier: NotifierProcess, sid: str, words: str, media: bool = False) -> None:
    notifier.later(hours=1)
    row = (await notifier.table("texts"))[0]
    kid = json.loads(row["phone"])["kid"]
    box = await notifier.ring.seal(words, kid=kid, of=sid, field="words")
    said = ReplyReceived(sid, KEYS.phone_hash(PHONE), notifier.clock.at, box)
    if media:
        said = replace(said, media=sealed("media"))
    await takes(notifier, sid, said)


async def takes(notifier: NotifierProcess, name: str, said: Any) -> None:
    row = IntakeRow(derive("test", name), CASE, notifier.clock.at, INPUTS.dump_json(said))
    await notifier.store.take_in([row])
    await notifier.settle()


async def test_they_are_kept_until_a_person_settles_them(notifier: NotifierProcess) -> None:
    await says(notifier, "SM1", "the dog bites")
    await says(notifier, "SM2", "the dog bites")
    await says(notifier, "SM3", "the cat purrs", media=True)
    assert (await notifier.reasons())[-1] == "unread-reply"
    rows = sorted(await notifier.table("replies_to_read"), key=lambda row: row["received_at"])
    assert [(row["sid"], row["why"], row["settled_at"]) for row in rows] == [
        ("SM1", "not-understood", None),
        ("SM3", "picture", None),
    ]
    assert all("dog" not in str(row) and "cat" not in str(row) for row in rows)
    assert await notifier.ring.open_all({"words": _box(rows[0]["words"])}, "words") == {"words": "the dog bites"}
    assert rows[1]["media"] == sealed("media").model_dump_json()
    said = ReplySettled(rows[1]["id"], "paid", "op-7", rows[1]["received_at"], notifier.clock.at)
    await takes(notifier, "settled", said)
    assert (await notifier.reasons())[-1] == "paid-claimed"


def _box(text: str) -> Any:
    return type(sealed("words")).model_validate_json(text)
