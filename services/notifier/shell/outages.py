"""Whether posting goes on: what all processes know of the carrier's troubles, and whose turn it is to try."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.notifier.core.outage import GOOD, PROBE_S_MAX, Outage, Run, wait
from shared.runtime.ports import Clock, Store, Writes

from .rows import GoOn, Probed, StopPosting
from .sms import Sms, Unreached

LEASE = timedelta(seconds=60)
"""Nobody else tries meanwhile: longer than a post takes at the most."""


async def outage_now(store: Store) -> Outage | None:
    async with store.unit() as unit:
        rows = await unit.select("outage_now", {})
    return _outage(rows[0]) if rows else None


async def may_probe(store: Store, clock: Clock, sms: Sms, seen: Outage) -> Outage | None:
    """The outage as it is now, if it is this process's turn and the carrier answers at all; the turn lasts until its
    `probe_at`. Asking for its list puts no text at risk.
    """
    now = clock.now()
    if now < seen.probe_at:
        return None
    async with store.unit() as unit:
        rows = await unit.select("outage_to_probe", {"now": now})
        if not rows:
            return None
        found = _outage(rows[0])
        outage = replace(found, probe_at=now + LEASE)
        lease = Probed(found.since, found.probe_at, found.probes, found.good, outage.probe_at)
        await unit.commit(Writes(rows=[lease]))
    try:
        await sms.reach()
    except Unreached:
        await went(store, clock, outage, good=False)
        return None
    return outage


async def went(store: Store, clock: Clock, outage: Outage, *, good: bool) -> None:
    """How the probe went: one more good one, and the last of them ends it; or the next waits longer."""
    now = clock.now()
    row: Probed | GoOn
    if outage.cause == "receipts":  # what it takes says nothing; the alarm ends it (see `alarms`)
        row = Probed(outage.since, outage.probe_at, outage.probes + 1, 0, now + timedelta(seconds=PROBE_S_MAX))
    elif not good:
        row = Probed(outage.since, outage.probe_at, outage.probes + 1, 0, now + wait(outage.probes + 1))
    elif outage.good + 1 < GOOD:
        row = Probed(outage.since, outage.probe_at, outage.probes, outage.good + 1, now)
    else:
        row = GoOn(outage.since)
    async with store.unit() as unit:
        await unit.commit(Writes(rows=[row]))


async def nothing_waited(store: Store, clock: Clock, outage: Outage) -> None:
    """The carrier answered, and no text was there to try it with: proof where that is the way, and otherwise neither
    good nor bad. Texts that come one at a time would never end an outage if this undid the good ones.
    """
    if outage.is_the_way:
        await went(store, clock, outage, good=True)
        return
    row = Probed(outage.since, outage.probe_at, outage.probes, outage.good, clock.now() + wait(outage.probes))
    async with store.unit() as unit:
        await unit.commit(Writes(rows=[row]))


async def stop_posting(store: Store, clock: Clock, run: Run) -> Outage | None:
    """Stop for all, if the posts of this process say so."""
    if run.stop is None:
        return None
    (cause, code), now = run.stop, clock.now()
    outage = Outage(cause, code, now, 0, 0, now + wait(0))
    async with store.unit() as unit:
        await unit.commit(Writes(rows=[StopPosting(cause, code, now, outage.probe_at)]))
    return outage


def _outage(row: Any) -> Outage:
    return Outage(row["cause"], row["code"], row["since"], row["probes"], row["good"], row["probe_at"])
