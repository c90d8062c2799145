"""What of notifier's tables comes to an end, in memory: the same promises as its `retention.sql`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.retention import (
    COMMON,
    MemoryEnd,
    Told,
    decisions_to_keep,
    forget_states,
    is_quiet,
    last_decision,
    stored,
)

Row = Mapping[str, Any]
UNDER_WAY = ("claimed", "posting", "uncertain")
OF_TEXTS = {
    "intent": "intent", "about": "case_id", "borrower": "borrower", "kind": "kind", "language": "language",
    "visit": "visit", "number": "version", "status": "status", "carrier_code": "carrier_code",
    "claimed_at": "claimed_at", "posting_at": "posting_at", "moved_at": "moved_at", "body_hash": "body_hash",
    "sid": "sid",
}  # fmt: skip
OF_CONTACTS = {
    "id": "id", "about": "case_id", "borrower": "borrower", "channel": "channel", "what": "kind",
    "counted": "counted", "at": "at", "state": "state",
}  # fmt: skip
OF_REPLIES = {
    "id": "id", "about": "case_id", "sid": "sid", "at": "received_at", "why": "why", "words": "words",
    "settled_at": "settled_at", "by": "settled_by", "verdict": "verdict",
}  # fmt: skip


def _is_over(database: MemoryDatabase, case: str, before: datetime) -> bool:
    last = last_decision(database, case)
    if last is None or last >= before or not is_quiet(database, case):
        return False
    if stored(database, case).get("kind") not in ("closed", "unknown"):
        return False
    tables = database.tables
    under_way = any(row["status"] in UNDER_WAY for row in tables["texts"].values() if row["case_id"] == case)
    waits = any(row["settled_at"] is None for row in tables["replies_to_read"].values() if row["case_id"] == case)
    undecided = any(row.aggregate == case for row in database.intake.values())
    lost = any(row["over_at"] is None for row in tables["lost_time"].values())
    return not (under_way or waits or undecided or lost)


def _persons(database: MemoryDatabase, cases: Collection[str]) -> set[tuple[str, str]]:
    rows = (*database.tables["phones"].values(), *database.tables["texts"].values())
    return {(row["case_id"], row["borrower"]) for row in rows if row["case_id"] in cases}


def _contacts(database: MemoryDatabase, cases: Collection[str]) -> list[Row]:
    theirs = _persons(database, cases)
    return [row for row in database.tables["contacts"].values() if (row["case_id"], row["borrower"]) in theirs]


def _to_keep(database: MemoryDatabase, cases: Collection[str]) -> Told:
    tables = database.tables
    texts = sorted(
        (row for row in tables["texts"].values() if row["case_id"] in cases),
        key=lambda row: (row["case_id"], row["claimed_at"], row["intent"]),
    )
    contacts = sorted(_contacts(database, cases), key=lambda row: (row["case_id"], row["at"], row["id"]))
    replies = sorted(
        (row for row in tables["replies_to_read"].values() if row["case_id"] in cases),
        key=lambda row: (row["case_id"], row["received_at"], row["id"]),
    )
    return [
        *decisions_to_keep(database, cases),
        *(("texts", _named(row, OF_TEXTS)) for row in texts),
        *(("contacts", _named(row, OF_CONTACTS)) for row in contacts),
        *(("replies_to_read", _named(row, OF_REPLIES)) for row in replies),
    ]


def _named(row: Row, names: Mapping[str, str]) -> Row:
    return {name: row[column] for name, column in names.items()}


def _end(database: MemoryDatabase, cases: Collection[str]) -> None:
    tables = database.tables
    for line in _contacts(database, cases):
        tables["contacts"].pop(line["id"])
    for table in ("texts", "replies_to_read", "phones"):
        for key in [key for key, row in tables[table].items() if row["case_id"] in cases]:
            tables[table].pop(key)
    forget_states(database, cases)


def _is_old(database: MemoryDatabase, sid: str, before: datetime) -> bool:
    return bool(database.tables["unmatched_replies"][sid]["received_at"] < before)


def _drop(database: MemoryDatabase, sids: Collection[str]) -> None:
    for sid in sids:
        database.tables["unmatched_replies"].pop(sid)


ENDS = {
    "cases": MemoryEnd(lambda database: database.states, _is_over, _end, _to_keep, of_cases=True),
    "strangers": MemoryEnd(lambda database: database.tables["unmatched_replies"], _is_old, _drop),
    **COMMON,
}
