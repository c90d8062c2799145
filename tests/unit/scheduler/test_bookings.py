"""A person with two loans is not visited twice: asked before offering and booking, and refused by the table itself.

Each test runs on PostgreSQL, where an exclusion constraint says so, and in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from services.scheduler.bootstrap import MIGRATIONS, QUERIES, SERVICE, machine
from services.scheduler.core.events_out import ReleaseTime, ReserveTime
from services.scheduler.core.state import STATES, AppointmentState
from services.scheduler.core.visit_values import all_told
from shared.contracts.envelope import Event
from shared.contracts.texts import Meaning
from shared.policy import load_pack
from shared.privacy.master import MasterKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import BadWrite, Conflict, Record, Store, Writes
from shared.runtime.steps.pending_input import PendingInput, known_by, pending_event
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext, transact
from tests.memory.runtime import MemoryClock, MemoryDatabase, MemoryStore, Moment, Process
from tests.memory.scheduler import APPLIES, READS
from tests.own_database import own_database

from .events import BORROWER, NOW, SLOTS, chose, offer_delivered, quoted, reply, requested, window, withdrawn

KEYS = MasterKeys.of(b"k" * 32)
ONE, OTHER = "case-1", "case-2"


@pytest.fixture(scope="module")
def bookings_url(postgres_url: str) -> Iterator[str]:
    """A database with the scheduler's tables; each test empties them."""
    with own_database(postgres_url) as url:
        asyncio.run(migrate(url, SERVICE, MIGRATIONS))
        yield url


@pytest.fixture(params=["memory", "postgres"])
def a_pair(request: pytest.FixtureRequest) -> list[Store]:
    if request.param == "memory":
        database = MemoryDatabase()
        return [MemoryStore(database, Process(by_hand=False), reads=READS, applies=APPLIES) for _ in (1, 2)]
    url = request.getfixturevalue("bookings_url")
    with psycopg.connect(url, autocommit=True) as admin:
        for table in ("bookings", "states", "history", "inbox", "timers", "outbox"):
            admin.execute(f"DELETE FROM scheduler.{table}")
    return [PgStore(url, SERVICE, QUERIES) for _ in (1, 2)]


@pytest.fixture
async def stores(a_pair: list[Store]) -> AsyncIterator[list[Store]]:
    """Two processes' stores of one database."""
    mine = [store for store in a_pair if isinstance(store, PgStore)]
    for store in mine:
        await store.start()
    yield a_pair
    for store in mine:
        await store.close()


def desk(store: Store) -> StepContext:
    clock = MemoryClock(Moment(NOW), Process(by_hand=False))
    return StepContext(machine(load_pack("default"), KEYS), store, clock, KEYS, Relay())


def said(*events: Event) -> list[PendingInput]:
    return [
        pending_event(
            event.subject,
            event,
            known_by(event),
            Record(event.topic, 0, n, b"", b"{}", event.time),
        )
        for n, event in enumerate(events)
    ]


def of(case: str, event: Event) -> Any:
    """The same event, about another case."""
    return event.model_copy(update={"subject": case, "id": f"{event.id}-{case}"})


def offered(case: str) -> list[Event]:
    return [of(case, event) for event in (requested(by="e-gate"), quoted(by="e-quote"), offer_delivered(by="e-sms"))]


async def states(store: Store, *cases: str) -> list[AppointmentState]:
    async with store.unit() as unit:
        opened = await unit.open([], cases)
    assert not opened.parked
    return [STATES.validate_json(opened.states[case].doc) for case in cases]


async def taken(store: Store) -> list[tuple[str, Any]]:
    async with store.unit() as unit:
        rows = await unit.select("busy_times", {"borrowers": [BORROWER]})
    return [(row["aggregate"], row["starts_at"]) for row in rows]


async def test_who_chooses_second_waits(stores: list[Store]) -> None:
    one = desk(stores[0])
    await transact(one, said(*offered(ONE), *offered(OTHER)))
    await transact(one, said(of(ONE, chose(1, by="e-1"))))
    await transact(desk(stores[1]), said(of(OTHER, chose(1, by="e-2"))))
    first, second = await states(stores[0], ONE, OTHER)
    assert (first.stage.kind, second.stage.kind) == ("booking", "held")
    assert await taken(stores[1]) == [(ONE, SLOTS[0].window.start)]


async def test_two_choices_in_one_batch_are_told_apart(stores: list[Store]) -> None:
    """Neither sees the other's booking when it is decided: the table refuses the second, and it is decided anew."""
    one = desk(stores[0])
    await transact(one, said(*offered(ONE), *offered(OTHER)))
    await transact(one, said(of(ONE, chose(1, by="e-1")), of(OTHER, chose(1, by="e-2"))))
    first, second = await states(stores[0], ONE, OTHER)
    assert (first.stage.kind, second.stage.kind) == ("booking", "held")
    assert await taken(stores[0]) == [(ONE, SLOTS[0].window.start)]


