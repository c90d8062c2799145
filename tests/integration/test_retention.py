"""Every table of every service has an end or a reason to stay; visits and decisions on regions end too."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest

from services.notifier.shell.retention import TASKS as NOTIFIERS
from services.router.shell.retention import TASKS as ROUTERS
from services.scheduler.shell.retention import TASKS as SCHEDULERS
from shared.contracts.catalogue import TOPICS
from shared.policy import load_pack
from shared.policy.retention import kept_days
from shared.runtime.evidence_folder import write_evidence
from shared.runtime.evidence_writer import EvidenceWriter
from shared.runtime.health import Health
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.retention import PgRetention
from shared.runtime.pg.store import PgStore
from shared.runtime.retention import RetentionTask
from shared.runtime.steps.retention import IDLE_S, WAIT_S_MAX, RetentionRounds
from tests.polling import until
from tests.small_tables import SMALL
from tests.unit.notifier.notifier_process import ManualClock

PACK = load_pack("default")
NOW = datetime.now(UTC)
DAYS = kept_days(PACK.on(NOW.date()))
TASKS: dict[str, tuple[RetentionTask, ...]] = {"notifier": NOTIFIERS, "scheduler": SCHEDULERS, "router": ROUTERS}
WITH_CASES = {"states", "history", "texts", "contacts", "phones", "replies_to_read"}
STAYS = {
    **SMALL,
    "timers": "what waits to happen",
    "suppressions": "a number that must never be texted again is known for ever",
    "duties": "rows of visits that are open, and two days more",
}
"""Tables that do not grow with what is over."""


async def tables(url: str, service: str) -> set[str]:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (service,))
        return {row[0] for row in await found.fetchall()}


async def migrated(url: str, service: str) -> None:
    await migrate(url, service, ("shared.runtime.pg", f"services.{service}.shell"))


async def test_every_table_has_an_end_or_a_reason_to_stay(database_url: str) -> None:
    seen = set[str]()
    for service, tasks in TASKS.items():
        await migrated(database_url, service)
        ended = {task.table for task in tasks} | (WITH_CASES if service != "router" else {"states"})
        found = await tables(database_url, service)
        assert found - ended == found & STAYS.keys(), service
        assert {task.table for task in tasks} <= found
        seen |= found
    assert seen >= STAYS.keys(), "what is no table any more needs no reason"


def test_ids_are_kept_longer_than_any_topic_keeps_a_record() -> None:
    kept_ms = max(topic.keep_ms for topic in TOPICS if topic.keep_ms is not None)
    assert DAYS["ids"] > kept_ms / 86_400_000


@pytest.fixture
async def scheduler(database_url: str) -> AsyncIterator[PgStore]:
    await migrated(database_url, "scheduler")
    store = PgStore(database_url, "scheduler", {})
    await store.start()
    yield store
    await store.close()


@pytest.fixture
async def router(database_url: str) -> AsyncIterator[PgStore]:
    await migrated(database_url, "router")
    store = PgStore(database_url, "router", {})
    await store.start()
    yield store
    await store.close()


HISTORY = (
    "INSERT INTO history SELECT %(of)s, n, %(about)s, %(at)s, 's', 'c', 'r', 'w', '', true, '[]'"
    " FROM generate_series(1, %(versions)s::int4) AS n"
)


async def stands(store: PgStore, of: str, doc: object, days_ago: float, versions: int = 2, about: str = "") -> None:
    """An aggregate whose decisions were all that long ago."""
    params = {"of": of, "about": about or of, "at": NOW - timedelta(days=days_ago), "versions": versions}
    await store.fetch(HISTORY, params)
    await store.fetch(
        "INSERT INTO states (aggregate, version, doc) VALUES (%(of)s, %(versions)s::int4, %(doc)s)",
        params | {"doc": json.dumps(doc).encode()},
    )


def rounds(store: PgStore, service: str, folder: Path | None, only: str = "") -> RetentionRounds:
    """The loop as the service has it, a day from now by nobody's clock."""
    tasks = [task for task in TASKS[service] if not only or task.name == only]
    return RetentionRounds(PgRetention(store, service), ManualClock(NOW), PACK, tasks, folder, Health(service))


async def all_of(loop: RetentionRounds) -> list[float]:
    """One round of all tasks: how long it wants to wait after each turn."""
    waits = [await loop.step()]
    while waits[-1] < IDLE_S:
        waits.append(await loop.step())
    return waits


async def left(store: PgStore, table: str = "states", column: str = "aggregate") -> list[str]:
    return [row["one"] for row in await store.fetch(f"SELECT DISTINCT {column} AS one FROM {table} ORDER BY one", {})]


def records_in(folder: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for file in folder.iterdir() for line in file.read_text("ascii").splitlines()]
    return [row for row in lines if row["kind"] == "record"]


async def test_visits_that_are_long_over_go_and_open_ones_stay(scheduler: PgStore, tmp_path: Path) -> None:
    old = DAYS["cases"] + 1
    for name, kind in (("over", "closed"), ("never", "idle"), ("held", "held"), ("agreed", "agreed")):
        await stands(scheduler, name, {"stage": {"kind": kind}}, old)
    await stands(scheduler, "lately", {"stage": {"kind": "closed"}}, DAYS["cases"] - 1)
    await stands(scheduler, "waits", {"stage": {"kind": "closed"}}, old)
    await scheduler.fetch("INSERT INTO timers VALUES ('waits', 'look', now())", {})
    for name, days in (("past", old), ("recent", DAYS["cases"] - 1)):
        during = {"name": name, "at": NOW - timedelta(days=days)}
        await scheduler.fetch(
            "INSERT INTO bookings VALUES (%(name)s, 'c', %(name)s, tstzrange(%(at)s - interval '2 hours', %(at)s))",
            during,
        )
    await all_of(rounds(scheduler, "scheduler", tmp_path))
    assert await left(scheduler, "bookings", "booking") == ["recent"]
    assert await left(scheduler) == await left(scheduler, "history") == ["agreed", "held", "lately", "waits"]


