"""A service whose clock is not the database's: PostgreSQL's own clock is what it is compared with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.runtime.clock_watch import ClockWatch
from shared.runtime.health import Health
from shared.runtime.pg.hearing import PgHearingStore
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.steps.look_at_clock import look_at_clock

SERVICE = "integration"


class SkewedClock:
    """The machine's clock with `off` added."""

    def __init__(self, off: timedelta) -> None:
        self.off = off

    def now(self) -> datetime:
        return datetime.now(UTC) + self.off

    async def sleep_until(self, at: datetime, at_most_s: float) -> None: ...


async def test_a_clock_that_is_off_is_told_until_it_agrees_with_the_databases(database_url: str) -> None:
    await migrate(database_url, SERVICE, ("shared.runtime.pg",))
    store = PgStore(database_url, SERVICE)
    await store.start()
    health, clock = Health(SERVICE), SkewedClock(timedelta(minutes=3))
    watch, ledger = ClockWatch(clock), PgHearingStore(store)
    await look_at_clock(watch, ledger, health)
    assert watch.wrong()
    assert "ahead of the database's" in health.problems["clock"].sentence
    right = SkewedClock(timedelta(0))
    watch = ClockWatch(right)
    await look_at_clock(watch, ledger, health)
    assert (watch.wrong(), health.problems) == (False, {})
    right.off = timedelta(days=14)
    assert watch.wrong(), "at once, and not at the next comparison"
    right.off = timedelta(0)
    await look_at_clock(watch, ledger, health)
    assert (watch.wrong(), health.problems) == (False, {})
    await store.close()
