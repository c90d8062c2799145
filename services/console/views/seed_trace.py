"""The trace of one simulated seed, read from the file that the simulation wrote: page by page, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

PER_PAGE = 200
LINES_MAX = 500_000
LINE_MAX = 4_000
TraceShown = Literal["decisions", "faults", "all"]
STEP, FAULT = '"kind":"step"', '"kind":"fault"'
"""As the file has them: what is not shown is not even parsed."""


class TraceHead(BaseModel):
    """What came of the run. `rule`, `where` and `what` say which promise it broke, where it broke one."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1]
    seed: int
    held: bool
    rule: str = ""
    where: str = ""
    what: str = ""
    turns: int
    calls: int
    borrowers: int
    events: int
    version: str = ""
    commit: str = ""


class TraceEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    at: AwareDatetime
    kind: Literal["step", "decision", "fault", "end"]
    who: str
    what: str
    case: str = ""
    version: int = 0
    reason: str = ""

    @property
    def service(self) -> str:
        """`notifier` of `notifier-1`."""
        return self.who.partition("-")[0]


class TracePage(BaseModel):
    """`page` from 1; `pages` is at least 1. `total` counts what passes, on all pages."""

    head: TraceHead
    entries: list[TraceEntry]
    page: int
    pages: int
    total: int
    read_at: datetime | None = None


class NoTrace(Exception):
    """There is no such file (`what` is empty), or it can't be understood."""

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what


def trace_file(folder: Path, seed: int) -> Path:
    return folder / "traces" / f"{seed}.jsonl"


def trace_page(path: Path, shown: TraceShown, page: int, case: str = "") -> TracePage:
    """Raises `NoTrace`. A page behind the last is the last."""
    try:
        with path.open(encoding="utf-8") as file:
            head = TraceHead.model_validate_json(file.readline(LINE_MAX))
            passing = list(_passing(islice(file, LINES_MAX), shown, case))
        pages = max(1, -(-len(passing) // PER_PAGE))
        page = min(max(page, 1), pages)
        entries = [TraceEntry.model_validate_json(line) for line in passing[(page - 1) * PER_PAGE : page * PER_PAGE]]
    except FileNotFoundError:
        raise NoTrace from None
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise NoTrace(f"its file can't be understood ({type(error).__name__})") from None
    return TracePage(head=head, entries=entries, page=page, pages=pages, total=len(passing))


def _passing(lines: Iterator[str], shown: TraceShown, case: str) -> Iterator[str]:
    about = f'"case":{json.dumps(case, ensure_ascii=False)}' if case else ""
    for line in lines:
        if (
            (shown == "all" or STEP not in line)
            and (shown != "faults" or FAULT in line)
            and (not about or about in line or '"kind":"decision"' not in line)
        ):
            yield line
