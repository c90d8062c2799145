"""A text is read with the key under which it is sealed; what was forgotten stays shut."""

from __future__ import annotations

from services.notifier.core.lost_texts import COUNTS_FOR
from services.notifier.shell.worded import ClaimedText, worded
from shared.privacy.keys import KeyRing, MemoryKeys

from .events import NOW
from .notifier_process import KEYS, PHONE, Memory, NotifierProcess, claimed, notifier_process

LOOK = {"now": NOW, "unsaid": [], "lost": NOW - COUNTS_FOR, "limit": 10, "probing": False}


async def to_post(notifier: NotifierProcess) -> ClaimedText:
    """The only text that may be posted. From now on no key is known but what comes with it."""
    async with notifier.store.unit() as unit:
        (row,) = await unit.select("texts_to_post", LOOK)
    text, notifier.desk.ring = ClaimedText.of(row), KeyRing(MemoryKeys(), KEYS.wrap)
    if text.wrapped is not None:
        notifier.desk.ring.learn({text.phone.kid: text.wrapped})
    return text


async def test_a_text_comes_with_its_key(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        text = await to_post(notifier)
        (said,) = await worded(notifier.desk, [text])
        assert said.to == PHONE
        assert "Ana Reis" in said.body


async def test_a_key_that_was_forgotten_does_not_come(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        await notifier.ring.forget("b-b1")
        text = await to_post(notifier)
        assert text.wrapped is None
        assert [said.to for said in await worded(notifier.desk, [text])] == [None]
