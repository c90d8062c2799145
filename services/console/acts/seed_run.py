"""Seeds of the simulation, run by somebody who looks on and may stop it: what `./doorstep test simulation` does.

In a process of its own, of the lowest priority, that ends with this one; the services are not in it, and nothing that
they use is touched. What it proved, it writes down itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import deploy.local
from deploy.local.environment import without_ours
from deploy.local.folder import ROOT, data_root
from deploy.local.user_error import UserError

COUNT_MAX = 300
SEED_MAX = 999_999_999
MINUTES_MAX = 5
TRACES_MAX = 20
GRACE_S = 5.0
SAID_MAX = 300
LINE_MAX = 1 << 16
SeedRunState = Literal["running", "done", "broken", "stopped", "failed"]
PROGRESS = re.compile(r"(\d+) of \d+ seeds, ")
LOWEST = ("nice", "-n", "19")
TESTS = Path("tests/simulation/__main__.py")
NO_TESTS = UserError("The simulation is not here: it comes with a clone of the repository.", "")


def can_run() -> bool:
    """Only a clone has the simulation; an image of the services has not."""
    return (ROOT / TESTS).is_file()


@dataclass(slots=True)
class SeedRun:
    """`count` seeds from `first` on; with `trace`, one seed whose trace is written there.

    `done` is how many are, `said` the last line that the simulation said.
    """

    first: int
    count: int
    by: str
    at: datetime
    trace: Path | None = None
    state: SeedRunState = "running"
    done: int = 0
    broken: int = 0
    said: str = ""
    _process: asyncio.subprocess.Process | None = None
    _stopping: bool = False
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def about(self) -> str:
        if self.trace is not None:
            return f"the trace of seed {self.first}"
        last = self.first + self.count - 1
        return f"seed {self.first}" if self.count == 1 else f"seeds {self.first} to {last}"

    async def run(self) -> None:
        """Until it has ended, however it does. Never leaves a process behind."""
        try:
            async with asyncio.timeout(60 * MINUTES_MAX + GRACE_S):
                self._process = await _started(self._arguments())
                await self._read(self._process)
                self.state = self._outcome(await self._process.wait())
        except TimeoutError:
            self.state, self.said = "failed", f"It took longer than {MINUTES_MAX} minutes."
        except OSError as error:
            self.state, self.said = "failed", f"It can't be started: {error.strerror}."
        finally:
            await self._end()
            self._ended.set()
            if self.state == "running":
                self.state = "stopped"

    async def stop(self) -> None:
        """Returns when it is over. What was run until then is written down by it."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), GRACE_S)
        await self._end()

    def _arguments(self) -> Sequence[str]:
        if self.trace is not None:
            return ["--seed", str(self.first), "--events", str(self.trace)]
        return [
            "--seeds", str(self.count), "--start", str(self.first), "--workers", "1", "--every", "1",
            "--minutes", str(MINUTES_MAX),
        ]  # fmt: skip

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                line = (await process.stdout.readline()).decode("utf-8", "replace")
            except ValueError:  # longer than any line of ours: what is behind it is read on
                continue
            if not line:
                return
            text = line.strip()
            self.broken += text.startswith("BROKEN ")
            if found := PROGRESS.match(text):
                self.done = min(int(found[1]), self.count)
            if text:
                self.said = text[:SAID_MAX]

    def _outcome(self, code: int) -> SeedRunState:
        if self._stopping:
            return "stopped"
        if code == 0:
            self.done = self.count
            return "done"
        # 1 is a broken promise; whatever else is the simulation's own trouble.
        return "broken" if code == 1 and (self.broken or self.trace is not None) else "failed"

    async def _end(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


def make_room(folder: Path) -> None:
    """For one more trace. Raises `UserError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        traces = sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
        for path in traces[: max(0, len(traces) - TRACES_MAX + 1)]:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"Traces can't be kept: {error.strerror}.", "") from None


async def _started(arguments: Sequence[str]) -> asyncio.subprocess.Process:
    wrapper = Path(deploy.local.__file__).with_name("exec_wrapper.py")
    # It has no business with what the services use, so it gets none of their settings: only where records lie.
    env = without_ours(os.environ) | {"DOORSTEP_DATA": str(data_root())}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-S", str(wrapper), str(os.getpid()), str(int(signal.SIGKILL)), "-",
        *LOWEST, sys.executable, "-m", "tests.simulation", *arguments,
        cwd=ROOT, env=env, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT, start_new_session=True, limit=LINE_MAX,
    )  # fmt: skip
