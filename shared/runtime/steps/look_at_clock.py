"""One comparison of this machine's clock with the database's; `/ready` says what is wrong with it."""

from __future__ import annotations

from shared.runtime.clock_watch import ClockWatch
from shared.runtime.health import Health
from shared.runtime.hearing import HearingStore


async def look_at_clock(watch: ClockWatch, ledger: HearingStore, health: Health) -> int:
    """0, since there is always time until the next look. Raises `Unavailable`."""
    if not watch.on:
        return 0
    watch.compare(await ledger.clock())
    if problem := watch.problem():
        health.down("clock", problem)
    else:
        health.up("clock")
    return 0
