"""Ctrl-C, SIGTERM and SIGHUP to a command that runs many programs."""

from __future__ import annotations

import asyncio
import signal

from .progress import ProgressOutput


class StopSignal:
    """The first signal ends the work in order; more of them change nothing, because order takes a moment."""

    def __init__(self, progress: ProgressOutput) -> None:
        self.asked = False
        self._progress = progress
        self._task = asyncio.current_task()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._stop)

    def _stop(self) -> None:
        if self.asked:
            self._progress.say("still stopping: services finish what is in work first")
            return
        self.asked = True
        self._progress.say("stopping")
        if self._task is not None:
            self._task.cancel()
