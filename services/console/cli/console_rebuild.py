"""`./doorstep console rebuild`: the read model anew, from zero, while pages go on reading the old one.

The command only asks, and shows how far it is: the console's process does it. So it may be stopped at any time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.live import Live

from deploy.local.user_error import UserError
from shared.decision.figures import doing
from shared.runtime.ports import Conflict

from ..model.tables import ModelTables
from ..target import Target, find
from . import output
from .console_tables import tables_of
from .operators import By, operator
from .recorded import recorded_command

LOOK_S = 0.5
NOBODY_AFTER = timedelta(seconds=10)


def rebuild(
    by: By = None, wait: Annotated[bool, typer.Option(help="Show how far it is until pages read it.")] = True
) -> None:
    """Make the console's read model anew from the topics, beside the old one, which pages read until then.

    Stopping this command stops nothing: the console's process does the work, and goes on after a restart.
    """
    asyncio.run(_rebuild(find(), operator(by), wait))


async def _rebuild(target: Target, by: str, wait: bool) -> None:
    console = output.console()
    try:
        async with tables_of(target) as tables:
            model = ModelTables(tables)
            async with recorded_command(target, by, "console-rebuild"):
                generation = await model.begin(by)
            if generation is None:
                built = next((row for row in await model.generations() if row["live_at"] is None), None)
                if built is None:
                    raise Conflict
                generation = built["generation"]
                console.print(f"It is being made anew already: {built['asked_by']} asked.", markup=False)
            else:
                console.print("Asked for. Pages read the old one until the new one has caught up.", markup=False)
            if wait:
                await _watch(model, generation)
    except Conflict:
        raise UserError("Somebody else asked at this moment.", "Try again to see how far it is.") from None


async def _watch(model: ModelTables, generation: int) -> None:
    """Until pages read it. Raises `UserError` when nobody works on it."""
    console = output.console()
    with Live("", console=console, transient=True) as shown:
        while True:
            row = next(row for row in await model.generations() if row["generation"] == generation)
            if row["live_at"] is not None:
                break
            if row["now"] - (row["worked_at"] or row["asked_at"]) > NOBODY_AFTER:
                raise UserError(
                    "Nobody works on it: no console runs, or it can't reach Kafka.",
                    "It is done when one runs: see ./doorstep status.",
                )
            shown.update(said(row))
            await asyncio.sleep(LOOK_S)
    took = row["live_at"] - row["asked_at"]
    console.print(f"Pages read the new one. It took {took.total_seconds():.0f} s.", markup=False)


def said(row: Mapping[str, Any]) -> str:
    """How far it is, in a sentence. Pure."""
    if row["caught_up_at"] is not None:
        return "The topics are read; every case is compared with its services."
    if row["behind"] is None:
        return "It begins."
    return f"{doing(row['behind'], 'event', 'is', 'are')} yet to be read."
