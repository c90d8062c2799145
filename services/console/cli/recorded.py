"""What a command does goes into the trail, with the name of who says that they do it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import typer

from shared.runtime.clock import SystemClock

from ..acts.command_trail import CommandTrail
from ..acts.recording import GAP, Recording, recorded
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
    kept = Recording()
    try:
        async with recorded(CommandTrail(target), SystemClock(), deed) as kept:
            yield kept
    finally:
        if kept.gap:
            typer.echo(GAP, err=True)
