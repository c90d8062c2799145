"""What the verdict rests on, kept in files, so that it can be passed again, and a spoilt copy must not pass."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from services.verifier.journals import JournalRow, read_journal
from services.verifier.tables import ServiceTables, Tables, TextRow, Versions
from services.verifier.topic_events import Raw
from services.verifier.verdict import RunVerdict
from services.verifier.verify import judge

RECORDS, BOOKS, ENDED = "records.jsonl", "tables.json", "ended"


@dataclass
class Evidence:
    """`twin` and `sent` are the rows of the world's journals."""

    records: list[Raw]
    twin: list[JournalRow]
    sent: list[JournalRow]
    tables: Tables
    ended: datetime

    def verdict(self) -> RunVerdict:
        return judge(self.records, self.twin, self.sent, self.ended, self.tables)


def keep(folder: Path, evidence: Evidence) -> None:
    """The world's own journals lie there already."""
    with (folder / RECORDS).open("w", encoding="utf-8") as file:
        for raw in evidence.records:
            value = None if raw.value is None else b64encode(raw.value).decode()
            file.write(json.dumps([raw.topic, raw.partition, raw.offset, raw.key, value]) + "\n")
    tables = evidence.tables
    books = {
        service: {
            "versions": {name: asdict(seen) for name, seen in book.versions.items()},
            "heard": [[*what, times] for what, times in book.heard.items()],
            "left": book.left,
        }
        for service, book in tables.books.items()
    }
    texts = {intent: asdict(row) for intent, row in tables.texts.items()}
    positions = [[*whose, at.isoformat()] for whose, at in tables.positions.items()]
    told = {"books": books, "texts": texts, "held": tables.held, "positions": positions}
    (folder / BOOKS).write_text(json.dumps(told), encoding="utf-8")
    (folder / ENDED).write_text(evidence.ended.isoformat(), encoding="utf-8")


def read(folder: Path) -> Evidence:
    records = []
    with (folder / RECORDS).open(encoding="utf-8") as lines:
        for line in lines:
            topic, partition, offset, key, value = json.loads(line)
            records.append(Raw(topic, partition, offset, key, None if value is None else b64decode(value)))
    told = json.loads((folder / BOOKS).read_text(encoding="utf-8"))
    books = {
        service: ServiceTables(
            {name: Versions(**seen) for name, seen in book["versions"].items()},
            {(said, cause): times for said, cause, times in book["heard"]},
            book["left"],
        )
        for service, book in told["books"].items()
    }
    texts = {intent: TextRow(**row) for intent, row in told["texts"].items()}
    held = {case: tuple(causes) for case, causes in told["held"].items()}
    positions = {(region, name): datetime.fromisoformat(at) for region, name, at in told["positions"]}
    tables = Tables(books, texts, held, positions)
    ended = datetime.fromisoformat((folder / ENDED).read_text(encoding="utf-8"))
    return Evidence(records, read_journal(folder / "twin.jsonl"), read_journal(folder / "sent.jsonl"), tables, ended)
