"""What the model says of cases is what the services' views say, once it has caught up."""

from __future__ import annotations

import asyncio
import json
from random import Random

import psycopg

from services.console.model.reading import CaseFilter
from tests.polling import until

from .conftest import ModelStack
from .test_public_bug_reports import numbered

CASES = 300
TEXTING = ("unknown", "texting", "visiting", "held", "closed")
VISITING = ("idle", "asking", "offered", "booking", "agreed", "in-doubt", "permitted", "held", "closed")


def changed(model: ModelStack, chance: Random, version: int, share: float) -> None:
    """Some cases go on in one service or in both, some are forgotten; no event tells of it."""
    with psycopg.connect(model.stack.database_url, autocommit=True) as connection:
        for number in range(CASES):
            if chance.random() > share:
                continue
            case = f"case-{number}"
            if chance.random() < 0.05 and version > 1:
                connection.execute("DELETE FROM notifier.states WHERE aggregate = %s", (case,))
                continue
            texting = {"kind": chance.choice(TEXTING), "loan": {"person": {"region": f"region-{number % 3}"}}}
            visiting = {"stage": {"kind": chance.choice(VISITING)}}
            keep = (
                " (aggregate, version, doc) VALUES (%s, %s, %s)"
                " ON CONFLICT (aggregate) DO UPDATE SET version = EXCLUDED.version, doc = EXCLUDED.doc"
            )
            connection.execute(f"INSERT INTO notifier.states{keep}".encode(), (case, version, _doc(texting)))
            if chance.random() < 0.5:
                connection.execute(f"INSERT INTO scheduler.states{keep}".encode(), (case, version, _doc(visiting)))


def _doc(document: object) -> bytes:
    return json.dumps(document).encode()


def by_views(model: ModelStack) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, rows in (
        ("states", model.stack.execute("SELECT state AS word, count(*) FROM notifier_published.cases GROUP BY 1")),
        (
            "visits",
            model.stack.execute(
                "SELECT s.state AS word, count(*) FROM scheduler_published.cases s JOIN notifier_published.cases n"
                " USING (case_id) GROUP BY 1"
            ),
        ),
        (
            "regions",
            model.stack.execute(
                "SELECT region AS word, count(*) FROM notifier_published.cases WHERE region IS NOT NULL GROUP BY 1"
            ),
        ),
    ):
        found[name] = {str(row["word"]): int(row["count"]) for row in rows}
    return found


async def test_counts_and_lists_are_those_of_the_views(model: ModelStack) -> None:
    chance = Random(12)
    changed(model, chance, 1, 1.0)
    await asyncio.to_thread(model.stack.publish, [numbered(number) for number in range(0, CASES, 2)])
    async with model.running():
        generation = await model.live()
        for version in (2, 3):
            changed(model, chance, version, 0.4)
            await asyncio.to_thread(model.stack.publish, [numbered(number) for number in range(0, CASES, 7)])

            async def agrees() -> bool:
                counts = await model.read.counts(generation)
                # A case of which an event told more than its service knows yet has its region from that event.
                said = {"states": counts.states, "visits": counts.visits}
                views = by_views(model)
                return said == {"states": views["states"], "visits": views["visits"]}

            await until(agrees)
        for state in TEXTING:
            expected = model.stack.execute(
                "SELECT case_id FROM notifier_published.cases WHERE state = %(state)s", state=state
            )
            found = await model.read.found(generation, CaseFilter(state=state), CASES)
            assert {row["case_id"] for row in found} == {row["case_id"] for row in expected}


async def test_a_case_that_no_service_knows_any_more_is_no_row_of_the_model(model: ModelStack) -> None:
    changed(model, Random(5), 1, 1.0)
    async with model.running():
        generation = await model.live()
        assert len(model.rows(generation)) == CASES
        for service in ("notifier", "scheduler"):
            model.stack.execute(f"DELETE FROM {service}.states WHERE aggregate <> 'case-7' RETURNING 1")

        async def alone() -> bool:
            return [row["case_id"] for row in model.rows(generation)] == ["case-7"]

        await until(alone)


async def test_pages_of_a_list_hold_every_case_once_and_oldest_first(model: ModelStack) -> None:
    changed(model, Random(3), 1, 1.0)
    await asyncio.to_thread(model.stack.publish, [numbered(number) for number in range(0, CASES, 3)])
    async with model.running():
        generation = await model.live()
    rows, after = [], None
    while found := await model.read.found(generation, CaseFilter(after=after), 17):
        rows += found
        after = (found[-1]["since"], found[-1]["case_id"])
    assert [row["case_id"] for row in rows] == [
        row["case_id"] for row in sorted(rows, key=lambda row: (row["since"], row["case_id"]))
    ]
    assert len({row["case_id"] for row in rows}) == len(rows) == CASES
    assert {row["case_id"] for row in await model.read.found(generation, CaseFilter(open=True), CASES)} == {
        row["case_id"] for row in model.stack.execute(
            "SELECT case_id FROM notifier_published.cases WHERE state <> 'closed'")
    }  # fmt: skip
    part = await model.read.found(generation, CaseFilter(part="se-29"), CASES)
    assert {row["case_id"] for row in part} == {"case-29", *(f"case-29{digit}" for digit in range(10))}
    region = await model.read.found(generation, CaseFilter(region="region-1", state="held"), CASES)
    expected = model.stack.execute(
        "SELECT case_id FROM notifier_published.cases WHERE region = 'region-1' AND state = 'held'"
    )
    assert {row["case_id"] for row in region} == {row["case_id"] for row in expected}
