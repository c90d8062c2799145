"""After the verdict: all is there to be looked at, until Ctrl-C. The world stands still, and so does its clock."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rich.console import Console

from deploy.local.program import Program
from deploy.local.stack import Stack


def address(program: Program) -> str:
    """Where a browser on this machine finds the web console."""
    return f"http://{program.about['health_host']}:{program.about['health_port']}/"


async def stay(stack: Stack, programs: Sequence[Program], console: Console, where: str) -> None:
    """Starts what was stopped for the verdict, and returns at the first signal."""
    await asyncio.gather(*(stack.supervisor.restart(program.name) for program in programs))
    console.print(f"\nLook around at {where} until Ctrl-C; ./doorstep case show, why, tail and the like work too.")
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        # The signal asked for the end of staying, which is how a stay is meant to end.
        if (task := asyncio.current_task()) is not None:
            task.uncancel()