async def test_two_choices_in_one_batch_that_are_only_near_each_other_are_told_apart_too(stores: list[Store]) -> None:
    """They don't overlap, so no constraint refuses the second: who looks up sees to it that they are decided apart."""
    one = desk(stores[0])
    other = (requested("v-2", by="o-1"), quoted(visit="v-2", by="o-2"), offer_delivered(visit="v-2", by="o-3"))
    await transact(one, said(*offered(ONE), *(of(OTHER, event) for event in other)))
    second_slot = Meaning(kind="slot", confidence=1, digit=2)
    await transact(one, said(of(ONE, chose(1, by="e-1")), reply(second_slot, visit="v-2", case=OTHER, by="e-2")))
    first, second = await states(stores[0], ONE, OTHER)
    assert (first.stage.kind, second.stage.kind) == ("booking", "held")
    assert await taken(stores[0]) == [(ONE, SLOTS[0].window.start)]


async def test_two_processes_at_once_book_one_after_the_other(stores: list[Store]) -> None:
    await transact(desk(stores[0]), said(*offered(ONE), *offered(OTHER)))
    await asyncio.gather(
        transact(desk(stores[0]), said(of(ONE, chose(1, by="e-1")))),
        transact(desk(stores[1]), said(of(OTHER, chose(1, by="e-2")))),
    )
    kinds = sorted(state.stage.kind for state in await states(stores[0], ONE, OTHER))
    assert kinds == ["booking", "held"]
    assert len(await taken(stores[0])) == 1


async def test_what_is_near_a_visit_is_not_offered_to_the_other_loan(stores: list[Store]) -> None:
    one = desk(stores[0])
    await transact(one, said(*offered(ONE), of(ONE, chose(1, by="e-1"))))
    far = SLOTS[0].window.start + timedelta(days=30)
    later = SLOTS[0].model_copy(update={"window": window(far)})
    await transact(one, said(of(OTHER, requested(by="e-gate")), of(OTHER, quoted([*SLOTS, later], by="e-quote"))))
    (second,) = await states(stores[0], OTHER)
    assert second.stage.kind == "offered"
    assert second.stage.offer is not None
    assert all_told(second.stage.offer.slots) == (later,)


async def test_a_brake_frees_the_time(stores: list[Store]) -> None:
    one = desk(stores[0])
    await transact(one, said(*offered(ONE), *offered(OTHER), of(ONE, chose(1, by="e-1"))))
    await transact(one, said(of(ONE, withdrawn("paid", by="e-brake"))))
    assert await taken(stores[0]) == []
    await transact(one, said(of(OTHER, chose(1, by="e-2"))))
    assert await taken(stores[0]) == [(OTHER, SLOTS[0].window.start)]


async def test_facts_that_came_early_see_what_is_taken_too(stores: list[Store]) -> None:
    one = desk(stores[0])
    await transact(one, said(*offered(ONE), of(ONE, chose(1, by="e-1"))))
    await transact(one, said(of(OTHER, chose(1, by="e-2")), of(OTHER, quoted(SLOTS[:1], by="e-quote"))))
    await transact(one, said(of(OTHER, requested(by="e-gate"))))
    (second,) = await states(stores[0], OTHER)
    assert second.stage.kind == "held"
    assert len(await taken(stores[0])) == 1


def reserve(booking: str, hours: float = 0, borrower: str = BORROWER) -> ReserveTime:
    start = NOW + timedelta(hours=hours)
    return ReserveTime(booking, ONE, borrower, start, start + timedelta(hours=2))


async def commit(store: Store, *rows: ReserveTime | ReleaseTime) -> None:
    async with store.unit() as unit:
        await unit.commit(Writes(rows=list(rows)))


async def test_the_table_itself_refuses_what_overlaps(stores: list[Store]) -> None:
    store = stores[0]
    await commit(store, reserve("a"), reserve("b", 2), reserve("c", borrower="b-2"))
    for hours in (-1.9, 0, 1, 3.9):
        with pytest.raises(Conflict):
            await commit(store, reserve("d", hours))
    with pytest.raises(Conflict):
        await commit(store, reserve("a", 30))
    with pytest.raises(Conflict):
        await commit(store, reserve("d", 50), reserve("e", 51))
    assert len(await taken(store)) == 2


async def test_what_is_released_can_be_taken_in_the_same_commit(stores: list[Store]) -> None:
    await commit(stores[0], reserve("a"))
    await commit(stores[0], ReleaseTime("a"), reserve("b"), ReleaseTime("never-there"))
    assert len(await taken(stores[0])) == 1


async def test_an_empty_window_is_bad_data(stores: list[Store]) -> None:
    with pytest.raises(BadWrite):
        await commit(stores[0], ReserveTime("a", ONE, BORROWER, NOW, NOW))
