"""What was done to the system, as it happened: one line each for whoever watches, and a file for afterwards."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .plan import Incident


@dataclass
class Done:
    """One incident as it went. `dead` are the processes that were killed; times are aware, seconds real ones.

    `virtual` is the world's time when it began and when it was over: the texts under way then are known by it.
    `recovered_s` is None while it is not known, and stays None for what never recovered.
    """

    incident: Incident
    began: datetime
    virtual: tuple[str, str] = ("", "")
    dead: list[str] = field(default_factory=list)
    ended: datetime | None = None
    recovered_s: float | None = None
    note: str = ""

    def doc(self) -> dict[str, Any]:
        told = asdict(self) | {"what": str(self.incident), "began": self.began.isoformat()}
        return told | {"ended": self.ended.isoformat() if self.ended else None}


class Record:
    """`say` shows a line. Also counts what was done, by kind."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path, self._say, self._began = path, say, time.monotonic()
        self.done: list[Done] = []

    @property
    def kills(self) -> int:
        return sum(len(done.dead) for done in self.done if done.incident.kills)

    def begin(self, incident: Incident, virtual: str) -> Done:
        done = Done(incident, datetime.now(UTC), (virtual, virtual))
        self.done.append(done)
        return done

    def end(self, done: Done, virtual: str) -> None:
        done.ended = datetime.now(UTC)
        done.virtual = (done.virtual[0], virtual)
        number = self.done.index(done) + 1
        after = "did NOT recover" if done.recovered_s is None else f"works again after {done.recovered_s:.1f} s"
        minutes, seconds = divmod(int(time.monotonic() - self._began), 60)
        note = f" ({done.note})" if done.note else ""
        self._say(f"{minutes:>3}:{seconds:02d}  {number:>3}  {virtual[:10]}  {done.incident}{note}: {after}")
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(done.doc()) + "\n")
