"""What happened in a run, line by line: for a person who replays it, and as a file for whoever shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

TraceKind = Literal["step", "decision", "fault", "end"]
"""`end` is when faults end: after it everything is mended and has to come to rest."""


@dataclass(frozen=True, slots=True)
class Traced:
    """`who` is a replica (`notifier-1`), or a service where it decided; `what` the port call, the fault, or what was
    decided about; `case` and `reason` are a decision's own."""

    at: datetime
    kind: TraceKind
    who: str
    what: str
    case: str = ""
    version: int = 0
    reason: str = ""

    def __str__(self) -> str:
        at = f"{self.at:%d %H:%M:%S.%f}"
        match self.kind:
            case "decision":
                return f"{at} {self.who} {self.case} v{self.version}: {self.what} -> {self.reason}"
            case "step":
                return f"{at} {self.who}: {self.what}"
            case "fault":
                return f"{at} fault {self.what} of {self.who}" if self.who else f"{at} fault {self.what}"
            case "end":
                return f"{at} calm"

    def doc(self) -> dict[str, Any]:
        told = {"at": self.at.isoformat(timespec="milliseconds"), "kind": self.kind, "who": self.who, "what": self.what}
        more = {"case": self.case, "version": self.version, "reason": self.reason}
        return told | {name: value for name, value in more.items() if value}


def as_lines(head: dict[str, Any], trace: Iterable[Traced]) -> str:
    """JSON Lines: what came of the run, then what happened, in order."""
    documents = ({"format": 1, **head}, *(each.doc() for each in trace))
    return "".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n" for each in documents)
