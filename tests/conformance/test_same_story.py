"""Whatever two processes do one after the other, PostgreSQL and memory tell the same story of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.decision.replaced import replace
from shared.runtime.held_states import Snapshot
from shared.runtime.ports import BadWrite, Conflict, HeldState, Opened, StateRow, Store, Writes

from .given import an_id, at, dead, history, intake_row, look, parking, queued, sent, switch, write
from .memory_harness import MemoryStoreHarness
from .service.notes import Note
from .store_harness import PgStoreHarness, StoreHarness

AGGREGATES = ("a", "b", "c")
WORDS = tuple("uvwxyz")

name = st.sampled_from(AGGREGATES)
word = st.sampled_from(WORDS)
minute = st.integers(0, 5)
timer = st.tuples(name, st.sampled_from(("wake", "sleep")))


@dataclass(frozen=True)
class Act:
    """What process `who` does: one call of its store, or one whole transaction."""

    who: int
    what: str
    args: tuple[Any, ...] = ()


def acts(what: str, *args: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    return st.builds(Act, st.integers(0, 1), st.just(what), st.tuples(*args))


ACT = st.one_of(
    acts("move", name, st.lists(word, max_size=2), st.lists(word, max_size=2, unique=True), st.booleans()),
    acts("tell_history", st.dictionaries(name, st.integers(0, 4))),
    acts("rewrite", name, word),
    acts("move_as_former", name),
    acts("set_timers", st.dictionaries(timer, minute, max_size=3), st.sets(timer, max_size=2)),
    acts("note", word, name),
    acts("park", name, st.lists(word, max_size=2)),
    acts("ask_replay", name),
    acts("replay", st.integers(1, 2)),
    acts("fire", minute, st.integers(1, 3)),
    acts("tell", st.lists(st.tuples(word, name), max_size=3)),
    acts("hear", st.integers(1, 3)),
    acts("throw", st.booleans(), minute),
    acts("bury", word),
    acts("look", st.lists(word, max_size=2)),
    acts("adopt", st.integers(1, 3)),
    acts("publish", st.lists(word, max_size=2)),
    acts("next_due"),
    acts("restart"),
)


class Story:
    """Plays acts on one side and writes down what was seen."""

    def __init__(self, harness: StoreHarness) -> None:
        self.harness = harness
        self.seen: list[Any] = []
        self._stores: list[Store] = []
        self._held: list[dict[str, HeldState]] = [{}, {}]
        self._marks: dict[UUID | None, int | None] = {None: None}

    async def play(self, story: Sequence[Act]) -> list[Any]:
        self._stores = [await self.harness.store(), await self.harness.store()]
        try:
            for act in story:
                do: Callable[..., Awaitable[Any]] = getattr(self, act.what)
                try:
                    self.seen.append((act, self._told(await do(act.who, *act.args))))
                except (Conflict, BadWrite) as error:
                    self.seen.append((act, type(error).__name__))
                self.seen.append(await self.harness.count())
        finally:
            await self.harness.close()
        return self.seen

    def _told(self, seen: Any) -> Any:
        """With marks as numbers in the order made: they are random."""
        if isinstance(seen, tuple):
            return tuple(map(self._told, seen))
        if not isinstance(seen, Opened):
            return seen
        states = {name: (row, self._marks[row.mark]) for name, row in seen.states.items()}
        told = {name: (replace(row, mark=None), number) for name, (row, number) in states.items()}
        return replace(seen, states={}, held={}), told, {name: held.version for name, held in seen.held.items()}

    async def move(self, who: int, aggregate: str, heard: list[str], said: list[str], whole: bool) -> Any:
        store = self._stores[who]
        async with store.unit() as unit:
            opened = await unit.open([an_id(f"in {one}") for one in heard], [aggregate], held=self._held[who])
            version = opened.states[aggregate].version + 1 if aggregate in opened.states else 1
            doc = ",".join(heard).encode() if whole or version == 1 else None
            mark = await unit.commit(
                Writes(
                    states=[StateRow(aggregate, version - 1, version, doc, at(version) if said else None)],
                    history=[history(aggregate, version)],
                    outbox=[sent(f"{aggregate} {one}", aggregate) for one in said],
                    behind=opened.behind,
                )
            )
        self._marks[mark] = len(self._marks)
        self._held[who][aggregate] = HeldState(version, mark, heard, Snapshot())
        return opened

    async def tell_history(self, who: int, versions: dict[str, int]) -> Any:
        async with self._stores[who].unit() as unit:
            return await unit.changes_after(versions)

    async def rewrite(self, who: int, aggregate: str, words: str) -> Any:
        if aggregate in (opened := await look(self._stores[who], aggregate)).states:
            await self.harness.rewrite(aggregate, words.encode())
        return opened

    async def move_as_former(self, who: int, aggregate: str) -> Any:
        if (row := (opened := await look(self._stores[who], aggregate)).states.get(aggregate)) is not None:
            await self.harness.write_as_former(history(aggregate, row.version + 1), b"former")
        return opened

    async def set_timers(self, who: int, later: dict[tuple[str, str], int], never: set[tuple[str, str]]) -> Any:
        due = {key: at(minutes) for key, minutes in later.items()}
        return await write(self._stores[who], Writes(timers_set=due, timers_cancelled=set(never)))

    async def note(self, who: int, key: str, words: str) -> Any:
        opened = await write(self._stores[who], Writes(rows=[Note(key, words)], dead=[dead(key)]))
        async with self._stores[who].unit() as unit:
            return opened, await unit.select("notes_of", {"key": key})

    async def park(self, who: int, aggregate: str, behind: list[str]) -> Any:
        rows = [queued(f"{aggregate} {one}", aggregate) for one in behind]
        return await write(self._stores[who], Writes(parked=[parking(aggregate)], queued=rows), aggregates=AGGREGATES)

    async def ask_replay(self, who: int, aggregate: str) -> Any:
        if aggregate in (await look(self._stores[who], aggregate)).parked:
            await self.harness.ask_replay(aggregate)

    async def replay(self, who: int, limit: int) -> Any:
        async with self._stores[who].unit() as unit:
            found = await unit.replayable(limit)
            if found is not None:
                aggregate, rows = found
                await unit.open([], [aggregate])
                await unit.commit(Writes(unqueued=[row.inbox for row in rows], unparked=[aggregate]))
        return found

    async def fire(self, who: int, minutes: int, limit: int) -> Any:
        async with self._stores[who].unit() as unit:
            due = await unit.due_timers(at(minutes), limit)
            opened = await unit.open([], [timer.aggregate for timer in due.found])
            await unit.commit(Writes(timers_cancelled={(timer.aggregate, timer.kind) for timer in due.found}))
        return due, opened

    async def tell(self, who: int, rows: list[tuple[str, str]]) -> Any:
        await self._stores[who].take_in([intake_row(one, aggregate) for one, aggregate in rows])

    async def hear(self, who: int, limit: int) -> Any:
        async with self._stores[who].unit() as unit:
            rows = await unit.taken_in(limit)
            await unit.commit(Writes(taken=[row.id for row in rows]))
        return rows

    async def throw(self, who: int, stopped: bool, minutes: int) -> Any:
        return await write(self._stores[who], Writes(switches=[switch(stopped, minutes)]))

    async def bury(self, who: int, one: str) -> Any:
        return await write(self._stores[who], Writes(dead=[dead(one)]))

    async def look(self, who: int, heard: list[str]) -> Any:
        return await look(self._stores[who], *AGGREGATES, inbox=[an_id(f"in {one}") for one in heard])

    async def adopt(self, who: int, limit: int) -> Any:
        return await self._stores[who].adopt_leftovers(limit)

    async def publish(self, who: int, words: list[str]) -> Any:
        await self._stores[who].published([sent(f"{aggregate} {one}").id for one in words for aggregate in AGGREGATES])

    async def next_due(self, who: int) -> Any:
        return await self._stores[who].next_due()

    async def restart(self, who: int) -> Any:
        await self.harness.kill(self._stores[who])
        self._stores[who] = await self.harness.store()
        self._held[who] = {}


@given(st.lists(ACT, min_size=5, max_size=25))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_postgres_and_memory_tell_the_same_story(conformance_url: str, story: list[Act]) -> None:
    async def both() -> None:
        real = await Story(PgStoreHarness(conformance_url)).play(story)
        assert await Story(MemoryStoreHarness()).play(story) == real

    asyncio.run(both())
