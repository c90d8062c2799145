"""A demo from beginning to end: start, watch, kill, stop, check, report."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from deploy.local.asked_ports import ASKED_PORTS
from deploy.local.command_settings import commands, said
from deploy.local.folder import Folder, data_root
from deploy.local.not_counting import not_counting
from deploy.local.progress import ProgressOutput
from deploy.local.stack import Stack
from deploy.local.stop_signal import StopSignal
from deploy.local.user_error import UserError
from services.sandbox.progress import read_progress
from services.verifier.verify import verify

from .kills import EACH, Killer
from .options import Options
from .proof import keep, record_of
from .report import DemoReport, made, make_room, show, write
from .setup import PARTITIONS, fresh, sandbox, settings, world_of
from .stages import StageCounts, StageReader
from .stay import Drive, address, stay
from .view import view
from .weather_report import weathered

SERVICES = ("notifier", "scheduler", "router")
MONITOR = ("monitor", "services.console.monitor")
HONOURED = frozenset({*ASKED_PORTS.values(), "DOORSTEP_DATA", "DOORSTEP_CACHE", "DOORSTEP_PYTHON"})
"""Settings of whoever starts it that count for a demo too."""
LOOK_EVERY_S = 0.25
STAGES_EVERY_S = 1.0
GIVES_UP_AFTER_S = 240.0


async def run(options: Options) -> DemoReport:
    """Raises `UserError` when something does not start or nothing moves any more. A signal cancels it, in order."""
    make_room(options)
    console = Console(stderr=options.json, highlight=False)
    began = time.monotonic()
    progress = ProgressOutput()
    StopSignal(progress)
    ports = taken_over(os.environ)
    for line in not_counting(os.environ, HONOURED, "a demo, which reaches nothing of yours"):
        progress.say(line)
    with fresh(data_root() / "demo") as folder:
        return await _on(folder, ports, options, console, began)


async def _on(folder: Folder, ports: Mapping[str, str], options: Options, console: Console, began: float) -> DemoReport:
    began_at = datetime.now(UTC)
    async with Stack(folder, ProgressOutput(), env=ports, partitions=PARTITIONS) as stack:
        env = settings(stack, options)
        services = [stack.service(name, env=env) for name in SERVICES]
        services.append(stack.python(*MONITOR, env=env))
        site = await stack.console(services, env=env)
        world = sandbox(stack, env)
        programs = [*services, site, world]
        stack.progress.say(f"watch it at {address(site)}")
        starting = asyncio.create_task(stack.supervisor.start(*programs))
        run_of = Watch(stack, options, console, began)
        try:
            standing = await run_of.watch(starting)
            # A world that stays stands still meanwhile.
            ended = [*SERVICES, MONITOR[0], *(() if options.stay else (world.name,))]
            await asyncio.gather(*(stack.supervisor.stop(name) for name in ended))
            seen = read_progress(world_of(folder))
            verdict = await verify(
                stack.settings["KAFKA_BOOTSTRAP_SERVERS"],
                world_of(folder) / "twin.jsonl",
                world_of(folder) / "sent.jsonl",
                ended=datetime.fromisoformat(seen["virtual"]),
                database_url=stack.settings["DATABASE_URL"],
            )
        finally:
            starting.cancel()
            await run_of.close()
        report = made(
            options, verdict, standing, seen, seconds=time.monotonic() - began, first_text_s=run_of.first_text_s,
            killed=run_of.killed, kills_planned=EACH * (len(SERVICES) + 1) if options.kill else 0,
            weather=weathered(world_of(folder), seen),
        )  # fmt: skip
        show(report, console)
        write(report, options)
        if options.kill:
            keep(record_of(report, began_at), console)
        if options.stay:
            await stay(stack, services, console, address(site), Drive.of(env), options.speed)
        else:
            console.print(
                f"The web console was at {address(site)} while this ran. To look around in it: ./doorstep demo --stay",
                markup=False, soft_wrap=True,
            )  # fmt: skip
        return report


def taken_over(env: Mapping[str, str]) -> dict[str, str]:
    """Of the settings of whoever starts it only the ports of what is embedded: a demo reaches no system of theirs.
    Raises `UserError` where one is no port.
    """
    commands(env)
    return {name: port for name in ASKED_PORTS.values() if (port := said(env, name))}


class Watch:
    """The time in which the world runs."""

    def __init__(self, stack: Stack, options: Options, console: Console, began: float) -> None:
        self._stack, self._console, self._began = stack, console, began
        self._world = world_of(stack.folder)
        self._stages = StageReader(stack.settings["DATABASE_URL"], options.cases)
        self._seen: dict[str, Any] = {}
        self._killer = (
            Killer(stack.supervisor, (*SERVICES, MONITOR[0]), self._share, options.seed) if options.kill else None
        )
        self.first_text_s: float | None = None

    @property
    def killed(self) -> dict[str, int]:
        return dict(self._killer.killed) if self._killer is not None else {}

    async def watch(self, starting: asyncio.Task[None]) -> StageCounts:
        """Until the horizon is reached and all is quiet; where the cases stand then."""
        killing: asyncio.Task[None] | None = None
        standing, looked_at, moved_at = StageCounts({}), 0.0, time.monotonic()
        with view(self._console, self._began) as shown:
            while not self._seen.get("done"):
                if starting.done() and killing is None:
                    starting.result()
                    if self._killer is not None:
                        killing = asyncio.create_task(self._killer.run())
                if killing is not None and killing.done():
                    killing.result()
                seen = read_progress(self._world)
                if seen.get("paused") or seen.get("virtual") != self._seen.get("virtual"):
                    moved_at = time.monotonic()
                self._seen = seen
                if self.first_text_s is None and seen.get("texts_posted"):
                    self.first_text_s = round(time.monotonic() - self._began, 1)
                if time.monotonic() - looked_at > STAGES_EVERY_S:
                    standing, looked_at = await self._stages.look(), time.monotonic()
                shown.show(seen, standing, sum(self.killed.values()))
                if time.monotonic() - moved_at > GIVES_UP_AFTER_S:
                    raise UserError(*self._why_stuck())
                await asyncio.sleep(LOOK_EVERY_S)
        if killing is not None:
            await killing
        return await self._stages.look_at_the_end()

    async def close(self) -> None:
        await self._stages.close()

    def _share(self) -> float:
        """How much of the virtual time has passed, 0 to 1."""
        if "virtual" not in self._seen:
            return 0.0
        at, begins, ends = (datetime.fromisoformat(self._seen[name]) for name in ("virtual", "begins", "ends"))
        return (at - begins) / (ends - begins)

    def _why_stuck(self) -> tuple[str, str]:
        waits = ", ".join(f"{name} {count}" for name, count in self._seen.get("waiting", {}).items())
        return (
            f"Nothing has moved for {GIVES_UP_AFTER_S:.0f} s at {self._seen.get('virtual', 'the start')}: "
            f"waiting for {waits or 'the sandbox'}.",
            f"The logs are in {self._stack.folder.logs}.",
        )
