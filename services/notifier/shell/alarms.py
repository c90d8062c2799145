"""Many texts that fail alike raise one alarm for all, and stop posting where they fail after they were taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from services.notifier.core.alarms import LASTS, WINDOW, Lately, alarming, refusal, sentence, stops
from shared.decision import Row
from shared.runtime import metrics
from shared.runtime.ports import Clock, Store, Writes

from .outages import outage_now
from .rows import AlarmOver, GoOn, RaiseAlarm, StopPosting


async def watch_codes(store: Store, clock: Clock, say: Callable[[str | None], None]) -> int:
    """Look at what failed lately; `say` is told what stands in the way, None when nothing does."""
    now = clock.now()
    rows = await store.ask("codes_lately", {"since": now - WINDOW})
    on = {row["code"] for row in await store.ask("alarms_now", {"now": now})}
    failed: dict[int, int] = {}
    late: dict[int, int] = {}
    delivered = 0
    for row in rows:
        if row["code"] is None:
            delivered = row["number"]
            continue
        failed[row["code"]] = failed.get(row["code"], 0) + row["number"]
        if row["late"]:
            late[row["code"]] = row["number"]
    lately = Lately(failed, late, delivered)
    before = frozenset(on)
    raised, over = alarming(lately, on)
    writes: list[Row] = [
        RaiseAlarm(code, now, now + LASTS, failed.get(code, 0), lately.ended) for code in sorted(raised)
    ]
    writes += [AlarmOver(code) for code in sorted(over)]
    on = (on | raised) - over
    outage = await outage_now(store)
    if outage is not None and outage.cause == "receipts" and outage.code not in on:
        writes.append(GoOn(outage.since))
    code = stops(lately, raised)
    if outage is None and code is not None:
        writes.append(StopPosting("receipts", code, now, now + timedelta(minutes=5)))
    if writes:
        async with store.unit() as unit:
            await unit.commit(Writes(rows=writes))
    for begun in raised - before:
        metrics.count("carrier_alarms", code=str(begun))
    worst = max(on, key=lambda each: failed.get(each, 0), default=None)
    say(refusal(lately) if worst is None else sentence(worst, failed.get(worst, 0), lately.ended))
    return 0
