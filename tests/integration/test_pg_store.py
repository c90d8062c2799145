"""What is PostgreSQL's own about the store: round trips, lost answers, a database that is not there or not ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from shared.runtime.former import FormatRange, format_to_store
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.session import SETTINGS
from shared.runtime.pg.store import LANES, PgStore
from shared.runtime.ports import Conflict, Unavailable, Writes
from shared.runtime.refusal import StartRefused
from shared.runtime.steps.relay import Relay, adopt_outbox
from tests.conformance.given import NOON, an_id, history, intake_row, look, sent, state, write
from tests.polling import until

from .pg_proxy import Proxy, proxy_to

SERVICE = "integration"
MIGRATIONS = ("shared.runtime.pg",)


@pytest.fixture
async def through(database_url: str) -> AsyncIterator[tuple[Proxy, PgStore]]:
    """A store behind a proxy."""
    await migrate(database_url, SERVICE, MIGRATIONS)
    async with proxy_to(database_url) as (proxy, url):
        store = PgStore(url, SERVICE)
        await store.start()
        yield proxy, store
        proxy.deaf = False
        await store.close()


async def test_a_transaction_is_two_round_trips(through: tuple[Proxy, PgStore]) -> None:
    proxy, store = through
    trips = []
    for version in (1, 2, 3):
        async with store.unit() as unit:
            await unit.open([an_id(f"in {version}")], ["a"])
            opening = proxy.trips()
            await unit.commit(
                Writes(
                    states=[state("a", version)],
                    history=[history("a", version)],
                    timers_set={("a", "wake"): NOON},
                    outbox=[sent(f"out {version}")],
                )
            )
        trips.append((opening, proxy.trips()))
    assert trips[-1] == (1, 1), "once its statements are prepared"


async def test_single_statements_are_one_round_trip(through: tuple[Proxy, PgStore]) -> None:
    proxy, store = through
    for _ in range(2):
        await store.next_due()
        await store.published([an_id("one")])
        proxy.trips()
    await store.next_due()
    assert proxy.trips() == 1
    await store.published([an_id("one")])
    assert proxy.trips() == 1


async def test_an_idle_look_keeps_the_connection_and_its_prepared_statements(through: tuple[Proxy, PgStore]) -> None:
    proxy, store = through
    for _ in range(3):
        proxy.trips()
        async with store.unit() as unit:
            assert await unit.due_timers(NOON, 10) == ([], None)
    assert proxy.trips() == 2


async def test_beside_the_former_version_a_process_stores_in_the_highest_format_that_is_stored(
    through: tuple[Proxy, PgStore],
) -> None:
    _, store = through
    formats = FormatRange(oldest=2, newest=4)

    async def chosen() -> int:
        return await format_to_store(formats, store, beside_former=True)

    assert (await store.highest_format(), await chosen()) == (None, 2)
    store.format = 3
    await write(store, Writes(states=[state("a")]))
    store.format = 2
    await write(store, Writes(states=[state("b")]))
    assert await chosen() == 3
    store.format = 4
    await store.take_in([intake_row("told", "b")])
    assert await chosen() == 4, "what was taken in is read by the former version too"
    store.format = 5
    await write(store, Writes(states=[state("c")]))
    with pytest.raises(StartRefused, match="states of format 5 are stored"):
        await chosen()
    assert await format_to_store(formats, store, beside_former=False) == 4, "others leave to newer ones what is newer"


async def test_rows_of_a_commit_whose_answer_was_lost_are_leftovers(through: tuple[Proxy, PgStore]) -> None:
    proxy, store = through
    before = store.owner
    async with store.unit() as unit:
        await unit.open([an_id("one")], ["a"])
        proxy.deaf = True
        with pytest.raises(Unavailable):
            await unit.commit(Writes(states=[state("a")], outbox=[sent("x")]))
    proxy.deaf = False
    assert (await look(store, "a", inbox=[an_id("one")])).unseen == frozenset(), "it was written"
    assert store.owner != before
    # The server has yet to notice that the old connections are gone.
    found = await until(lambda: store.adopt_leftovers(10))
    assert [row.value for row in found] == [b"x"]


async def test_a_unit_that_began_before_a_lost_answer_must_look_again(through: tuple[Proxy, PgStore]) -> None:
    _, store = through
    async with store.unit() as unit:
        await unit.open([], ["a"])
        store.in_doubt()
        with pytest.raises(Conflict):
            await unit.commit(Writes(outbox=[sent("behind")]))
    await write(store, Writes(outbox=[sent("behind")]))


async def test_leftovers_adopted_under_a_new_number_stay_with_it_though_a_commit_before_them_was_lost(
    through: tuple[Proxy, PgStore], database_url: str
) -> None:
    _, store = through
    gone, relay = PgStore(database_url, SERVICE), Relay()
    await gone.start()
    await write(gone, Writes(outbox=[sent("left")]))
    number = gone.owner
    await gone.close()
    await _until_nobody_is(database_url, number)
    units = [store.unit() for _ in range(LANES)]
    for unit in units:
        await unit.__aenter__()
    await units[0].open([], ["a"])
    adopting = None
    try:
        with relay.place([sent("in doubt")]):
            adopting = asyncio.create_task(adopt_outbox(relay, store))
            await asyncio.sleep(0)  # it waits for a connection now, its place taken
            await units[0].lane.connection.close()
            await units[0].commit(Writes(outbox=[sent("in doubt")]))
    except Unavailable:
        pass
    assert adopting is not None
    for unit in units:
        await unit.__aexit__()
    assert await adopting == 1
    assert [row.value for row in relay.waiting] == [b"left"]


async def test_units_side_by_side_after_a_lost_answer_share_the_new_owner(through: tuple[Proxy, PgStore]) -> None:
    _, store = through
    store.in_doubt()
    await asyncio.gather(*(look(store, f"case-{number}") for number in range(2 * LANES)))
    first = store.owner
    await look(store, "a")
    assert store.owner == first


async def test_a_lost_connection_is_replaced(through: tuple[Proxy, PgStore]) -> None:
    proxy, store = through
    await look(store, "a")
    proxy.deaf = True
    for _ in range(2):
        with pytest.raises(Unavailable):
            await look(store, "a")
    proxy.deaf = False
    await store.check()
    await write(store, Writes(states=[state("a")]))


async def test_a_database_that_is_not_there_is_unavailable(unused_tcp_port: int) -> None:
    store = PgStore(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/nothing", SERVICE)
    for call in (store.start(), store.check(), store.next_due(), store.take_in([intake_row("one")]), look(store, "a")):
        with pytest.raises(Unavailable):
            await call
    with pytest.raises(Unavailable):
        await migrate(f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/nothing", SERVICE, MIGRATIONS)


async def test_a_database_without_our_schema_is_unavailable_and_blames_no_event(database_url: str) -> None:
    store = PgStore(database_url, "unheard")
    with pytest.raises(Unavailable):
        await store.start()
    await migrate(database_url, SERVICE, MIGRATIONS)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:
        await admin.execute("DROP TABLE integration.history CASCADE")
    store = PgStore(database_url, SERVICE)
    await store.start()
    with pytest.raises(Unavailable, match="UndefinedTable"):
        await write(store, Writes(history=[history()]))
    await store.close()


async def test_a_lock_that_is_never_given_up_is_a_conflict_in_the_end(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50ms")
    await migrate(database_url, SERVICE, MIGRATIONS)
    store = PgStore(database_url, SERVICE)
    await store.start()
    await write(store, Writes(states=[state("a")]))
    async with store.unit() as unit:
        await unit.open([], ["a"])
        with pytest.raises(Conflict):
            await look(store, "a")
        await unit.commit(Writes(states=[state("a", 2)]))
    await store.close()


async def test_a_cancelled_wait_gives_its_connection_back(database_url: str) -> None:
    await migrate(database_url, SERVICE, MIGRATIONS)
    store = PgStore(database_url, SERVICE)
    await store.start()
    await write(store, Writes(states=[state("a")]))
    async with store.unit() as unit:
        await unit.open([], ["a"])
        for _ in range(LANES):
            waiting = asyncio.create_task(look(store, "a", inbox=[an_id("one")]))
            await _until_somebody_waits(database_url)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
    assert (await look(store, "a", inbox=[an_id("one")])).unseen == {an_id("one")}
    await store.close()


async def _until_somebody_waits(url: str) -> None:
    waits = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:

        async def somebody_waits() -> bool:
            return await (await admin.execute(waits)).fetchone() is not None

        await until(somebody_waits, every=0.005)


async def _until_nobody_is(url: str, owner: int) -> None:
    """The server has noticed that the connections of a store that was closed are gone."""
    held = """SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid = %s::int4::oid
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as admin:

        async def nobody_is() -> bool:
            return await (await admin.execute(held, [owner])).fetchone() is None

        await until(nobody_is, every=0.005)


