"""Whether posting goes on: what all processes know of the carrier's troubles, and whose turn it is to try."""

from __future__ import annotations

from datetime import datetime, timedelta
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
    return outage_of(rows[0]) if rows else None


async def may_probe(store: Store, clock: Clock, sms: Sms, seen: Outage) -> Outage | None:
    """The outage as it is now, if it is this process's turn and the carrier answers at all. Asking for its list puts no
    text at risk.
    """
    now = clock.now()
    if now < seen.probe_at:
        return None
    async with store.unit() as unit:
        rows = await unit.select("outage_to_probe", {"now": now})
        if not rows:
            return None
        outage = outage_of(rows[0])
        await unit.commit(Writes(rows=[Probed(outage.since, 0, False, now + LEASE)]))
    try:
        await sms.reach()
    except Unreached as error:
        await went(store, clock, outage, good=False, wish_s=error.after_s or 0.0)
        return None
    return outage


async def went(store: Store, clock: Clock, outage: Outage, *, good: bool, wish_s: float = 0.0) -> None:
    """How the probe went: one more good one, and the last of them ends it; or the next waits longer, and at least for
    as long as the carrier wishes.
    """
    if outage.cause == "receipts":  # what it takes says nothing; the alarm ends it (see `alarms`)
        await _add(store, outage, 0, clock.now() + timedelta(seconds=PROBE_S_MAX), failed=True)
    elif not good:
        await _add(store, outage, 0, clock.now() + wait(outage.probes + 1, wish_s), failed=True)
    else:
        await _add(store, outage, 1, clock.now())


async def nothing_waited(store: Store, clock: Clock, outage: Outage) -> None:
    """The carrier answered, and no text was there to try it with: proof where that is the way, and otherwise neither
    good nor bad. Texts that come one at a time would never end an outage if this undid the good ones.
    """
    if outage.is_the_way:
        await went(store, clock, outage, good=True)
    else:
        await _add(store, outage, 0, clock.now() + wait(outage.probes))


async def _add(store: Store, outage: Outage, good: int, next_at: datetime, *, failed: bool = False) -> None:
    async with store.unit() as unit:
        await unit.commit(Writes(rows=[Probed(outage.since, good, failed, next_at)]))
    known = await outage_now(store)
    if known is not None and known.since == outage.since and known.good >= GOOD:
        async with store.unit() as unit:
            await unit.commit(Writes(rows=[GoOn(known.since)]))


async def stop_posting(store: Store, clock: Clock, run: Run) -> Outage | None:
    """Stop for all, if the posts of this process say so."""
    if run.stop is None:
        return None
    (cause, code), now = run.stop, clock.now()
    outage = Outage(cause, code, now, 0, 0, now + wait(0, run.wish_s))
    async with store.unit() as unit:
        await unit.commit(Writes(rows=[StopPosting(cause, code, now, outage.probe_at)]))
    return outage


def outage_of(row: Any) -> Outage:
    return Outage(row["cause"], row["code"], row["since"], row["probes"], row["good"], row["probe_at"])
