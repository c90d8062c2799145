"""What operators ask: kept once, given out one by one in the order asked, and carried out in one transaction."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

import pytest

from shared.contracts.operations import (
    BacklogSetAside,
    LetterDiscarded,
    LetterReturned,
    Operation,
    QueuedEventDiscarded,
    RefusedDropped,
    RefusedRetried,
    ReplayAsked,
)
from shared.runtime.ports import OperationOutcome, Store, TableOperation, Writes
from shared.runtime.steps.operations import asked_of

from .given import NOON, an_id, at, dead, look, parking, queued, sent, write
from .store_harness import StoreHarness
from .test_aside import queue_of

T = TypeVar("T", bound=Operation)


def operation(kind: type[T], word: str = "one", **about: Any) -> T:
    data = {"by": "ops-7", "why": "a drill"} | about
    return kind.model_validate({"id": word, "source": "console", "subject": "notifier", "time": NOON, "data": data})


def replay(word: str = "one", aggregate: str = "a") -> ReplayAsked:
    return operation(ReplayAsked, word, aggregate=aggregate)


def id_of(asked: Operation) -> UUID:
    return asked_of(asked).id


async def ask(store: Store, *asked: Operation) -> None:
    await write(store, Writes(asked=[asked_of(each) for each in asked]))


async def next_of(store: Store) -> UUID | None:
    """Which is given out; nothing is done with it."""
    async with store.unit() as unit:
        found = await unit.next_operation()
        return found[0] if found is not None else None


async def carry_out(store: Store, asked: TableOperation, refused: str = "") -> bool:
    async with store.unit() as unit:
        assert await unit.next_operation() is not None
        done = await unit.carry_out(asked)
        await unit.commit(Writes(outcomes=[OperationOutcome(id_of(asked), at(1), refused)]))
    return done


async def test_what_was_asked_comes_in_its_order_until_it_is_settled(store: Store, harness: StoreHarness) -> None:
    assert await next_of(store) is None
    await ask(store, replay("one"), replay("two"))
    assert await next_of(store) == id_of(replay("one"))
    await carry_out(store, replay("one"), "it is not parked")
    assert await next_of(store) == id_of(replay("two"))
    await carry_out(store, replay("two"))
    assert await next_of(store) is None
    assert await harness.outcomes() == {id_of(replay("one")): "it is not parked", id_of(replay("two")): ""}


async def test_what_comes_again_is_kept_once_and_not_done_again(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await ask(store, replay())
    await ask(other, replay(), replay())
    await carry_out(store, replay())
    await ask(other, replay())
    assert await next_of(store) is None
    assert await harness.count() == {"operations": 1}


async def test_nobody_goes_past_one_that_another_process_has_in_work(store: Store, other: Store) -> None:
    await ask(store, replay("one"), replay("two"))
    async with store.unit() as unit:
        assert await unit.next_operation() is not None
        assert await next_of(other) is None
    assert await next_of(other) == id_of(replay("one"))


async def test_a_replay_is_asked_for_what_is_parked_and_for_nothing_else(store: Store) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    await ask(store, replay("one"), replay("two", "b"))
    assert await carry_out(store, replay("one"))
    assert not await carry_out(store, replay("two", "b"))
    assert await queue_of(store) == [str(an_id("one"))]


async def test_what_is_undone_was_not_carried_out(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one")]))
    await ask(store, replay())
    async with store.unit() as unit:
        await unit.next_operation()
        assert await unit.carry_out(replay())
    assert await queue_of(store) is None
    assert await harness.outcomes() == {}
    assert await next_of(store) == id_of(replay())


async def test_the_first_event_of_a_queue_can_be_given_up_and_no_other(store: Store, harness: StoreHarness) -> None:
    await write(store, Writes(parked=[parking("a")], queued=[queued("one"), queued("two")]))
    second = operation(QueuedEventDiscarded, "second", aggregate="a", event=an_id("two"))
    first = operation(QueuedEventDiscarded, "first", aggregate="a", event=an_id("one"))
    await ask(store, second, first)
    assert not await carry_out(store, second)
    assert await queue_of(store) is None
    assert await carry_out(store, first)
    assert await queue_of(store) == [str(an_id("two"))]
    assert (await look(store, "a")).parked == {"a"}


async def test_an_open_letter_is_given_up_once_and_given_back_whenever_it_was(store: Store) -> None:
    await write(store, Writes(dead=[dead("one")]))
    first, again = (operation(LetterDiscarded, word, letter=an_id("one")) for word in ("first", "again"))
    back = operation(LetterReturned, "back", letter=an_id("one"), mended=True)
    unknown = operation(LetterReturned, "unknown", letter=an_id("nobody's"))
    asked: tuple[TableOperation, ...] = (first, again, back, unknown)
    await ask(store, *asked)
    assert [await carry_out(store, each) for each in asked] == [True, False, True, False]


async def test_a_backlog_can_always_be_set_aside(store: Store) -> None:
    aside = operation(BacklogSetAside, "aside", topic="loans", partition=1, up_to=9)
    await ask(store, aside)
    assert await carry_out(store, aside)


async def test_a_refused_event_is_tried_again_or_given_up_and_what_is_behind_it_goes_on(
    store: Store, other: Store, harness: StoreHarness
) -> None:
    await write(store, Writes(outbox=[sent("one", "a"), sent("two", "a"), sent("three", "b"), sent("four", "b")]))
    await store.refuse({sent("one").id: "too-large", sent("three").id: "too-large"}, ["a", "b"])
    retried = operation(RefusedRetried, "retried", event=sent("one").id)
    dropped = operation(RefusedDropped, "dropped", event=sent("three").id)
    behind = operation(RefusedDropped, "behind", event=sent("two").id)
    again = operation(RefusedDropped, "again", event=sent("three").id)
    asked: tuple[TableOperation, ...] = (retried, dropped, behind, again)
    await ask(store, *asked)
    assert [await carry_out(store, each) for each in asked] == [True, True, False, False]
    assert [row.value for row in await other.adopt_leftovers(10)] == [b"one", b"two", b"four"]


@pytest.mark.parametrize("text", ["\0", "a\nb"])
def test_what_could_not_be_kept_can_not_be_asked(text: str) -> None:
    with pytest.raises(ValueError, match="why"):
        operation(ReplayAsked, aggregate="a", why=text)
