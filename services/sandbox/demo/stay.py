"""After the verdict: all is there to be looked at, and the world goes on, until Ctrl-C."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
from rich.console import Console

from deploy.local.command_settings import said
from deploy.local.program import LOOPBACK, Program, written
from deploy.local.stack import Stack
from deploy.local.user_error import UserError
from services.sandbox.control.clock_acts import pace_said

SPEED = 60.0
"""A minute in each second, where no speed was asked for: slow enough to follow, fast enough that something happens."""
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Drive:
    """Where the world is driven from, and the secret with which."""

    port: int
    token: str

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Drive:
        return cls(int(said(env, "SANDBOX_CONTROL_PORT") or 0), said(env, "SANDBOX_CONTROL_TOKEN") or "")

    async def run_at(self, speed: float) -> None:
        """Raises `UserError`."""
        headers = {"authorization": f"Bearer {self.token}"}
        try:
            async with httpx.AsyncClient(headers=headers, timeout=PATIENCE_S, trust_env=False) as client:
                address = f"http://{LOOPBACK}:{self.port}/clock"
                (await client.post(address, json={"do": "speed", "speed": speed})).raise_for_status()
        except httpx.HTTPError as error:
            raise UserError(f"The world does not go on ({type(error).__name__}).", "Start the demo again.") from None


def address(program: Program) -> str:
    """Where a browser on this machine finds the web console."""
    return f"http://{written(program.about['health_host'])}:{program.about['health_port']}/"


async def stay(
    stack: Stack, programs: Sequence[Program], console: Console, where: str, drive: Drive, speed: float
) -> None:
    """Starts what was stopped for the verdict, lets the world go on, and returns at the first signal."""
    await asyncio.gather(*(stack.supervisor.restart(program.name) for program in programs))
    await drive.run_at(speed or SPEED)
    console.print(
        f"\nThe world goes on, {pace_said(speed or SPEED)}. Look around at {where} until Ctrl-C; ./doorstep case show, "
        "why, tail, world and the like work too.", markup=False, soft_wrap=True,
    )  # fmt: skip
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        # The signal asked for the end of staying, which is how a stay is meant to end.
        if (task := asyncio.current_task()) is not None:
            task.uncancel()
