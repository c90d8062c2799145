"""The outbox: rows of one aggregate reach the broker in the order decided, whoever publishes them."""

from __future__ import annotations

from shared.runtime.ports import Outgoing, Store, Writes

from .given import look, sent, write
from .store_harness import StoreHarness


def words(rows: list[Outgoing]) -> list[str]:
    return [row.value.decode() for row in rows]


async def test_rows_of_a_living_process_are_its_own(store: Store, other: Store) -> None:
    await write(store, Writes(outbox=[sent("one")]))
    assert await store.adopt_leftovers(10) == []
    assert await other.adopt_leftovers(10) == []


async def test_rows_of_a_dead_process_are_adopted_once_whole_and_in_order(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    rows = [sent(word, aggregate) for word, aggregate in (("3", "b"), ("1", "a"), ("2", "b"), ("0", "a"))]
    await write(store, Writes(outbox=rows[:3]))
    await write(store, Writes(outbox=rows[3:]))
    await harness.kill(store)
    assert await other.adopt_leftovers(10) == rows
    assert await other.adopt_leftovers(10) == []


async def test_adopted_rows_are_the_adopters_until_it_dies_too(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(outbox=[sent("one")]))
    await harness.kill(store)
    assert words(await other.adopt_leftovers(10)) == ["one"]
    third = await harness.store()
    assert await third.adopt_leftovers(10) == []
    await harness.kill(other)
    assert words(await third.adopt_leftovers(10)) == ["one"]


async def test_published_rows_are_forgotten(store: Store, other: Store, harness: StoreHarness) -> None:
    await write(store, Writes(outbox=[sent("one"), sent("two")]))
    await store.published([sent("one").id])
    await store.published([])
    await harness.kill(store)
    assert words(await other.adopt_leftovers(10)) == ["two"]


async def test_leftovers_come_oldest_first_and_a_limited_number_at_a_time(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(outbox=[sent(str(number), f"case-{number % 2}") for number in range(5)]))
    await harness.kill(store)
    assert words(await other.adopt_leftovers(3)) == ["0", "1", "2"]
    # Rows 3 and 4 follow rows that are ours now, and unpublished: they wait, so that nobody overtakes.
    assert await other.adopt_leftovers(3) == []
    await other.published([sent(str(number)).id for number in range(3)])
    assert words(await other.adopt_leftovers(3)) == ["3", "4"]


async def test_an_aggregate_with_rows_of_another_process_is_behind(store: Store, other: Store) -> None:
    await write(store, Writes(outbox=[sent("one", "a")]))
    assert (await look(store, "a", "b")).behind == frozenset()
    assert (await look(other, "a", "b")).behind == {"a"}


async def test_a_row_behind_waits_until_the_older_ones_are_published(store: Store, other: Store) -> None:
    await write(store, Writes(outbox=[sent("one", "a")]))
    await write(other, Writes(outbox=[sent("two", "a"), sent("elsewhere", "b")]))
    assert await other.adopt_leftovers(10) == []
    await store.published([sent("one").id])
    assert words(await other.adopt_leftovers(10)) == ["two"]


async def test_a_row_behind_rows_that_wait_waits_too(store: Store, other: Store) -> None:
    await write(store, Writes(outbox=[sent("one", "a")]))
    await write(other, Writes(outbox=[sent("two", "a")]))
    await write(store, Writes(outbox=[sent("three", "a")]))
    await store.published([sent("one").id])
    assert words(await store.adopt_leftovers(10)) == ["two", "three"]


async def test_rows_of_the_dead_come_before_those_that_waited_behind_them(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(outbox=[sent("one", "a")]))
    await write(other, Writes(outbox=[sent("two", "a")]))
    await harness.kill(store)
    await write(other, Writes(outbox=[sent("three", "a")]))
    assert words(await other.adopt_leftovers(10)) == ["one", "two", "three"]


async def test_a_dead_process_counts_until_its_rows_are_adopted(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await harness.kill(await harness.store())
    await other.adopt_leftovers(10)
    await write(store, Writes(outbox=[sent("one", "a")]))
    await harness.kill(store)
    assert (await look(other, "a")).behind == {"a"}
    await other.adopt_leftovers(10)
    assert (await look(other, "a")).behind == frozenset()


async def test_a_refused_row_waits_with_all_of_its_aggregate_and_others_go_on(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(outbox=[sent("bad", "a"), sent("behind", "a"), sent("fine", "b")]))
    await store.refuse({sent("bad").id: "too-large"}, ["a"])
    assert (await look(store, "a", "b")).behind == {"a"}
    await write(store, Writes(outbox=[sent("later", "a")], behind=frozenset("a")))
    assert await other.adopt_leftovers(10) == []
    await harness.kill(store)
    assert words(await other.adopt_leftovers(10)) == ["fine"]


async def test_a_refused_row_is_tried_again_before_all_that_stands_behind_it(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(outbox=[sent("bad", "a"), sent("behind", "a"), sent("worse", "b")]))
    await store.refuse({sent("bad").id: "topic-missing", sent("worse").id: "too-large"}, ["a", "b"])
    await write(store, Writes(outbox=[sent("later", "a")], behind=frozenset("a")))
    assert await other.try_refused(["topic-denied"]) == 0
    assert await other.try_refused(["topic-missing", "topic-denied"]) == 1
    assert words(await other.adopt_leftovers(10)) == ["bad", "behind", "later"]
    assert (await look(other, "a")).behind == frozenset()
    await other.refuse({sent("bad").id: "topic-missing"}, ["a"])
    assert await other.adopt_leftovers(10) == []
    assert await other.try_refused(["too-large"]) == 1
    assert words(await other.adopt_leftovers(10)) == ["worse"]


async def test_what_is_given_back_without_a_refusal_waits_behind_no_one(store: Store, other: Store) -> None:
    await write(store, Writes(outbox=[sent("one", "a"), sent("two", "b")]))
    await other.refuse({}, ["a", "b"])
    assert await other.adopt_leftovers(10) == []  # they are not its own
    await store.refuse({}, ["a"])
    assert words(await other.adopt_leftovers(10)) == ["one"]
