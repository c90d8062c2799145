"""Keeps the model: follows topics and states for the generation that pages read, and for the one that is being built.

One process writes at a time. It runs beside the pages, in small batches, and rests after each while it catches up; what
goes wrong is tried again, and pages do without meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta

from aiokafka.errors import KafkaError

from deploy.local.user_error import UserError
from shared.contracts.catalogue import TOPICS
from shared.runtime.logs import logger
from shared.runtime.ports import BadWrite, Conflict, Unavailable
from shared.runtime.refusal import StartRefused
from shared.runtime.trouble_words import KAFKA, in_words, kafka_words

from ..store.tables import ConsoleTables, StoreRow
from ..target import Target
from .generation import following
from .published_states import PublishedStates
from .tables import ModelTables, Overtaken
from .topic_follower import PlacesChanged
from .until_over import unless_over

WAIT_S, QUIET_WAIT_S = 0.5, 3.0
"""Records end the wait; so it is how often states are compared, and looked whether another generation is wanted."""
AGAIN_S = 2.0
LOOK_EVERY_S, TIDY_EVERY_S = 1.0, 10.0
FORGOTTEN_MAX = 2_000
NOBODY = "console"
"""Who asked for the first generation."""
KEPT = timedelta(milliseconds=max(topic.keep_ms for topic in TOPICS)) + timedelta(days=1)
ANOTHER_WRITES = "another process writes the model"
log = logger("console")


class Projector:
    """`trouble` is why nothing is done at the moment, or nothing."""

    def __init__(self, target: Target, database_url: str | Callable[[], str]) -> None:
        self.trouble = "it has not begun yet"
        self._target = target
        self._pool = ConsoleTables(database_url, connections=2)
        self._tables = ModelTables(self._pool)
        self._states = PublishedStates(database_url)
        self._writes = False

    async def run(self, over: asyncio.Event) -> None:
        """Until it is over. It is asked to end, not cancelled: connections that are being made would be left behind."""
        await self._pool.open()
        try:
            while not over.is_set():
                try:
                    if await self._work(over):
                        continue
                except (PlacesChanged, Overtaken, Conflict):
                    self._note("it begins again")
                except (UserError, StartRefused) as error:
                    self._note(error.what)
                except (Unavailable, BadWrite, KafkaError, OSError) as error:
                    self._writes &= not isinstance(error, Unavailable)
                    self._note(_said(error))
                with suppress(TimeoutError):
                    await asyncio.wait_for(over.wait(), AGAIN_S)
        finally:
            await self._close()

    async def _close(self) -> None:
        await self._states.close()
        if self._writes:  # a database that is away would be waited for, and the lease runs out
            with suppress(Unavailable, Conflict, BadWrite):
                await self._tables.give_up()
        await self._pool.close()

    async def _work(self, over: asyncio.Event) -> bool:
        """Until the generations are others than they were. Whether there is more to do at once."""
        self._writes = True  # also where the end comes before the answer: who asked may have it
        taken = await unless_over(over, self._tables.take())
        if not taken:
            self._note(ANOTHER_WRITES)
            return False
        if not _wanted(await self._tables.generations()):
            await self._tables.begin(NOBODY)
        async with AsyncExitStack() as closing:
            rows = await self._tables.generations()
            followed = [
                await closing.enter_async_context(
                    following(
                        row["generation"], row["live_at"] is not None, self._target, self._tables, self._states, over
                    )
                )
                for row in _wanted(rows)
            ]
            self._note("")
            tidy_at = time.monotonic()
            while [each.generation for each in followed] == [row["generation"] for row in _wanted(rows)]:
                looked = time.monotonic()
                while time.monotonic() - looked < LOOK_EVERY_S:
                    if over.is_set():
                        return False
                    wait_s = QUIET_WAIT_S if all(each.is_quiet for each in followed) else WAIT_S
                    for each in followed:
                        await each.step(wait_s / len(followed))
                if time.monotonic() >= tidy_at:
                    tidy_at = time.monotonic() + (TIDY_EVERY_S if await self._tidy(rows) else 0.0)
                rows = await self._tables.generations()
        return True

    async def _tidy(self, rows: list[StoreRow]) -> bool:
        """What no page reads any more goes, some at a time; places go when Kafka's records do. Is nothing left?"""
        live = next((row["generation"] for row in rows if row["live_at"] is not None), None)
        if live is None:
            return True
        dropped = rows[-1]["generation"] >= live or await self._tables.drop_below(live, FORGOTTEN_MAX)
        return await self._tables.forget_places(live, datetime.now(UTC) - KEPT, FORGOTTEN_MAX) and dropped

    def _note(self, trouble: str) -> None:
        if trouble != self.trouble and trouble:
            log.info("console-model-waits", reason=trouble)
        self.trouble = trouble


def _wanted(rows: list[StoreRow]) -> list[StoreRow]:
    """The one that pages read and the newest that is being built, oldest first."""
    live = [row for row in rows if row["live_at"] is not None][:1]
    built = [row for row in rows if row["live_at"] is None][:1]
    return [*live, *built]


def _said(error: Exception) -> str:
    """What the tables say of themselves, and Kafka, in words; of all else the name comes first."""
    if isinstance(error, Unavailable):
        return in_words(str(error))[:200]
    words = kafka_words(error)
    return f"{KAFKA}{words}" if words != type(error).__name__ else f"{words} {error}"[:200]
