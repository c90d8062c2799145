"""One program under supervision: started, waited for, watched, started again, stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import psutil

from .environment import without_ours
from .folder import ROOT
from .identity import Identity
from .program import Program
from .user_error import UserError

ProcessState = Literal["starting", "running", "waiting", "refused", "stopping", "stopped"]

READY_EVERY_S = 0.1
LIVE_ASKED = 6
BACK_OFF_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
CALM_S = 10.0
LOG_BYTES = 64 << 20
REFUSED = (77, 78)  # sysexits.h: EX_NOPERM, EX_CONFIG. Starting it again changes nothing.
REFUSED_AGAIN_S = 300.0


class ManagedProcess:
    """`changed` is called after every change of state; `say` gets a sentence when something went wrong.

    `restarts` counts how often it was started again because it ended, `stops` how often after a stop on purpose.
    """

    def __init__(self, program: Program, logs: Path, changed: Callable[[], None], say: Callable[[str], None]) -> None:
        self.program = program
        self.log = logs / f"{program.name}.log"
        self.state: ProcessState = "stopped"
        self.since = time.time()
        self.restarts = 0
        self.stops = 0
        self.last_end = ""
        self.ended_at_s: float | None = None
        self.identity: Identity | None = None
        self._changed, self._say = changed, say
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._wanted = False
        self._up = asyncio.Event()
        self.was_ready = False
        self.refused = asyncio.Event()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> None:
        """Start and wait until ready; then watch. Raises `UserError` with the last words of its log."""
        if self._watch is not None:
            return
        if self._process is not None:
            self.stops += 1  # it ran before, and was stopped in order
        self._wanted = True
        try:
            await self._spawn()
            await self._until_ready()
        except BaseException:
            await self.stop()
            raise
        self._watch = asyncio.create_task(self._keep_up(), name=f"watch-{self.program.name}")

    async def stop(self) -> None:
        """Ask it to end, wait `stop_s`, kill. It stays down."""
        self._wanted = False
        self._become("stopping")
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        if self._process is not None and self._process.returncode is None:
            self._signal(self.program.stop)
            try:
                await asyncio.wait_for(self._process.wait(), self.program.stop_s)
            except TimeoutError:
                self._say(f"{self.program.name} did not stop within {self.program.stop_s:.0f} s and was killed")
                self._signal(signal.SIGKILL)
                await self._process.wait()
        self.identity = None
        self._become("stopped")

    async def kill(self, number: int = signal.SIGKILL) -> int | None:
        """Send a signal as the world would, and wait for the end. While watched it is started again. Its old pid."""
        process = self._process
        if process is None or process.returncode is not None:
            return None
        self._up.clear()
        self._signal(number)
        await process.wait()
        return process.pid

    async def up(self) -> None:
        """Until it is ready (again)."""
        await self._up.wait()

    def _signal(self, number: int) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    def _become(self, state: ProcessState) -> None:
        self.state, self.since = state, time.time()
        if state == "running":
            self._up.set()
        else:
            self._up.clear()
        self._changed()

    async def _spawn(self) -> None:
        program = self.program
        self._become("starting")
        await asyncio.to_thread(program.prepare)
        self._trim_log()
        launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("exec_wrapper.py"))]
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C reaches the supervisor alone, who then stops everything in order.
            self._process = await asyncio.create_subprocess_exec(
                *launcher, str(os.getpid()), str(int(program.stop)), program.user or "-", *program.argv,
                env={**without_ours(os.environ), **program.env}, cwd="/" if program.user else str(ROOT),
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        with contextlib.suppress(psutil.Error):
            self.identity = Identity.of(program.name, self._process.pid, program.order, program.stop, program.stop_s)
        self._changed()

    async def _until_ready(self) -> None:
        assert self._process is not None
        program, process = self.program, self._process
        deadline = time.monotonic() + program.ready_s
        while program.ready is not None:
            if process.returncode is not None:
                self._note_its_end()
                if process.returncode in REFUSED:
                    raise self.refusal()
                raise UserError(f"{program.name} {self.last_end} while starting.{self._last_words()}", self._look())
            if await program.ready():
                self.was_ready = True
                break
            if time.monotonic() > deadline and program.patient:
                break
            if time.monotonic() > deadline:
                raise UserError(
                    f"{program.name} was not ready after {program.ready_s:.0f} s.{self._last_words()}", self._look()
                )
            await asyncio.sleep(READY_EVERY_S)
        self._become("running")

    async def _keep_up(self) -> None:
        """Restart for ever, with longer and longer pauses while it keeps falling over."""
        quick_ends = 0
        while self._wanted:
            assert self._process is not None
            began = time.monotonic()
            await self._until_it_ends()
            quick_ends = 0 if time.monotonic() - began > CALM_S else quick_ends + 1
            pause_s = BACK_OFF_S[max(0, min(quick_ends, len(BACK_OFF_S)) - 1)]
            if self._process.returncode in REFUSED:
                self._become("refused")
                if not self.was_ready:
                    self.refused.set()
                    return
                # It did work, so what is in its way came later and may go again; the others work on meanwhile.
                pause_s = REFUSED_AGAIN_S
            else:
                self._become("waiting")
            lost = f": {self.program.forgets}" if self.program.forgets and self.was_ready else ""
            self._say(f"{self.program.name} {self.last_end.rstrip('.')}; it is started again in {pause_s:.3g} s{lost}")
            await asyncio.sleep(pause_s)
            self.restarts += 1
            try:
                await self._spawn()
                await self._until_ready()
            except Exception as error:  # of whatever kind: a watch that ends would leave it unwatched
                if self._process.returncode not in REFUSED:  # else it is said when it has ended, which it has
                    self._say(str(error) if isinstance(error, UserError) else f"{self.program.name}: {error!r}")
                self._signal(signal.SIGKILL)

    async def _until_it_ends(self) -> None:
        assert self._process is not None
        ended = asyncio.ensure_future(self._process.wait())
        misses = 0
        try:
            while not ended.done():
                await asyncio.wait({ended}, timeout=self.program.live_s / LIVE_ASKED)
                if ended.done():
                    break
                self._trim_log()
                if not self.was_ready and self.program.ready is not None:
                    self.was_ready = await self.program.ready()
                misses = misses + 1 if self.program.live is not None and not await self.program.live() else 0
                if misses >= LIVE_ASKED:
                    self._say(f"{self.program.name} gave no sign of life for {self.program.live_s:.0f} s")
                    self._signal(signal.SIGKILL)
                    await ended
        finally:
            ended.cancel()
        self._note_its_end()

    def _note_its_end(self) -> None:
        self.last_end, self.ended_at_s = self._how_it_ended(), time.time()

    def _how_it_ended(self) -> str:
        """Of one that refuses to start, in its own words."""
        assert self._process is not None
        if self._process.returncode in REFUSED and (said := self._its_refusal()):
            return " ".join(said).removeprefix(f"{self.program.name} ")
        return how_it_ended(self._process.returncode)

    def refusal(self) -> UserError:
        """Why it will never start, and what to do."""
        what, *todo = self._its_refusal() or [f"{self.program.name} {self.last_end}."]
        return UserError(what, "\n".join([*todo, self._look()]))

    def _its_refusal(self) -> list[str]:
        """The lines from where it last said that it can't start; its log has those of earlier times too."""
        said = self._last_lines(20)
        starts = [number for number, line in enumerate(said) if "can't start" in line]
        return said[starts[-1] :] if starts else []

    def _trim_log(self) -> None:
        """One old log is kept. The file is opened for appending by the program, so it may be emptied under it."""
        with contextlib.suppress(OSError):
            if self.log.stat().st_size > LOG_BYTES:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)

    def _last_words(self) -> str:
        spoken = self._last_lines()
        return " It said: " + " / ".join(line[:300] for line in spoken) if spoken else ""

    def _last_lines(self, most: int = 3) -> list[str]:
        """What it said to people last. An entry of its log is JSON, which is for programs."""
        try:
            lines = [line.strip() for line in self.log.read_text("utf-8", "replace").splitlines()[-200:]]
        except OSError:
            return []
        return [line for line in lines if line and not line.startswith("{")][-most:]

    def _look(self) -> str:
        return f"The whole log is {self.log}."


def how_it_ended(code: int | None) -> str:
    if code is None:
        return "is still running"
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"
