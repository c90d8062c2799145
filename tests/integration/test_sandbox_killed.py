"""A sandbox that is killed has forgotten its world: whoever looks is told, wherever they look, and what is lost."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from deploy.local.folder import Folder, data_root
from deploy.local.supervisor import read_state
from deploy.local.user_error import UserError
from services.console.acts.world import world_of
from services.console.cli.status import look, show
from services.console.cli.world import forgotten
from services.console.target import find
from services.sandbox.forgotten import FORGETS
from tests.apart import campaign
from tests.integration.sandbox_up import sandbox_up
from tests.polling import until

SLOW_S = 240.0
pytestmark = campaign


@pytest.fixture
async def started(
    postgres_url: str, kafka_bootstrap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Process]:
    async with sandbox_up(postgres_url, kafka_bootstrap, tmp_path, monkeypatch) as process:
        yield process


async def world() -> dict[str, Any] | None:
    """What the world tells of itself, once it is there."""
    try:
        link = world_of(find())
        state = await link.state() if link is not None else None
    except UserError:
        return None
    return state if state is not None and state["ready"] else None


async def begun_again() -> dict[str, Any] | None:
    state = await world()
    return state if state is not None and state["began_again"] else None


async def running(folder: Folder) -> int | None:
    """The sandbox's process, once its supervisor has seen that it is ready: one that ends before does not start."""
    rows = (read_state(folder) or {}).get("processes", [])
    return next((row["pid"] for row in rows if row["name"] == "sandbox" and row["state"] == "running"), None)


async def test_what_a_killed_sandbox_forgot_is_said_by_world_by_status_and_by_up(started: Process) -> None:
    assert forgotten(await until(world, seconds=SLOW_S, alive=started)) == ""
    folder = Folder(data_root() / "sandbox")
    os.kill(await until(lambda: running(folder), alive=started), signal.SIGKILL)
    state = await until(begun_again, seconds=SLOW_S, alive=started)
    assert FORGETS in forgotten(state)
    seen = await asyncio.to_thread(look, folder)
    console = Console(width=400, file=StringIO())
    with console.capture() as captured:
        show([seen] if seen is not None else [], console)
    assert f"sandbox was ended by SIGKILL and began again: {FORGETS}." in captured.get()
    started.send_signal(signal.SIGINT)
    said, _ = await started.communicate()
    assert f"sandbox was ended by SIGKILL; it is started again in 0.2 s: {FORGETS}" in said.decode()
