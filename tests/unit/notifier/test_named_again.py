"""Who was forgotten is named again: by the bank, by a database that was restored, in the very moment of forgetting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.notifier.shell.forgetting import forget_again
from shared.contracts.loans import Details, DetailsCorrected
from shared.runtime.ports import Unit
from tests.memory.runtime.store import MemoryStore

from .events import CASE
from .notifier_process import Memory, NotifierProcess, claimed, notifier_process
from .test_forgotten import HASH, everything, forgotten
from .test_whose_number import goes_out


async def test_the_bank_naming_them_again_changes_nothing_and_leaves_no_hash(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        event = await notifier.known()
        await notifier.hear(event)
        await notifier.settle()
        assert await forgotten(notifier) == ""
        later = notifier.clock.at
        again = event.model_copy(update={"id": "again", "time": later})
        details = Details(person=event.data.person)
        corrected = DetailsCorrected(id="c", source="bank", subject=CASE, time=later, data=details)
        fresh = event.model_copy(update={"id": "new-case", "subject": "case-9"})
        await notifier.hear(again, corrected, fresh)
        await notifier.settle()
        assert (await notifier.reasons())[-2:] == ["forgotten-person", "forgotten-person"]
        assert await notifier.reasons("case-9") == ["forgotten-person"]
        assert HASH not in await everything(notifier)
        assert await goes_out(notifier) == 0


async def test_a_new_id_and_key_begin_the_case_anew(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        assert await forgotten(notifier) == ""
        again = await notifier.known(borrower="b77", number=7)
        await notifier.hear(again.model_copy(update={"id": "again", "time": notifier.clock.at}))
        assert (await notifier.reasons())[-2:] == ["overdue-still", "text-allowed"]
        await notifier.settle()
        assert await goes_out(notifier) > 0


async def test_a_new_id_under_an_erased_key_is_still_who_was_forgotten(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        event = await notifier.known()
        await notifier.hear(event)
        await notifier.settle()
        assert await forgotten(notifier) == ""
        person = event.data.person.model_copy(update={"borrower": "b77"})
        renamed = event.model_copy(
            update={"id": "again", "time": notifier.clock.at, "data": event.data.model_copy(update={"person": person})}
        )
        await notifier.hear(renamed)
        assert (await notifier.reasons())[-1] == "forgotten-person"


async def test_a_database_that_was_restored_forgets_again_what_the_topic_names(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        event = await notifier.known()
        await notifier.hear(event)
        await notifier.settle()
        store: Any = notifier.ring._store
        # Nothing here knows that they were forgotten, as in a backup of before; the topic does.
        erased = store.erase("b-b1", "b1") if isinstance(notifier.store, MemoryStore) else store.erase({"b-b1": "b1"})
        if erased is not None:
            await erased
        assert HASH in await everything(notifier)
        assert await forget_again(notifier.store, notifier.clock) == 1
        await notifier.settle()
        assert HASH not in await everything(notifier)
        assert (await notifier.reasons())[-1] == "forgotten-person"
        assert await forget_again(notifier.store, notifier.clock) == 0
        assert await goes_out(notifier) == 0


async def test_who_is_named_while_they_are_forgotten_is_forgotten_again(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        late = await notifier.known(case="case-2")
        assert await forgotten(notifier) == ""
        await in_that_moment(notifier, late)
        assert HASH in await everything(notifier)
        assert await forget_again(notifier.store, notifier.clock) == 1
        await notifier.settle()
        assert (await notifier.reasons("case-2"))[-1] == "forgotten-person"
        assert HASH not in await everything(notifier)


async def in_that_moment(notifier: NotifierProcess, event: Any) -> None:
    """It is decided on by a process that looked, who is forgotten, just before."""
    machine, look_up = notifier.deciding.machine, notifier.deciding.machine.look_up

    async def before(unit: Unit, states: Any, inputs: Any) -> Any:
        return replace(await look_up(unit, states, inputs), forgotten=frozenset())

    desk = notifier.deciding
    notifier.deciding = replace(desk, machine=replace(machine, look_up=before))
    await notifier.hear(event)
    notifier.deciding = desk
