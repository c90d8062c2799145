"""A trail of a few entries, and files of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.console.trail.entry import TrailDeed, TrailEntry, TrailOutcome
from shared.evidence.canonical import NOTHING_BEFORE, FlatValue
from shared.evidence.export_file import ExportHead, ExportWriter, FileFormat

NOON = datetime(2026, 11, 24, 12, 0, 0, 123_456, tzinfo=UTC)
HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "a;=1", 'a","=1', "＝1", "＋1",
    "<img src=x onerror=alert(1)>", "\x1b[31mred\x1b[0m", "\u202egnp.exe", "line\nbreak", "back\\slash", "\\x3d", "'=1",
    "café", "日本", "\x7f", "\u2028", "😀", "a\u200bb", "plain, with commas", "half \ud83d of it",
)  # fmt: skip


def chain(deeds: Sequence[TrailDeed]) -> list[TrailEntry]:
    """Each done, a second after the one before."""
    found: list[TrailEntry] = []
    before = NOTHING_BEFORE
    for number, deed in enumerate(deeds, 1):
        entry = TrailEntry(number, NOON + timedelta(seconds=number), deed, TrailOutcome.DONE, before).sealed()
        found.append(entry)
        before = entry.hash
    return found


DEEDS = (
    TrailDeed("ana", "sign-in", "password", roles="operator"),
    TrailDeed("ana", "case-seen", "c-1", roles="operator"),
    TrailDeed("ana", "switches-stop", "sending case:c-1", "storm", "operator"),
    TrailDeed("rui", "texts-settle", "c-1 0b6b", "=1+1 is what it said", via="command"),
)


def file_of(
    format: FileFormat, entries: Sequence[TrailEntry] | None = None, reason: str = "asked for by the court"
) -> list[str]:
    """The lines of an export of one decision and of these entries."""
    writer = ExportWriter(format)
    entries = chain(DEEDS) if entries is None else entries
    head = ExportHead("case c-1", "eva", "2026-11-24T12:00:00.000000Z", reason, len(entries) + 1, len(entries))
    decision: dict[str, FlatValue | None] = {
        "about": "c-1",
        "service": "notifier",
        "number": 1,
        "accepted": False,
        "reason": "because",
        "why": "so",
    }
    text = writer.begin(head) + writer.row("decision", decision)
    text += "".join(writer.row("entry", {**entry.row(), "hash": entry.hash}) for entry in entries) + writer.end()
    return text.splitlines(keepends=True)
