"""In which stage each case is, from what the services publish. Every case is in exactly one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
from psycopg.rows import dict_row

from shared.runtime.pg.queries import load

QUERIES = load("services.sandbox.demo", "stages.sql")
PublishedCase = Mapping[str, Any]
"""A row of `stages.sql`: what one service says of one case."""

ORDER = (
    "paid after a text", "paid before any text", "plan", "opted out", "visit done", "visit missed",
    "visit being arranged", "visit held", "unassigned, with reason", "hardship hold", "dispute", "wrong number",
    "promised", "quiet after a part payment", "held for another reason", "being texted", "closed by the bank",
    "parked", "not reported yet",
)  # fmt: skip
HOLDS = {
    "plan-signed": "plan", "opted-out": "opted out", "wrong-number": "wrong number", "dispute": "dispute",
    "hardship": "hardship hold", "promise": "promised", "paid-claimed": "promised",
    "part-paid": "quiet after a part payment",
}  # fmt: skip
"""Causes of a hold, the weightiest first."""


@dataclass(frozen=True, slots=True)
class StageCounts:
    """`cases` by stage, in the order of a case's life; `dead_letters` and `parked` are for an operator. `examples` are
    cases by the reason of a decision that is worth a look; they are read at the end only.
    """

    cases: dict[str, list[str]]
    dead_letters: int = 0
    parked: int = 0
    examples: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return {stage: len(cases) for stage, cases in self.cases.items()}


def stage_of(texting: PublishedCase | None, visiting: PublishedCase | None) -> str:
    """The stage of a case, from what notifier and scheduler say of it (None where they know nothing yet)."""
    if texting is None or texting["state"] == "unknown":
        return "not reported yet"
    visit = visiting or {"state": "idle"}
    if visit["state"] == "closed" and visit["how"] in ("kept", "missed"):
        return "visit done" if visit["how"] == "kept" else "visit missed"
    if texting["state"] == "closed":
        if texting["closed_for"] != "paid":
            return "closed by the bank"
        return "paid after a text" if texting["texted"] else "paid before any text"
    brakes = set(texting["holds"])
    if "plan-signed" in brakes:
        return "plan"
    if visit["state"] == "held":
        return "unassigned, with reason" if visit["reason"].startswith("unassigned") else "visit held"
    if visit["state"] not in ("idle", "closed"):
        return "visit being arranged"
    if brakes:
        return next((stage for cause, stage in HOLDS.items() if cause in brakes), "held for another reason")
    return "being texted"


def standing(
    cases: int,
    texting: Mapping[str, PublishedCase],
    visiting: Mapping[str, PublishedCase],
    parked: frozenset[str] = frozenset(),
) -> dict[str, list[str]]:
    """Every case of `case-00001` to `cases`, and any that should not be there, under its stage."""
    names = {f"case-{n + 1:05d}" for n in range(cases)} | set(texting)
    found: dict[str, list[str]] = {stage: [] for stage in ORDER}
    for name in sorted(names):
        found["parked" if name in parked else stage_of(texting.get(name), visiting.get(name))].append(name)
    return {stage: members for stage, members in found.items() if members}


class StageReader:
    """Reads the databases; a service whose tables are not there yet has no states."""

    def __init__(self, url: str, cases: int) -> None:
        self._url, self._cases = url, cases
        self._connection: psycopg.AsyncConnection[dict[str, Any]] | None = None

    async def look(self) -> StageCounts:
        try:
            notifier, scheduler, trouble = [await self._rows(name) for name in ("notifier", "scheduler", "trouble")]
        except psycopg.Error:
            return StageCounts(standing(self._cases, {}, {}))
        parked = frozenset(row["case"] for row in (*notifier, *scheduler) if row["parked"])
        cases = standing(self._cases, _by_case(notifier), _by_case(scheduler), parked)
        return StageCounts(cases, **trouble[0])

    async def look_at_the_end(self) -> StageCounts:
        """With examples."""
        found: dict[str, list[str]] = {}
        for row in await self._rows("examples"):
            found.setdefault(row["reason"], []).append(row["case"])
        return replace(await self.look(), examples=found)

    async def _rows(self, name: str) -> list[dict[str, Any]]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url, autocommit=True, row_factory=dict_row, application_name="demo"
            )
        return await (await self._connection.execute(_text(name))).fetchall()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()


def _by_case(rows: list[dict[str, Any]]) -> dict[str, PublishedCase]:
    return {row["case"]: row for row in rows}


def _text(name: str) -> Any:
    return QUERIES[name]
