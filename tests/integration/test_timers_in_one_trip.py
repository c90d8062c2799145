"""How many round trips to PostgreSQL it takes to have what is due, and all that is known of it."""

from __future__ import annotations

from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Writes
from tests.conformance.given import NOON, state, write

from .pg_proxy import proxy_to

SERVICE = "integration"


async def test_what_is_due_is_locked_and_opened_in_one_round_trip(database_url: str) -> None:
    await migrate(database_url, SERVICE, ("shared.runtime.pg",))
    async with proxy_to(database_url) as (proxy, url):
        store = PgStore(url, SERVICE)
        await store.start()
        await write(store, Writes(states=[state("a")], timers_set={("a", "wake"): NOON}))
        for _ in range(3):
            proxy.trips()
            async with store.unit() as unit:
                due = await unit.due_timers(NOON, 10)
                opened = await unit.open([], [timer.aggregate for timer in due.found])
                trips = proxy.trips()
        await store.close()
    assert opened.states.keys() == {"a"}
    assert trips == 1, "once its statements are prepared"
