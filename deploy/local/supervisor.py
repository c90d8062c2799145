"""Starts, watches, restarts and stops the processes of one data folder, and leaves nothing behind.

Four things see to the last: an orderly `close`; the reaper, a process that ends the others when the supervisor dies;
on Linux the kernel, which signals every process whose supervisor is gone; and the run file, from which the next start
ends leftovers, known by number and start time.

    async with Supervisor(Folder(path).make()) as supervisor:
        await supervisor.start(program)          # returns when it is ready, raises UserError
        await supervisor.kill("notifier")        # SIGKILL from outside; it is started again
        await supervisor.up("notifier")          # until it is ready again
        await supervisor.stop("notifier")        # orderly; it stays down
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from .folder import ROOT, Folder
from .identity import Identity, end_all
from .managed_process import ManagedProcess
from .program import Program
from .user_error import UserError


class Supervisor:
    """One per folder. `say` gets a sentence when a process ended that should not have."""

    def __init__(self, folder: Folder, say: Callable[[str], None] = lambda _text: None) -> None:
        self.folder = folder
        self.facts: dict[str, Any] = {}
        self._say = say
        self._children: dict[str, ManagedProcess] = {}
        self._lock: int | None = None
        self._reaper: subprocess.Popen[str] | None = None
        self._unwritten = self._no_reaper = False
        self._self = Identity.of("supervisor", os.getpid(), order=100, stop_s=90)

    async def __aenter__(self) -> Supervisor:
        await self.open()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Take the folder, end what a former supervisor left in it, start the reaper. Raises `UserError`."""
        self._lock = self.folder.try_lock()
        if self._lock is None:
            raise UserError(
                f"Something already runs in {self.folder.path}.",
                "See it with ./doorstep status, stop it with ./doorstep down.",
            )
        left = await asyncio.to_thread(end_leftovers, self.folder)
        if left:
            self._say(f"ended what an earlier run had left: {', '.join(sorted(one.name for one in left))}")
        self._start_reaper()
        self._changed()

    async def start(self, *programs: Program) -> None:
        """Start them at the same time and wait until all are ready. Raises the first `UserError`."""
        for program in programs:
            known = self._children.get(program.name)
            if known is not None and known.state != "stopped":
                raise ValueError(f"{program.name} already runs")
            self._children[program.name] = ManagedProcess(program, self.folder.logs, self._changed, self._say)
        started = [asyncio.ensure_future(self._children[program.name].start()) for program in programs]
        try:
            await asyncio.gather(*started)
        except BaseException:
            for task in started:
                task.cancel()
            await asyncio.gather(*started, return_exceptions=True)
            raise

    async def stop(self, name: str) -> None:
        """Orderly end; it stays down until `start`ed or `restart`ed."""
        await self._children[name].stop()

    async def restart(self, name: str) -> None:
        """Orderly end, then start. Raises `UserError`."""
        await self._children[name].stop()
        await self._children[name].start()

    async def kill(self, name: str, number: int = signal.SIGKILL) -> int | None:
        """A signal that ends it; returns when it is dead. It is started again by itself: see `up`. The pid it had."""
        return await self._children[name].kill(number)

    async def up(self, name: str, at_most_s: float = 60.0) -> int:
        """Wait until it is ready (again); its pid. Raises `TimeoutError`."""
        child = self._children[name]
        async with asyncio.timeout(at_most_s):
            while child.state != "running" or child.pid is None:
                await child.up()
                await asyncio.sleep(0)
        return child.pid

    async def refused(self) -> UserError:
        """Waits until a process says that it can never start, and never worked since we started it; what it says."""
        children = list(self._children.values())
        waits = [asyncio.ensure_future(child.refused.wait()) for child in children]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return next(child.refusal() for child in children if child.refused.is_set())

    def pid(self, name: str) -> int | None:
        """Of the process as it runs now; None while it is down."""
        return self._children[name].pid

    @property
    def reaper_pid(self) -> int | None:
        return self._reaper.pid if self._reaper is not None else None

    def not_ready(self) -> list[str]:
        """Names of those that run and have not been ready since they were started."""
        return [name for name, child in self._children.items() if child.program.ready and not child.was_ready]

    def names(self) -> list[str]:
        return list(self._children)

    def restarts(self, name: str) -> int:
        return self._children[name].restarts

    async def close(self) -> None:
        """Stop all, highest order first (services drain, then Kafka, then PostgreSQL), and give the folder back."""
        for order in sorted({child.program.order for child in self._children.values()}, reverse=True):
            group = [child for child in self._children.values() if child.program.order == order]
            await asyncio.gather(*(child.stop() for child in group if child.state != "stopped"))
        self.folder.state.unlink(missing_ok=True)
        if self._reaper is not None:
            assert self._reaper.stdin is not None
            with contextlib.suppress(OSError):
                self._reaper.stdin.close()
            await asyncio.to_thread(self._reaper.wait)
            self._reaper = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _start_reaper(self) -> None:
        self._reaper = subprocess.Popen(
            [sys.executable, "-m", "deploy.local.orphan_reaper"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
            start_new_session=True,
        )  # fmt: skip

    def _restart_reaper(self) -> None:
        """Where there is no room for it the processes are watched all the same, and it is tried at the next change."""
        dead = self._reaper
        try:
            self._start_reaper()
            self._no_reaper = False
            if dead is not None and dead.stdin is not None:
                with contextlib.suppress(OSError):
                    dead.stdin.close()
        except OSError as error:
            if not self._no_reaper:
                self._say(
                    f"the reaper can't be started ({error.strerror}): should this process be killed, ./doorstep up "
                    "ends what it leaves"
                )
            self._no_reaper = True

    def _changed(self) -> None:
        """Tell the reaper, and write the run file (atomically), which `status` and the next start read."""
        if self._reaper is None:
            return
        children = self._children.values()
        alive = [child.identity for child in children if child.identity is not None and child.pid is not None]
        line = json.dumps([one.doc() for one in alive]) + "\n"
        if self._reaper.poll() is not None:
            self._restart_reaper()
        assert self._reaper.stdin is not None
        with contextlib.suppress(OSError):
            self._reaper.stdin.write(line)
            self._reaper.stdin.flush()
        told = {
            "supervisor": self._self.doc(),
            "written": time.time(),
            "facts": self.facts,
            "processes": [_told(child) for child in children],
        }
        try:
            write_state(self.folder, told)
            self._unwritten = False
        except OSError as error:  # a full disk must not end the watch over a process: that would outlast it
            if not self._unwritten:
                self._say(f"{self.folder.state} can't be written ({error.strerror}): ./doorstep status is out of date")
            self._unwritten = True


def _told(child: ManagedProcess) -> dict[str, Any]:
    known = child.identity.doc() if child.identity is not None and child.pid is not None else {}
    return {
        "name": child.program.name,
        "state": child.state,
        "since": child.since,
        "restarts": child.restarts,
        "stops": child.stops,
        "last_end": child.last_end,
        "ended_at_s": child.ended_at_s,
        "forgot": child.program.forgets if child.restarts else "",
        "log": str(child.log),
        **child.program.about,
        **known,
    }


def write_state(folder: Folder, doc: dict[str, Any]) -> None:
    fresh = folder.state.with_suffix(".new")
    fresh.write_text(json.dumps(doc, indent=1), encoding="utf-8")
    os.replace(fresh, folder.state)


def read_state(folder: Folder) -> dict[str, Any] | None:
    """What the run file says, or None when nothing ran here or it ended in order."""
    try:
        found = json.loads(folder.state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def supervisor_of(folder: Folder) -> Identity | None:
    """The supervisor that lives in this folder, or None."""
    state = read_state(folder) or {}
    found = Identity.read(state.get("supervisor", {}))
    return found if found is not None and found.process() is not None else None


def end_leftovers(folder: Folder) -> list[Identity]:
    """End the processes of a supervisor that is gone; those found alive. Call only while holding the folder's lock."""
    state = read_state(folder) or {}
    found = [one for doc in state.get("processes", []) if (one := Identity.read(doc))]
    ended = end_all(found)
    folder.state.unlink(missing_ok=True)
    return ended
