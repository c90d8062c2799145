"""What the trail has of a case, a person or a period, as the lines of a file that can be checked without us."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from deploy.local.user_error import UserError
from shared.contracts.subjects import is_subject
from shared.evidence.canonical import FlatValue, stamp
from shared.evidence.export_file import ExportHead, ExportWriter

from ..store.trail import Trail, TrailAsked
from ..trail.entry import about_of
from ..views.timeline import TimelineEntry

AUDIT_EXPORT = "audit-export"
ExportKind = Literal["case", "person", "period"]
KINDS: tuple[ExportKind, ...] = get_args(ExportKind)
LINES_AT_ONCE = 200
OPERATOR = 64


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """`name` is the case or the person; a period holds its beginning and not its end."""

    kind: ExportKind
    name: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        """Raises `UserError`."""
        if self.kind == "case" and not is_subject(self.name):
            raise UserError("Name the case by its id.", "")
        if self.kind == "person" and not (self.name.isascii() and about_of(self.name) and len(self.name) <= OPERATOR):
            raise UserError("Name the person as the trail does.", "")
        if self.kind == "period" and (self.since is None or self.until is None or self.since >= self.until):
            raise UserError("A period has a beginning, and an end behind it.", "")

    @property
    def about(self) -> str:
        if self.since is not None and self.until is not None:
            return f"period {stamp(self.since)} {stamp(self.until)}"
        return f"{self.kind} {self.name}"

    def of_trail(self) -> TrailAsked:
        match self.kind:
            case "case":
                return TrailAsked(about=self.name)
            case "person":
                return TrailAsked(person=self.name)
            case "period":
                return TrailAsked(since=self.since, until=self.until)


async def exported(
    trail: Trail, asked: ExportAsked, life: Sequence[TimelineEntry], writer: ExportWriter, by: str, reason: str,
    at: datetime,
) -> AsyncIterator[str]:  # fmt: skip
    """The file, some lines at a time; `life` are the decisions about the case, oldest first. `writer` has the last hash
    afterwards. What is written into the trail meanwhile is not in it."""
    of_trail, last = asked.of_trail(), await trail.last()
    rows = len(life) + await trail.count(of_trail, last)
    yield writer.begin(ExportHead(asked.about, by, stamp(at), reason, rows, last))
    for first in range(0, len(life), LINES_AT_ONCE):
        batch = life[first : first + LINES_AT_ONCE]
        yield "".join(writer.row("decision", _decision(asked.name, each)) for each in batch)
    lines: list[str] = []
    async for entry in trail.each(of_trail, last):
        lines.append(writer.row("entry", {**entry.row(), "hash": entry.hash}))
        if len(lines) == LINES_AT_ONCE:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines) + writer.end()


def _decision(case: str, entry: TimelineEntry) -> dict[str, FlatValue | None]:
    """Its reason is a code, as everywhere; `why` says it in words."""
    return {
        "about": case, "at": stamp(entry.at), "service": entry.service, "number": entry.version, "said": entry.said,
        "cause": entry.cause, "reason": entry.reason, "why": entry.why, "rule": entry.rule, "accepted": entry.accepted,
    }  # fmt: skip
