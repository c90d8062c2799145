"""The three services as the simulation runs them: their own machines under a policy pack, and router's fleet.

A month is too short for the default pack's pace to reach many doors, so most runs use a brisker one: the same rules,
shorter waits between texts, and what is over kept for days. There that somebody opted out is confirmed at any hour.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from services.notifier import bootstrap as notifier
from services.router import bootstrap as router
from services.router.core.lookup import RegionLookup
from services.scheduler import bootstrap as scheduler
from shared.contracts.codec import encode
from shared.decision import Row
from shared.policy import Pack, load_pack
from shared.policy.pack import parse_pack
from shared.privacy.keys import MemoryKeys
from shared.runtime.machine import Machine
from shared.runtime.ports import HistoryRow, Loaded, Record, Writes
from shared.runtime.steps.decision_batch import DecisionBatch
from shared.runtime.steps.pending_input import known_by, pending_event
from tests.memory import router as router_memory
from tests.memory import scheduler as scheduler_memory
from tests.memory.notifier import tables as notifier_memory
from tests.memory.notifier.forgetting import applies as forgetting
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.database import MemoryDatabase

from .people import BEGINS, DAYS, MASTER, REGION, fleet_events

SERVICES = ("notifier", "scheduler", "router")
KEPT_DAYS, IDS_DAYS = 34, 31
"""In most runs what is over is kept for so long; as short as a pack may have it, and somewhat longer than ids."""
BRISK = (
    ("repeat_days = { value = 7", "repeat_days = { value = 3"),
    ("silence_days = { value = 7", "silence_days = { value = 2"),
    ("ahead_min_days = { value = 4", "ahead_min_days = { value = 2"),
    ("ahead_max_days = { value = 10", "ahead_max_days = { value = 6"),
    ("confirmation_at_any_hour = { value = false", "confirmation_at_any_hour = { value = true"),
    ("cases_days = { value = 1096", f"cases_days = {{ value = {KEPT_DAYS}"),
    ("ids_days = { value = 45", f"ids_days = {{ value = {IDS_DAYS}"),
    ("strangers_days = { value = 365", f"strangers_days = {{ value = {KEPT_DAYS}"),
    ('name = "default"', 'name = "brisk"'),
    ('version = "default@', 'version = "brisk@'),
)
APPLIES: dict[str, dict[str, Apply]] = {
    "notifier": notifier_memory.APPLIES,
    "scheduler": scheduler_memory.APPLIES,
    "router": router_memory.APPLIES,
}


def applies_of(service: str, database: MemoryDatabase, keys: MemoryKeys) -> dict[str, Apply]:
    """What a service's rows do to its tables, and notifier's to the keys as well."""
    return {**APPLIES[service], **(forgetting(database, keys) if service == "notifier" else {})}


ROW_LOCKS: dict[str, Callable[[Row], str | None]] = {
    "notifier": notifier_memory.row_lock,
    "scheduler": lambda row: None,
    "router": lambda row: None,
}


@cache
def pack(brisk: bool) -> Pack:
    text = (files("shared.policy") / "packs" / "default.toml").read_text(encoding="utf-8")
    for old, new in BRISK if brisk else ():
        assert old in text, old
        text = text.replace(old, new)
    return parse_pack(text, "brisk.toml") if brisk else load_pack("default")


@cache
def machine(service: str, brisk: bool) -> Machine[Any]:
    """Without what it looks things up with: each process brings its own."""
    rules = pack(brisk)
    match service:
        case "notifier":
            return notifier.machine(rules)
        case "scheduler":
            return scheduler.machine(rules, MASTER)
        case _:
            return router.machine(rules)


@dataclass(frozen=True, slots=True)
class Staffed:
    """Router's region after all that the staff system said before the run began."""

    state: Loaded
    history: dict[int, HistoryRow]
    rows: Sequence[Row]


@cache
def staffed(variant: int, brisk: bool, days: int = DAYS) -> Staffed:
    made = machine("router", brisk)
    turn = DecisionBatch(made, MASTER, BEGINS, {}, set(), frozenset(), Writes())
    events = fleet_events(variant, days)
    inputs = [
        pending_event(
            REGION,
            event,
            known_by(event),
            Record("fleet", 0, n, b"", encode(event), BEGINS),
        )
        for n, event in enumerate(events)
    ]
    turn.take(inputs, asyncio.run(_nothing_seen()))
    turn.dump()
    row, *_ = turn.writes.states
    assert row.doc is not None
    loaded = Loaded(row.version, row.doc, row.at)
    return Staffed(loaded, {row.version: row for row in turn.writes.history}, turn.writes.rows)


async def _nothing_seen() -> RegionLookup:
    return RegionLookup({}, {})
