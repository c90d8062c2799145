"""Many dead letters given back, so many a second, by somebody who looks on and may stop it.

Each letter is read again just before: what somebody settled meanwhile is passed over. Whoever stops it, or whatever
does, it can be resumed behind the last letter that is known to have gone.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from deploy.local.user_error import UserError
from shared.privacy.master import MasterKeys

from ..target import Target
from ..views.dead_letters import StoredLetter
from .claims import ActClaims, Taken
from .letters import TIMES_MAX, Deciding, give_record, returned
from .producer import Send, sending

GAVE_BACK = "gave it back"
RunState = Literal["running", "stopped", "done", "failed"]
ReadLetter = Callable[[UUID], Awaitable[tuple[StoredLetter, int] | None]]
"""The letter as it is now, and how often anybody gave it back."""
ReadKeys = Callable[[], Awaitable[MasterKeys]]
"""The keys that open letters, asked for once a run. Raises `UserError`."""


@dataclass(slots=True)
class ReplayRun:
    """`place` is how many of `letters` are dealt with; `left` is why others stay, and how many."""

    id: str
    letters: Sequence[UUID]
    deciding: Deciding
    rate_per_s: int
    about: str
    at: datetime
    place: int = 0
    given_back: int = 0
    left: Counter[str] = field(default_factory=Counter)
    state: RunState = "running"
    trouble: str = ""
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def total(self) -> int:
        return len(self.letters)

    def stop(self) -> None:
        self._stopping.set()

    async def run(self, target: Target, keys: ReadKeys, read: ReadLetter, claims: ActClaims) -> None:
        """From `place` on, to the end or until it is stopped. `state` and `trouble` say what came of it."""
        self.state, self.trouble = "running", ""
        self._stopping.clear()
        try:
            async with sending(target) as send:
                await self._all(target, await keys(), send, read, claims)
            self.state = "done" if self.place == self.total else "stopped"
        except asyncio.CancelledError:
            self.state = "stopped"
            raise
        except UserError as error:
            self.state, self.trouble = "failed", error.what
        except Exception as error:
            self.state, self.trouble = "failed", f"It broke: {type(error).__name__}."

    async def _all(self, target: Target, keys: MasterKeys, send: Send, read: ReadLetter, claims: ActClaims) -> None:
        next_s = time.monotonic()
        while self.place < self.total and not self._stopping.is_set():
            await self._pause(next_s - time.monotonic())
            if self._stopping.is_set():
                return
            next_s = max(next_s, time.monotonic() - 1) + 1 / self.rate_per_s
            why_not = await self._one(target, keys, send, self.letters[self.place], read, claims)
            if why_not:
                self.left[why_not] += 1
            else:
                self.given_back += 1
            self.place += 1

    async def _one(
        self, target: Target, keys: MasterKeys, send: Send, id: UUID, read: ReadLetter, claims: ActClaims
    ) -> str:
        """Why it stays, or nothing where it was given back."""
        found = await read(id)
        if found is None or found[0].state != "open":
            return "settled by somebody else meanwhile"
        letter, times = found
        if times >= TIMES_MAX:
            return f"given back {TIMES_MAX} times already"
        now = target.clock().now()
        record = await asyncio.to_thread(letter.record, keys, now)
        if record.refused:
            return f"would be refused again: {record.refused}"
        by = self.deciding.by
        try:
            with claims.claimed(letter_key(id), by, GAVE_BACK, times_max=TIMES_MAX, failure_counts=True):
                await give_record(send, letter, record, returned(letter, self.deciding, now))
        except Taken as taken:
            return taken.what
        return ""

    async def _pause(self, wait_s: float) -> None:
        if wait_s <= 0:
            await asyncio.sleep(0)
            return
        try:
            await asyncio.wait_for(self._stopping.wait(), wait_s)
        except TimeoutError:
            return


def letter_key(id: UUID) -> tuple[str, UUID]:
    """Under which whoever settles a letter claims it."""
    return "letter", id
