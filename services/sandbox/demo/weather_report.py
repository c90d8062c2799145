"""What the weather did in a run, counted in the world's own records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from services.sandbox.twin.reports import FINAL
from services.verifier.journals import JournalRow, read_journal
from shared.decision.figures import counted as figure

UNAVAILABLE = 503
TOLD: tuple[tuple[str, str, str], ...] = (
    ("account_refused", "text refused because of the account", "texts refused because of the account"),
    ("unavailable", "answered 503", "answered 503"),
    ("answers_lost", "taken without an answer", "taken without an answer"),
    ("failed", "failed later", "failed later"),
    ("receipts_lost", "receipt never sent", "receipts never sent"),
    ("replies_lost", "reply never announced", "replies never announced"),
    ("machines", "reply of a machine", "replies of machines"),
    ("corrections", "correction", "corrections"),
    ("unreadable", "record that nobody can read", "records that nobody can read"),
)
"""In the order in which they are told, and in which words: of one, and of several."""


def weathered(world: Path, seen: Mapping[str, Any]) -> dict[str, int]:
    """Of the world whose files are in this folder."""
    rows, sent = read_journal(world / "twin.jsonl"), read_journal(world / "sent.jsonl")
    return counted(rows, sent) | {"corrections": sum(seen.get("corrections", {}).values())}


def counted(rows: Sequence[JournalRow], sent: Sequence[JournalRow]) -> dict[str, int]:
    found: Counter[str] = Counter()
    answered = {(row.text("sid"), row.text("status")) for row in rows if row.kind == "status-answered"}
    for row in rows:
        match row.kind:
            case "refused":
                found["account_refused"] += row.text("fault") == "refused"
                found["unavailable"] += row.get("http") == UNAVAILABLE
            case "post":
                found["answers_lost"] += bool(row.get("fault"))
            case "status" if row.text("status") in FINAL:
                found["failed"] += row.text("status") != "delivered"
                found["receipts_lost"] += (row.text("sid"), row.text("status")) not in answered
            case "reply":
                found["replies_lost"] += row.get("announced") is False
                found["machines"] += row.text("meant") == "machine"
            case _:
                pass
    found["unreadable"] = sum(bool(row.get("poison")) for row in sent)
    return {name: found[name] for name, *_ in TOLD if name != "corrections"}


def told(counts: Mapping[str, int]) -> str:
    """One sentence; what did not happen is left out."""
    return ", ".join(figure(counts[name], one, many) for name, one, many in TOLD if counts.get(name))
