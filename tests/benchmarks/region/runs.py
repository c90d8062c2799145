"""Decisions of one region, measured one by one: in memory, and in full on a real PostgreSQL."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter, thread_time
from typing import Any

import psycopg

from services.router.bootstrap import MIGRATIONS, QUERIES, SERVICE, machine
from services.router.core.day_routes import day_routes, days_of
from services.router.core.published_rows import all_rows
from services.router.core.search import choices, search_space
from services.router.core.state import Assigned, RegionState
from services.router.core.travel import SpeedModel
from services.router.core.visit_site import VisitSite
from services.router.shell.look_up import PlaceOpener
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.policy.pack import load_pack
from shared.privacy.master import MasterKeys
from shared.runtime.machine import as_json
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Record, StateRow, Writes
from shared.runtime.steps.pending_input import known_by, pending_event
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext, transact
from tests.unit.router.events import MONDAY, REGION, departed, made, opened

from .filled_region import DAYS, FilledRegion, duties, label, region_of_size
from .stream import KINDS, stream

WARM = 8
"""Rounds before anything is measured: the region is read, its days become arrays."""


class Now:
    """The clock: everything is said on one Monday."""

    def now(self) -> datetime:
        return MONDAY

    async def sleep_until(self, moment: datetime) -> None:
        raise NotImplementedError


@dataclass
class Figures:
    """Milliseconds by kind, and WAL in KiB for each decision in full; and both of one that writes the document."""

    ms: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    wal_kib: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    search_ms: list[float] = field(default_factory=list)
    document: tuple[float, float] = (0.0, 0.0)

    def of(self, kind: str, share: float) -> float:
        return share_of(self.ms[kind], share)

    def every(self, share: float) -> float:
        """Of all kinds but illness, each as often as the others."""
        return share_of([each for kind in KINDS[:-1] for each in self.ms[kind]], share)


def share_of(values: Iterable[float], share: float) -> float:
    """The value that `share` of them do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class NoOtherRegion:
    """A unit whose tables are empty."""

    async def select(self, query: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        return []


async def in_memory(place: FilledRegion, rounds: int) -> Figures:
    """Processor time of looking up, deciding, folding, and writing what changed as JSON: no tables, no document."""
    clock: Any = Now()
    look, unit, found = PlaceOpener(place.ring(), clock), NoOtherRegion(), Figures()
    regions, looking = machine(load_pack("default")), unit
    state, skipped = place.region, len(list(stream(region_of_size(8, 40), WARM)))
    here: Any = looking
    for number, (kind, event) in enumerate(stream(place, rounds + WARM)):
        began = thread_time()
        lookup = await look(here, {REGION: state}, [(REGION, event)])  # type: ignore[list-item]
        decision, state = regions.step(state, event, MONDAY, frozenset(), lookup)  # type: ignore[arg-type]
        for change in decision.changes:
            as_json(change)
        if number >= skipped:
            found.ms[kind].append((thread_time() - began) * 1e3)
    found.search_ms = await _searches(place, state, look, rounds)
    left = place.visits - rounds - WARM  # one a round is visited
    assert sum(isinstance(visit, Assigned) for visit in state.bookings.values()) > left * 0.8
    return found


async def _searches(place: FilledRegion, state: RegionState, look: PlaceOpener, rounds: int) -> list[float]:
    """Of the search alone, for one window: who can serve it at what cost."""
    unit: Any = NoOtherRegion()
    found: list[float] = []
    for number in range(rounds):
        asked = made(f"s{number}", day=DAYS[number % len(DAYS)], hour=11)
        lookup = await look(unit, {REGION: state}, [(REGION, asked)])
        door = opened(label(place.place()))
        window, site = asked.data.window, VisitSite(door, asked.data.needs, frozenset())
        began = thread_time()
        planned = day_routes(state, days_of((window.start,), window.zone), MONDAY, lookup)
        choices(planned, site, (window,), search_space(planned, site, SpeedModel()))
        found.append((thread_time() - began) * 1e3)
    return found[len(DAYS) :] or found


async def in_full(place: FilledRegion, rounds: int, url: str, snapshot_every: int) -> Figures:
    """Time from the input to the commit, one transaction each: inbox, history, duties, timers, outbox; and the state,
    whose document is written after so many decisions."""
    await migrate(url, SERVICE, MIGRATIONS)
    store, clock, found = PgStore(url, SERVICE, QUERIES), Now(), Figures()
    context: Any = clock
    places = PlaceOpener(place.ring(), context)
    regions = replace(machine(load_pack("default"), places), snapshot_every=snapshot_every)
    desk = StepContext(regions, store, context, MasterKeys.of(b"k" * 32), Relay())
    await store.start()
    try:
        async with store.unit() as unit:
            await unit.open([], [REGION])
            rows = [*duties(place), *all_rows(place.region)]
            await unit.commit(Writes([StateRow(REGION, 0, 1, as_json(place.region), MONDAY)], rows=rows))
        gc.collect()
        skipped = len(list(stream(region_of_size(8, 40), WARM)))
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as watch:
            for number, (kind, event) in enumerate(stream(place, rounds + WARM)):
                pending = _pending(event, number)
                before = await _wal_bytes(watch)
                began = perf_counter()
                await transact(desk, [pending])
                spent = perf_counter() - began
                if number >= skipped:
                    found.ms[kind].append(spent * 1e3)
                    found.wal_kib[kind].append((await _wal_bytes(watch) - before) / 1024)
                desk.relay.waiting.clear()
            whole = replace(desk, machine=replace(regions, snapshot_every=1))
            last = departed(f"b{place.visits // 2}")
            before, began = await _wal_bytes(watch), perf_counter()
            await transact(whole, [_pending(last, number + 1)])
            spent = perf_counter() - began
            found.document = (spent * 1e3, (await _wal_bytes(watch) - before) / 1024)
    finally:
        await store.close()
    return found


def _pending(event: Event, number: int) -> Any:
    record = Record(event.topic, 0, number, REGION.encode(), encode(event), MONDAY)
    return pending_event(REGION, event, known_by(event), record)


async def _wal_bytes(watch: psycopg.AsyncConnection[Any]) -> int:
    cursor = await watch.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
    (found,) = await cursor.fetchone() or (0,)
    return int(found)
