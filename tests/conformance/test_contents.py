"""What an id came with first is known to whoever comes with it again, on both stores."""

from __future__ import annotations

import asyncio
from uuid import UUID

from shared.runtime.ports import Store, Writes

from .given import an_id

ONE, TWO, NEW = an_id("one"), an_id("two"), an_id("new")


async def test_the_first_content_stays_with_its_id(store: Store, other: Store) -> None:
    async with store.unit() as unit:
        opened = await unit.open([ONE, TWO], [], {ONE: b"a"})
        assert (opened.unseen, opened.before) == (frozenset({ONE, TWO}), {})
        await unit.commit(Writes())
    async with other.unit() as unit:
        opened = await unit.open([ONE, TWO, NEW], [], {ONE: b"b", TWO: b"c", NEW: b"d"})
        assert (opened.unseen, opened.before) == (frozenset({NEW}), {ONE: b"a"})
        await unit.commit(Writes())
    async with store.unit() as unit:
        assert (await unit.open([ONE, NEW], [], {ONE: b"b", NEW: b"d"})).before == {ONE: b"a", NEW: b"d"}


async def test_what_was_undone_left_no_content(store: Store) -> None:
    async with store.unit() as unit:
        await unit.open([ONE], [], {ONE: b"a"})
    async with store.unit() as unit:
        assert (await unit.open([ONE], [], {ONE: b"b"})).unseen == {ONE}
        await unit.commit(Writes())
    async with store.unit() as unit:
        assert (await unit.open([ONE], [], {ONE: b"a"})).before == {ONE: b"b"}


async def test_who_waits_for_a_claim_hears_of_its_content(store: Store, other: Store) -> None:
    """Two replicas come with one id at the same moment."""
    async with store.unit() as unit:
        await unit.open([ONE], [], {ONE: b"a"})

        async def second() -> dict[UUID, bytes]:
            async with other.unit() as waiting:
                return dict((await waiting.open([ONE], [], {ONE: b"b"})).before)

        asked = asyncio.create_task(second())
        await asyncio.sleep(0)
        await unit.commit(Writes())
    assert await asked == {ONE: b"a"}
