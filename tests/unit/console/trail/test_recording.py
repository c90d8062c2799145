"""An intention is written before it is done, whatever comes of it; only a stop waits for nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from deploy.local.user_error import UserError
from services.console.acts.recording import TrailAway, recorded
from services.console.trail.entry import TrailDeed, TrailEntry, TrailOutcome
from shared.evidence.canonical import NOTHING_BEFORE
from shared.runtime.clock import SystemClock
from shared.runtime.ports import Unavailable
from shared.runtime.trouble_words import UNREACHED

ACT, STOP = TrailDeed("ana", "texts-settle", "c-1"), TrailDeed("ana", "switches-stop", "sending all")


@dataclass
class TrailInMemory:
    """`left` more entries can be written."""

    left: int = 100
    trouble: str = "DiskFull 53100"
    entries: list[TrailEntry] = field(default_factory=list)

    async def add(
        self, deed: TrailDeed, outcome: TrailOutcome, at: datetime, *, began: int | None = None, proof: str = ""
    ) -> int:
        await asyncio.sleep(0)
        if self.left == 0:
            raise Unavailable(self.trouble)
        self.left -= 1
        before = self.entries[-1].hash if self.entries else NOTHING_BEFORE
        entry = TrailEntry(len(self.entries) + 1, at, deed, outcome, before, began, proof).sealed()
        self.entries.append(entry)
        return entry.number

    @property
    def told(self) -> list[tuple[str, int | None]]:
        return [(entry.outcome.value, entry.began) for entry in self.entries]


async def done(trail: TrailInMemory, deed: TrailDeed, error: BaseException | None = None) -> list[str]:
    """What was written when it was done."""
    seen: list[str] = []
    async with recorded(trail, SystemClock(), deed):
        seen += [outcome for outcome, _ in trail.told] or ["nothing"]
        if error is not None:
            raise error
    return seen


async def test_it_begins_before_it_is_done_and_ends_afterwards() -> None:
    trail = TrailInMemory()
    assert await done(trail, ACT) == ["began"]
    assert trail.told == [("began", None), ("done", 1)]


@pytest.mark.parametrize(
    ("error", "outcome"), [(UserError("no", ""), "refused"), (RuntimeError(), "unknown"), (OSError(), "unknown")]
)
async def test_what_was_refused_and_what_nobody_knows_are_told_apart(error: Exception, outcome: str) -> None:
    trail = TrailInMemory()
    with pytest.raises(type(error)):
        await done(trail, ACT, error)
    assert trail.told == [("began", None), (outcome, 1)]


async def test_what_is_cut_off_by_who_asked_is_written_to_its_end() -> None:
    trail, inside = TrailInMemory(), asyncio.Event()

    async def act() -> None:
        async with recorded(trail, SystemClock(), ACT):
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(act())
    await inside.wait()
    task.cancel()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    while len(trail.entries) < 2:
        await asyncio.sleep(0)
    assert trail.told == [("began", None), ("unknown", 1)]


async def test_where_nothing_can_be_written_nothing_is_done() -> None:
    trail = TrailInMemory(left=0)
    with pytest.raises(TrailAway) as refused:
        await done(trail, ACT)
    assert "nothing was done" in refused.value.what
    assert "audit trail can't be written" in refused.value.what


@pytest.mark.parametrize("trouble", UNREACHED)
async def test_where_the_database_is_away_that_is_said_and_not_that_its_trail_can_not_be_written(trouble: str) -> None:
    with pytest.raises(TrailAway) as refused:
        await done(TrailInMemory(left=0, trouble=trouble), ACT)
    assert "The database can't be reached, so nothing was done" in refused.value.what
    assert "./doorstep doctor" in refused.value.todo


async def test_a_stop_does_not_wait_and_is_done_all_the_same_with_a_gap_that_is_told() -> None:
    assert await done(TrailInMemory(), STOP) == ["nothing"]
    async with recorded(TrailInMemory(left=0), SystemClock(), STOP) as kept:
        pass
    assert kept.gap


async def test_an_end_that_can_not_be_written_is_told_and_undoes_nothing() -> None:
    trail = TrailInMemory(left=1)
    async with recorded(trail, SystemClock(), ACT) as kept:
        pass
    assert kept.gap
    assert trail.told == [("began", None)]
