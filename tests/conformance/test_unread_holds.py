"""What Kafka removed unread from a topic that must be heard keeps a service deaf, until an operator has settled it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.contracts.operations import LetterDiscarded
from shared.runtime.hearing import HeardUpTo
from shared.runtime.ports import DeadRow, Store, Writes

from .given import NOON, dead, look, write
from .store_harness import StoreHarness
from .test_operations import operation


def as_gap(code: str, topic: str = "loans") -> DeadRow:
    return replace(dead("one"), code=code, topic=topic)


@pytest.fixture
async def hearing(store: Store, harness: StoreHarness) -> Store:
    """It must hear `loans`, and has just begun to."""
    await harness.hearing(store).ask(["loans"], timedelta(minutes=5))
    return store


@pytest.mark.parametrize("code", ["removed-unread", "beyond-the-end"])
async def test_it_is_deaf_until_the_letter_is_settled(hearing: Store, harness: StoreHarness, code: str) -> None:
    assert (await look(hearing)).stopped == frozenset()
    await write(hearing, Writes(dead=[as_gap(code)]))
    assert (await look(hearing)).stopped == {f"deaf:loans since {NOON:%Y-%m-%d %H:%M} UTC"}
    assert dict((await harness.hearing(hearing).hear([], {}, NOON)).deaf) == {"loans": NOON}
    async with hearing.unit() as unit:
        assert await unit.carry_out(operation(LetterDiscarded, letter=as_gap(code).id))
        await unit.commit(Writes())
    assert (await look(hearing)).stopped == frozenset()


async def test_a_record_that_can_not_be_read_is_no_such_gap(hearing: Store) -> None:
    await write(hearing, Writes(dead=[dead("one")]))
    assert (await look(hearing)).stopped == frozenset()


async def test_a_topic_that_need_not_be_heard_keeps_nobody_deaf(hearing: Store) -> None:
    await write(hearing, Writes(dead=[as_gap("removed-unread", "fleet")]))
    assert (await look(hearing)).stopped == frozenset()


async def test_what_was_heard_in_another_life_of_the_database_is_not_written_down(
    harness: StoreHarness, store: Store
) -> None:
    before = harness.hearing(store, lambda: 1)
    await before.ask(["loans"], timedelta(minutes=5))
    now = await before.clock()
    await before.hear([], {"loans": 1}, now - timedelta(hours=1))
    await harness.places(store).hold("restored", {})
    life = (await harness.places(store).kept()).life
    since = harness.hearing(store, lambda: life)
    heard = [HeardUpTo("loans", 0, now, False)]
    assert "loans" in (await before.hear(heard, {"loans": 1}, now)).deaf
    assert "loans" not in (await since.hear(heard, {"loans": 1}, now)).deaf