async def test_a_region_stays_and_its_old_decisions_go(router: PgStore, tmp_path: Path) -> None:
    await stands(router, "porto", {}, DAYS["crews"] + 1, versions=2500, about="case-1")
    await stands(router, "quiet", {}, DAYS["crews"] + 1, versions=3)
    await stands(router, "lately", {}, DAYS["crews"] - 1, versions=2500)
    waits = await all_of(rounds(router, "router", tmp_path))
    assert max(waits[:-1]) <= WAIT_S_MAX
    assert await left(router) == ["lately", "porto", "quiet"]
    kept = await router.fetch(
        "SELECT aggregate, min(version) AS first, count(*)::int4 AS n FROM history GROUP BY 1 ORDER BY 1", {}
    )
    assert [(row["aggregate"], row["first"], row["n"]) for row in kept] == [
        ("lately", 1, 2500), ("porto", 500, 2001), ("quiet", 1, 3)
    ]  # fmt: skip
    told = records_in(tmp_path)
    assert sorted(row["number"] for row in told) == list(range(1, 500))
    assert {row["region"] for row in told} == {"porto"}


async def test_what_waits_for_a_place_for_evidence_is_said_until_it_has_one(scheduler: PgStore, tmp_path: Path) -> None:
    for number in range(300):
        await stands(scheduler, f"case-{number}", {"stage": {"kind": "closed"}}, DAYS["cases"] + 1)
    without = rounds(scheduler, "scheduler", None)
    await all_of(without)
    assert without.health.facts["retention_waits"] == {"cases": 300}
    await all_of(without)
    assert without.health.facts["retention_waits"] == {"cases": 300}, "also while it rests"
    await scheduler.fetch("UPDATE retention_places SET over_at = over_at - interval '2 days'", {})
    given = rounds(scheduler, "scheduler", tmp_path)
    await all_of(given)
    assert given.health.facts["retention_waits"] == {}
    assert await left(scheduler) == []


async def test_a_folder_that_takes_no_file_is_said_and_other_tables_go_on(scheduler: PgStore, tmp_path: Path) -> None:
    await stands(scheduler, "over", {"stage": {"kind": "closed"}}, DAYS["cases"] + 1)
    await scheduler.fetch("INSERT INTO inbox (event_id, at) VALUES (gen_random_uuid(), now() - interval '1 year')", {})
    loop = rounds(scheduler, "scheduler", tmp_path / "gone")
    await all_of(loop)
    assert loop.health.facts["retention_refused"].startswith("DOORSTEP_RETENTION_FOLDER takes no file")
    assert await left(scheduler) == ["over"]
    assert await left(scheduler, "inbox", "event_id::text") == []


async def test_a_folder_that_does_not_answer_holds_up_nothing_but_what_is_to_be_written_there(
    scheduler: PgStore, tmp_path: Path
) -> None:
    await stands(scheduler, "over", {"stage": {"kind": "closed"}}, DAYS["cases"] + 1)
    await scheduler.fetch("INSERT INTO inbox (event_id, at) VALUES (gen_random_uuid(), now() - interval '1 year')", {})
    answers = Event()
    writer = EvidenceWriter(lambda *told: answers.wait() and write_evidence(*told), wait_s=0.1)
    loop = rounds(scheduler, "scheduler", tmp_path)
    loop.store = PgRetention(scheduler, "scheduler", writer)
    await all_of(loop)
    assert loop.health.facts["retention_refused"].startswith("DOORSTEP_RETENTION_FOLDER does not answer")
    assert await left(scheduler, "inbox", "event_id::text") == []
    async with scheduler.unit() as unit:
        assert (await unit.open([], ["over"])).states["over"] is not None, "it can be decided on"
    await all_of(loop)
    assert "still has not taken" in str(loop.health.facts["retention_refused"])
    answers.set()

    async def all_gone() -> bool:
        await all_of(loop)
        return await left(scheduler) == []

    await until(all_gone)


async def test_a_clock_that_runs_ahead_of_the_servers_ends_nothing(scheduler: PgStore, tmp_path: Path) -> None:
    await stands(scheduler, "lately", {"stage": {"kind": "closed"}}, 30)
    loop = rounds(scheduler, "scheduler", tmp_path)
    loop.clock = ManualClock(NOW + timedelta(days=20_000))
    await all_of(loop)
    assert await left(scheduler) == ["lately"]


async def test_a_round_goes_on_where_a_process_that_died_stopped(scheduler: PgStore, tmp_path: Path) -> None:
    for number in range(400):
        await stands(scheduler, f"case-{number:03}", {"stage": {"kind": "closed"}}, DAYS["cases"] + 1)
    await scheduler.fetch("UPDATE states SET doc = doc || convert_to(repeat(' ', 900), 'UTF8')", {})
    first = rounds(scheduler, "scheduler", tmp_path, "cases")
    await first.step()
    gone = 400 - len(await left(scheduler))
    assert 0 < gone < 400
    (place,) = await scheduler.fetch("SELECT block FROM retention_places WHERE task = 'cases'", {})
    assert place["block"] > 0
    await all_of(rounds(scheduler, "scheduler", tmp_path, "cases"))
    assert await left(scheduler) == []
    assert len(records_in(tmp_path)) == 800, "each once"
