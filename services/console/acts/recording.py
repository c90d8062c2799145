"""What is done goes into the trail: that it begins before it is done, and what came of it afterwards.

Where the trail can't be written nothing is done, but for a stop: harm that goes on is worse than a gap, and the gap is
told to whoever stopped it and logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from deploy.local.user_error import UserError
from shared.runtime.logs import logger
from shared.runtime.ports import Clock, Unavailable
from shared.runtime.trouble_words import UNREACHED

from ..trail.entry import TrailDeed, TrailOutcome

GAP = "The audit trail does not have all of it: its tables could not be written."
STOP = "-stop"
AGAIN = "Only a stop is done all the same. Try again when it answers."
NO_DATABASE = "The database can't be reached, so nothing was done: the audit trail is in it, and comes first."
log = logger("console")


class TrailAway(UserError):
    """It was not done, because nobody could have known of it afterwards."""

    def __init__(self, todo: str = AGAIN, what: str = "The audit trail can't be written, so nothing was done.") -> None:
        super().__init__(what, todo)


class WritesTrail(Protocol):
    """What adds an entry and gives its number. Raises `Unavailable`, or `UserError` with what a person has to do."""

    async def add(
        self, deed: TrailDeed, outcome: TrailOutcome, at: datetime, *, began: int | None = None, proof: str = ""
    ) -> int: ...


@dataclass(slots=True)
class Recording:
    """`gap`: the trail does not have all of it; known afterwards. `proof` is written with what came of it."""

    gap: bool = False
    proof: str = ""


TellsGap = Callable[[TrailDeed, int | None, Exception], None]
"""Which deed, the number of the entry that it began (None: it has none), and what went wrong."""


def logged(deed: TrailDeed, number: int | None, error: Exception) -> None:
    """For a process. Who it was says the entry of this number: people's names are in the trail and in no log."""
    log.warning("trail-gap", what=deed.what, reference=number, error=type(error).__name__)


@asynccontextmanager
async def recorded(
    trail: WritesTrail, clock: Clock, deed: TrailDeed, told: TellsGap = logged
) -> AsyncIterator[Recording]:
    """Around what is done; `clock` is the real one, also where the services' is another. `told` hears of a gap.

    A `UserError` is a refusal; with anything else nobody knows. Raises `TrailAway`.
    """
    recording = Recording()
    beginning = asyncio.create_task(trail.add(deed, TrailOutcome.BEGAN, clock.now()))
    outcome = TrailOutcome.UNKNOWN
    try:
        if not deed.what.endswith(STOP):
            await _begun(beginning)
        yield recording
        outcome = TrailOutcome.DONE
    except TrailAway:
        raise
    except UserError:
        outcome = TrailOutcome.REFUSED
        raise
    finally:
        # To its end, also where whoever asked is gone and what they asked for is cut off.
        await asyncio.shield(asyncio.ensure_future(_ended(trail, clock, deed, outcome, beginning, recording, told)))


async def _begun(beginning: asyncio.Task[int]) -> None:
    try:
        await asyncio.shield(beginning)
    except Unavailable as error:
        if str(error) in UNREACHED:
            raise TrailAway(f"{AGAIN} ./doorstep doctor looks closer.", NO_DATABASE) from None
        raise TrailAway from None
    except UserError as error:
        raise TrailAway(f"{error.what} {error.todo}") from None


async def _ended(
    trail: WritesTrail,
    clock: Clock,
    deed: TrailDeed,
    outcome: TrailOutcome,
    beginning: asyncio.Task[int],
    recording: Recording,
    told: TellsGap,
) -> None:
    """A failed write is told: it can't undo what was done."""
    number = None
    try:
        number = await beginning
        await trail.add(deed, outcome, clock.now(), began=number, proof=recording.proof)
    except (Unavailable, UserError) as error:
        recording.gap = True
        if number is not None or deed.what.endswith(STOP):
            told(deed, number, error)
