"""The read model on real Kafka and PostgreSQL, empty for each test, and records as bank and services send them."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.console.model import generation, projector, topic_follower
from services.console.model.projector import Projector
from services.console.model.reading import ReadModel
from services.console.store.schema import migrate_store
from services.console.store.tables import ConsoleTables
from services.console.target import Target
from tests.polling import until

from ..console_stack import ConsoleStack

GOLDEN = Path("tests/golden")


@dataclass
class ModelStack:
    """`read` is what pages ask."""

    stack: ConsoleStack
    read: ReadModel

    def projector(self) -> Projector:
        return Projector(Target(os.environ, None, None), self.stack.database_url)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Projector]:
        projector, over = self.projector(), asyncio.Event()
        task = asyncio.create_task(projector.run(over))
        try:
            yield projector
        finally:
            over.set()
            await task

    async def live(self, generation: int = 1) -> int:
        """Waits until pages may read that generation, with everything in it that stands in the topics now."""

        async def look() -> int | None:
            state = await self.read.state()
            return state.generation if state.generation >= generation and not state.trouble else None

        found: int = await until(look)
        return found

    def rows(self, generation: int) -> list[dict[str, object]]:
        """Everything that the model says of cases, without where it was written."""
        return self.stack.execute(
            "SELECT case_id, steps, stage, step_at, region, last_type, last_at, state, visit_state, texting_version,"
            " visit_version, since FROM console.model_cases WHERE generation = %(generation)s ORDER BY case_id",
            generation=generation,
        )

    def places(self, generation: int) -> list[dict[str, object]]:
        return self.stack.execute(
            "SELECT id, topic, partition, position, at FROM console.model_places WHERE generation = %(generation)s"
            " ORDER BY id",
            generation=generation,
        )


@pytest.fixture(scope="session")
def with_store(migrated: str) -> str:
    asyncio.run(migrate_store(migrated))
    return migrated


def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks more often than once a second or two whether there is something new."""
    for module, name in (
        (projector, "LOOK_EVERY_S"), (projector, "AGAIN_S"), (projector, "QUIET_WAIT_S"),
        (topic_follower, "LOOK_EVERY_S"), (generation, "SWEEP_EVERY_S"), (generation, "TELL_EVERY_S"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 0.1)


@pytest.fixture
async def model(stack: ConsoleStack, with_store: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ModelStack]:
    hurried(monkeypatch)
    tables = ConsoleTables(with_store, connections=2)
    await tables.open()
    yield ModelStack(stack, ReadModel(tables))
    await tables.close()


def golden(name: str) -> tuple[str, bytes, bytes]:
    """Topic, key and value of a sample: `loans/an-overdue-loan`."""
    topic = name.partition("/")[0]
    value = (GOLDEN / f"{name}.json").read_bytes()
    return topic, json.loads(value)["subject"].encode(), value