async def test_processes_that_died_are_forgotten_when_nothing_of_theirs_is_left(database_url: str) -> None:
    await migrate(database_url, SERVICE, MIGRATIONS)
    stores = [PgStore(database_url, SERVICE) for _ in range(3)]
    for store in stores:
        await store.start()
    await write(stores[0], Writes(outbox=[sent("x")]))
    await stores[0].close()
    await stores[1].close()
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:

        async def it_is_alone() -> bool:
            await stores[2].adopt_leftovers(10)
            cursor = await admin.execute("SELECT owner FROM integration.processes ORDER BY owner")
            return await cursor.fetchall() == [(stores[2].owner,)]

        await until(it_is_alone)
    await stores[2].close()


async def test_migrations_run_once_also_when_all_start_at_once(database_url: str) -> None:
    services = ("integration", "integration", "other", "other")
    applied = await asyncio.gather(*(migrate(database_url, service, MIGRATIONS) for service in services))
    assert applied[0] + applied[1] == applied[2] + applied[3]
    assert len(set(applied[0] + applied[1])) == len(applied[0] + applied[1]) > 0


async def test_what_is_yet_to_be_published_is_counted_over_all_processes_of_a_service(database_url: str) -> None:
    await migrate(database_url, SERVICE, MIGRATIONS)
    one, other = PgStore(database_url, SERVICE), PgStore(database_url, SERVICE)
    for store, name in ((one, "a"), (other, "b")):
        await store.start()
        async with store.unit() as unit:
            await unit.open([an_id(f"in {name}")], [name])
            await unit.commit(Writes(states=[state(name, 1)], outbox=[sent(f"out {name}")]))
    waiting = [(await store.counts())["outbox_waiting"] for store in (one, other)]
    assert waiting == [2, 2]
    await one.published([an_id("out a")])
    assert await other.counts() == {"outbox_waiting": 1, "parked": 0, "gaps": 0}
    await one.close()
    await other.close()
