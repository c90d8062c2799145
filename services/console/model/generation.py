"""One generation of the model: its topics and its states, a step at a time, before pages may read it and after."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.runtime.logs import logger

from ..target import Target
from .published_states import PublishedStates
from .rests import NEAR, processor_use, rest_s
from .states_follower import SWEEP_EVERY_S, StatesFollower
from .tables import ModelTables
from .topic_follower import TopicFollower
from .until_over import unless_over

TELL_EVERY_S, QUIET_TELL_S = 1.0, 3.0
"""Often enough that the lease on the model is kept, and that nobody calls it old."""
SWEEPING_WAIT_S = 0.02
log = logger("console")


class FollowedGeneration:
    """Built when everything that stood in the topics was read, and after that every state once."""

    def __init__(
        self, topics: TopicFollower, states: StatesFollower, tables: ModelTables, over: asyncio.Event, *, live: bool
    ) -> None:
        self.generation = topics.generation
        self._over = over
        self._topics = topics
        self._states = states
        self._tables = tables
        self._live = live
        self._caught_up_at: float | None = None
        self._swept_at: float | None = None
        self._told_at = float("-inf")

    @property
    def is_quiet(self) -> bool:
        """Is it read by pages, all there is in it, every case compared, and does nothing come?"""
        return self._live and self._topics.is_quiet and not self._states.is_within_a_round

    async def step(self, wait_s: float) -> None:
        """Reads what there is. Waits for records no longer than that, and rests while there are many."""
        began, used = time.monotonic(), processor_use()
        sweeping = not self._live and self._caught_up_at is not None
        batch = await self._topics.read(SWEEPING_WAIT_S if sweeping else wait_s)
        self._caught_up_at = batch.caught_up_at or self._caught_up_at
        if batch.behind < NEAR:  # before that the sweep will read them all
            self._states.named({fact.case for fact in batch.heard.facts})
        await self._states.read()
        if self._live or sweeping:
            self._swept_at = await self._states.sweep(0 if sweeping else SWEEP_EVERY_S) or self._swept_at
        await self._tell(batch.behind)
        if sweeping and self._swept_at is not None and batch.caught_up_at is not None:
            await self._tables.go_live(self.generation)
            self._live = True
            log.info("console-model-built", version=self.generation)
        if batch.behind or sweeping:
            uses = processor_use()
            share = uses.share_waited(used) if uses is not None and used is not None else None
            await unless_over(self._over, asyncio.sleep(rest_s(time.monotonic() - began, batch.behind, share)))

    async def _tell(self, behind: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= (QUIET_TELL_S if self.is_quiet else TELL_EVERY_S):
            self._told_at = now
            await self._tables.worked(
                self.generation, behind=behind,
                caught_up_s=_ago(self._caught_up_at, now), swept_s=_ago(self._swept_at, now),
            )  # fmt: skip


@asynccontextmanager
async def following(
    generation: int, live: bool, target: Target, tables: ModelTables, states: PublishedStates, over: asyncio.Event
) -> AsyncIterator[FollowedGeneration]:
    """Raises `UserError` when Kafka can't be reached. A step that waits for records ends when it is `over`."""
    async with TopicFollower(target, tables, generation, over).following() as topics:
        yield FollowedGeneration(topics, StatesFollower(states, tables, generation), tables, over, live=live)


def _ago(at: float | None, now: float) -> float | None:
    return now - at if at is not None else None
