"""What operators stopped is known to whoever asks a service how it is."""

from __future__ import annotations

from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.stopped_now import stopped_now
from shared.runtime.pg.store import PgStore

THROWN = "INSERT INTO switches VALUES (%(what)s, %(scope)s, %(stopped)s, 'drill', now())"


async def test_the_switches_that_stop_something_are_told_by_what_they_stop(database_url: str) -> None:
    await migrate(database_url, "router", ("shared.runtime.pg", "services.router.shell"))
    store = PgStore(database_url, "router")
    await store.start()
    assert await stopped_now(store) == {}
    for what, scope, stopped in (
        ("sending", "all", True),
        ("sending", "region:porto", False),
        ("visiting", "case:7", True),
    ):
        await store.fetch(THROWN, {"what": what, "scope": scope, "stopped": stopped})
    assert await stopped_now(store) == {"sending": ["all"], "visiting": ["case:7"]}
    await store.close()
