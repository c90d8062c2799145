"""The model's tables, for who writes them: rows, places and offsets in one transaction, while it is ours to write."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from ..store.tables import ConsoleTables, StoreRow, StoreTransaction
from .fold import CaseFact, CaseRow, project
from .records import EventPlace, RecordsTold
from .steps import stage_of

LEASE = "10 seconds"
"""So long after it was seen last another process leaves it alone."""
TopicPlace = tuple[str, int]
"""A topic of the catalogue and a partition."""


class Overtaken(Exception):
    """Another process writes the model now."""


class ModelTables:
    """`token` is this writer's."""

    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables
        self.token: UUID = uuid4()

    async def take(self) -> bool:
        """Whether we are who writes. Seen anew."""
        return await self._tables.row("take_writing", token=self.token, lease=LEASE) is not None

    async def give_up(self) -> None:
        await self._tables.rows("give_writing_up", token=self.token)

    async def generations(self) -> list[StoreRow]:
        return await self._tables.rows("generations")

    async def begin(self, by: str) -> int | None:
        """A new generation to be built. None where one is being built."""
        row = await self._tables.row("begin_generation", by=by)
        return int(row["generation"]) if row is not None else None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[StoreTransaction]:
        """A transaction that nobody else can write beside. Raises `Overtaken`."""
        async with self._tables.transaction() as transaction:
            if await transaction.row("take_writing", token=self.token, lease=LEASE) is None:
                raise Overtaken
            yield transaction

    async def offsets(self, generation: int) -> dict[TopicPlace, int]:
        rows = await self._tables.rows("offsets", generation=generation)
        return {(row["topic"], row["partition"]): row["next"] for row in rows}

    async def keep(
        self, generation: int, heard: RecordsTold, nexts: Mapping[TopicPlace, int], *, lost: int = 0
    ) -> None:
        """What a batch of records says, with where to go on after it. `lost` were there, and are no more."""
        async with self.writing() as transaction:
            await _keep_rows(transaction, generation, heard.facts)
            await _keep_places(transaction, generation, heard.places)
            if nexts:
                await transaction.rows(
                    "keep_offsets", generation=generation, topics=[topic for topic, _ in nexts],
                    partitions=[partition for _, partition in nexts], nexts=list(nexts.values()),
                )  # fmt: skip
            if lost or heard.refused:
                await transaction.rows("not_taken", generation=generation, lost=lost, refused=heard.refused)

    async def keep_states(self, generation: int, states: Sequence[Mapping[str, Any]]) -> None:
        """What services say of cases: rows of the view query `model_states`."""
        columns = (
            ("cases", "case_id"), ("texting_versions", "texting_version"), ("states", "state"),
            ("closed_fors", "closed_for"), ("visit_versions", "visit_version"), ("visit_states", "visit_state"),
            ("regions", "region"), ("dues", "due_since"),
        )  # fmt: skip
        async with self.writing() as transaction:
            await transaction.rows(
                "keep_states", generation=generation,
                **{param: [row[column] for row in states] for param, column in columns},
            )  # fmt: skip

    async def versions(
        self, generation: int, after: str, upto: str | None, limit: int
    ) -> dict[str, tuple[int | None, int | None]]:
        rows = await self._tables.rows(
            "versions_between", generation=generation, after=after, upto=upto, limit=limit
        )  # fmt: skip
        return {row["case_id"]: (row["texting_version"], row["visit_version"]) for row in rows}

    async def worked(
        self, generation: int, *, behind: int | None,
        caught_up_s: float | None = None, swept_s: float | None = None,
    ) -> None:  # fmt: skip
        """`caught_up_s` and `swept_s` are how long ago that was."""
        async with self.writing() as transaction:
            await transaction.rows(
                "worked", generation=generation, behind=behind, caught_up_s=caught_up_s,
                swept_s=swept_s,
            )  # fmt: skip

    async def go_live(self, generation: int) -> None:
        async with self.writing() as transaction:
            await transaction.rows("go_live", generation=generation)

    async def drop_below(self, generation: int, limit: int) -> bool:
        """A part of what older generations left. Whether nothing of it is left."""
        async with self.writing() as transaction:
            cases = await transaction.rows("drop_cases", below=generation, limit=limit)
            places = await transaction.rows("drop_places", below=generation, limit=limit)
            if cases or places:
                return False
            await transaction.rows("drop_generations", below=generation)
            return True

    async def forget_cases(self, generation: int, cases: Collection[str]) -> None:
        """They were over for so long that no service knows them any more."""
        async with self.writing() as transaction:
            await transaction.rows("forget_cases", generation=generation, cases=list(cases))

    async def forget_places(self, generation: int, before: datetime, limit: int) -> bool:
        """Some of them. Whether none is left."""
        async with self.writing() as transaction:
            gone = await transaction.rows("forget_places", generation=generation, before=before, limit=limit)
        return len(gone) < limit


async def _keep_rows(transaction: StoreTransaction, generation: int, facts: Iterable[CaseFact]) -> None:
    of: dict[str, list[CaseFact]] = {}
    for fact in facts:
        of.setdefault(fact.case, []).append(fact)
    if not of:
        return
    known = {
        row["case_id"]: _row(row) for row in await transaction.rows("rows_of", generation=generation, cases=list(of))
    }
    changed = []
    for case, theirs in sorted(of.items()):
        before = known.get(case, CaseRow(case))
        after = before
        for fact in theirs:
            after = project(after, fact)
        if after is not before:
            changed.append(after)
    if changed:
        stages = [stage_of(row.steps) for row in changed]
        await transaction.rows(
            "keep_rows", generation=generation, cases=[row.case for row in changed],
            steps=[json.dumps({step: at.isoformat() for step, at in row.steps.items()}) for row in changed],
            stages=[stage for stage, _ in stages], step_ats=[at for _, at in stages],
            regions=[row.region[1] if row.region else None for row in changed],
            region_ats=[row.region[0] if row.region else None for row in changed],
            last_types=[row.last[1] if row.last else None for row in changed],
            last_ats=[row.last[0] if row.last else None for row in changed],
        )  # fmt: skip


async def _keep_places(transaction: StoreTransaction, generation: int, places: Mapping[UUID, EventPlace]) -> None:
    if places:
        kept = list(places.values())
        await transaction.rows(
            "keep_places", generation=generation, ids=list(places), topics=[each.topic for each in kept],
            partitions=[each.partition for each in kept], positions=[each.position for each in kept],
            ats=[each.at for each in kept],
        )  # fmt: skip


def _row(row: StoreRow) -> CaseRow:
    return CaseRow(
        row["case_id"],
        {step: datetime.fromisoformat(at) for step, at in row["steps"].items()},
        (row["region_told_at"], row["region_told"]) if row["region_told"] is not None else None,
        (row["last_at"], row["last_type"]) if row["last_type"] is not None else None,
    )
