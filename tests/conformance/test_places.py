"""Places move with what was decided, only forward, and never over a database that is older than who moves them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from shared.runtime.places import KeptPlaces, LogPlace, PlaceMove, SkippedRange, life_begun
from shared.runtime.ports import OlderDatabase, Store, Writes

from .given import history, look, sent, state, write
from .store_harness import StoreHarness

LOANS = ("loans", 0)


async def kept(harness: StoreHarness, store: Store) -> KeptPlaces:
    return await harness.places(store).kept()


async def test_a_database_that_is_new_has_no_places_and_lives_its_first_life(
    harness: StoreHarness, store: Store
) -> None:
    assert await kept(harness, store) == KeptPlaces()


async def test_a_place_moves_in_the_transaction_that_decides(harness: StoreHarness, store: Store) -> None:
    await harness.places(store).begin({LOANS: 0})
    await write(store, Writes(states=[state("a")], history=[history("a")], moves=[PlaceMove(*LOANS, 0, 7)]))
    assert (await kept(harness, store)).at == {LOANS: 7}


async def test_what_is_undone_moves_nothing(harness: StoreHarness, store: Store) -> None:
    await harness.places(store).begin({LOANS: 0})
    await look(store, "a")
    async with store.unit() as unit:
        await unit.open([], ["a"])
    assert (await kept(harness, store)).at == {LOANS: 0}


async def test_a_place_only_moves_forward_whoever_comes_late(harness: StoreHarness, store: Store, other: Store) -> None:
    places = harness.places(store)
    await places.begin({LOANS: 3})
    await write(store, Writes(moves=[PlaceMove(*LOANS, 3, 9)]))
    await write(other, Writes(moves=[PlaceMove(*LOANS, 3, 5)]))
    await places.move([PlaceMove(*LOANS, 3, 8)])
    await places.begin({LOANS: 0})
    assert (await kept(harness, store)).at == {LOANS: 9}


async def test_partitions_have_places_of_their_own(harness: StoreHarness, store: Store) -> None:
    await harness.places(store).begin({LOANS: 0, ("loans", 1): 4, ("texts", 0): 2})
    await write(store, Writes(moves=[PlaceMove("texts", 0, 2, 3), PlaceMove("loans", 1, 4, 6)]))
    assert (await kept(harness, store)).at == {LOANS: 0, ("loans", 1): 6, ("texts", 0): 3}


@pytest.mark.parametrize("there", [None, 5], ids=["gone", "behind"])
async def test_a_database_whose_place_is_gone_or_behind_takes_nothing_of_that_batch(
    harness: StoreHarness, store: Store, there: int | None
) -> None:
    if there is not None:
        await harness.places(store).begin({LOANS: there})
    writes = Writes(states=[state("a")], history=[history("a")], moves=[PlaceMove(*LOANS, 6, 9)])
    with pytest.raises(OlderDatabase):
        await write(store, writes)
    with pytest.raises(OlderDatabase):
        await harness.places(store).move([PlaceMove(*LOANS, 6, 9)])
    assert await harness.count() == {}
    assert (await kept(harness, store)).at == ({} if there is None else {LOANS: there})


async def test_published_up_to_where_is_written_with_the_rows_that_are_forgotten(
    harness: StoreHarness, store: Store
) -> None:
    await write(store, Writes(outbox=[sent("one"), sent("two")]))
    await store.published([sent("one").id], {("texts", 1): 8, ("texts", 0): 2})
    await store.published([sent("two").id], {("texts", 1): 6})
    await store.published([])
    assert await harness.published_places() == {("texts", 1): 8, ("texts", 0): 2}
    assert await harness.count() == {}


async def test_the_first_cause_holds_until_a_recovery_and_another_life_has_begun(
    harness: StoreHarness, store: Store
) -> None:
    places = harness.places(store)
    detail = {"places": [{"topic": "loans", "partition": 0, "database": 5, "group": 9}]}
    await places.hold("restored", detail)
    await places.hold("lost", {})
    found = await kept(harness, store)
    assert found.held is not None
    assert (found.held.cause, found.held.detail) == ("restored", detail)
    assert found.life == life_begun(found.held.since, 1)
    await harness.recover()
    again = await kept(harness, store)
    assert (again.held, again.life) == (None, found.life)
    await places.hold("lost", {})
    assert (await kept(harness, store)).life > found.life


async def test_ranges_that_a_recovery_wrote_are_known(harness: StoreHarness, store: Store) -> None:
    ranges: Mapping[LogPlace, tuple[int, int]] = {LOANS: (3, 9)}
    await harness.skip("scheduler", ranges)
    assert list((await kept(harness, store)).skipped) == [SkippedRange("loans", 0, "scheduler", 3, 9)]
