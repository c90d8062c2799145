"""Writes files of evidence, one at a time, each in a thread of its own that nobody has to wait for.

A folder may be a share whose server is gone: then a write neither fails nor ends. Whoever waited for it would hold
rows under lock, count as a loop that is stuck, and could not be ended but by force, for the sake of an archive.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from .evidence_folder import write_evidence
from .retention import EvidenceUnwritten

WAIT_S = 5.0
"""Less than a transaction may stand idle."""
Write = Callable[[Path, str, str, datetime, str, Sequence[tuple[str, Mapping[str, Any]]]], object]


class EvidenceWriter:
    def __init__(self, write: Write = write_evidence, wait_s: float = WAIT_S) -> None:
        self._write, self._wait_s = write, wait_s
        self._thread: Thread | None = None

    async def __call__(
        self, folder: Path, service: str, task: str, at: datetime, rule: str,
        rows: Sequence[tuple[str, Mapping[str, Any]]],
    ) -> None:  # fmt: skip
        """As `write_evidence`. Raises `EvidenceUnwritten` also where the folder does not answer in time; the file may
        come to be there all the same, once it answers: a row in two files is none too many."""
        if self._thread is not None and self._thread.is_alive():
            raise EvidenceUnwritten(
                "DOORSTEP_RETENTION_FOLDER still has not taken a file of before; nothing is removed"
            )
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[None] = loop.create_future()

        def tell(error: Exception | None) -> None:
            if answer.done():
                return
            if error is None:
                answer.set_result(None)
            else:
                answer.set_exception(error)

        def run() -> None:
            error: Exception | None = None
            try:
                self._write(folder, service, task, at, rule, rows)
            except Exception as raised:
                error = raised
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(tell, error)

        self._thread = Thread(target=run, name="evidence", daemon=True)
        self._thread.start()
        try:
            async with asyncio.timeout(self._wait_s):
                await answer
        except TimeoutError:
            said = f"DOORSTEP_RETENTION_FOLDER does not answer within {self._wait_s:g} s, so nothing is removed"
            raise EvidenceUnwritten(said) from None
