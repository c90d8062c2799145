"""What the carrier says is decided on at once; whatever is not as ever is taken in, and decided on where it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from services.notifier.shell.posting import post_texts
from services.notifier.shell.sms import Doubt, MemorySms
from shared.decision import Decision
from shared.runtime.ports import IntakeRow, Parking, Unavailable, Writes
from shared.runtime.steps.at_once import AtOnce
from tests.memory.runtime.store import MemoryStore

from .events import CASE, pays
from .notifier_process import AnsweringCarrier, Memory, NotifierProcess, claimed, many, notifier_process


async def posted(notifier: NotifierProcess, at_once: AtOnce) -> str:
    """The status of the only text after it was posted, before anything else was done."""
    notifier.desk.at_once = at_once
    assert await post_texts(notifier.desk) == 1
    return str((await notifier.text())["status"])


async def taken_in(notifier: NotifierProcess) -> int:
    """How many rows wait to be decided on."""
    if isinstance(notifier.store, MemoryStore):
        return len(notifier.store.database.intake)
    return len(await notifier.rows("SELECT id FROM intake"))


async def test_what_became_of_a_text_is_decided_on_without_being_stored_first(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        assert await posted(notifier, AtOnce(notifier.deciding)) == "accepted"
        assert await taken_in(notifier) == 0
        assert await notifier.published("sent") == 1
        before = await notifier.reasons()
        await notifier.settle()
        assert await notifier.reasons() == before, "and no more comes of it"


async def test_of_many_each_is_decided_on(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Doubt("ReadTimeout")])) as notifier:
        await many(notifier, 5)
        notifier.desk.at_once = AtOnce(notifier.deciding)
        assert await post_texts(notifier.desk) == 5
        assert sorted(row["status"] for row in await notifier.table("texts")) == [*["accepted"] * 4, "uncertain"]


async def test_a_case_that_is_set_aside_hears_of_its_text_when_it_is_mended(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        send = notifier.sms.send

        async def parks(texts: Sequence[Any]) -> Any:
            async with notifier.store.unit() as unit:
                await unit.commit(Writes(parked=[Parking(CASE, notifier.clock.at, "decision-failed", "x")]))
            return await send(texts)

        notifier.desk.sms = AnsweringCarrier(parks)
        assert await posted(notifier, AtOnce(notifier.deciding)) == "posting"
        assert await taken_in(notifier) == 1


@pytest.mark.parametrize("context", [True, False])
async def test_who_has_to_wait_takes_it_in(anywhere: str | Memory, context: bool) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        at_once = AtOnce(notifier.deciding, lambda: True) if context else AtOnce()
        assert await posted(notifier, at_once) == "posting"
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"


async def test_a_decision_that_fails_is_blamed_where_one_sees_it(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)

        class Broken:
            def __getattr__(self, name: str) -> Any:
                return getattr(notifier.deciding.machine.decider, name)

            def step(self, *args: Any) -> Decision[Any]:
                raise RuntimeError("a fault")

        broken: Any = Broken()
        machine = replace(notifier.deciding.machine, decider=broken)
        context = replace(notifier.deciding, machine=machine)
        assert await posted(notifier, AtOnce(context)) == "posting"
        assert await taken_in(notifier) == 1
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"


async def test_when_nobody_knows_whether_it_was_decided_on_it_counts_once(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        at_once = AtOnce(notifier.deciding)
        decided, lost = at_once.decided, True

        class Lost(AtOnce):
            async def decided(self, rows: Sequence[IntakeRow]) -> bool:
                nonlocal lost
                done = await decided(rows)
                if rows and lost:
                    lost = False
                    raise Unavailable("the answer to the commit was lost")
                return done

        with pytest.raises(Unavailable):
            await posted(notifier, Lost())
        assert await post_texts(notifier.desk) == 0
        await notifier.settle()
        assert (await notifier.text())["status"] == "accepted"
        assert (await notifier.reasons()).count("text-accepted") <= 1
        assert await notifier.published("sent") == 1
        assert len(notifier.sms.posts) == 1


async def test_what_the_case_heard_meanwhile_comes_before_it(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        send = notifier.sms.send

        async def pays_meanwhile(texts: Sequence[Any]) -> Any:
            await notifier.hear(pays(0))
            return await send(texts)

        notifier.desk.sms = AnsweringCarrier(pays_meanwhile)
        assert await posted(notifier, AtOnce(notifier.deciding)) == "accepted"
        assert len(notifier.sms.posts) == 1
