"""What a command does goes into the trail, with the name of who says that they do it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer

from shared.runtime.clock import SystemClock

from ..acts.command_trail import CommandTrail
from ..acts.recording import Recording, recorded
from ..target import Target
from ..trail.entry import TrailDeed, about_of
from ..typed import reason_trouble


@asynccontextmanager
async def recorded_command(
    target: Target, by: str, what: str, *about: object, why: str | None = None
) -> AsyncIterator[Recording]:
    """Around what is done. Raises `TrailAway` where it can't be written and is no stop."""
    reason = why if why is not None and not reason_trouble(why) else ""
    deed = TrailDeed(by, what, about_of(*about), reason, via="command")
    async with recorded(CommandTrail(target), SystemClock(), deed, _told) as kept:
        yield kept


def _told(deed: TrailDeed, number: int | None, error: Exception) -> None:
    """To whoever typed it: no line of a log."""
    typer.echo(gap_sentence(deed.what, number, error), err=True)


def gap_sentence(what: str, number: int | None, error: Exception) -> str:
    """What the trail has of it, and why not all."""
    known = (
        f"it has that `{what}` began, as entry {number}, and not how it ended"
        if number is not None
        else (f"it knows nothing of this `{what}`")
    )
    return f"The audit trail does not have all of it: {known}. Its tables could not be written ({error})."
