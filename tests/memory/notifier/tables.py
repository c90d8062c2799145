"""Notifier's own tables in memory, for the simulation: the same promises as `queries.sql`.

Rows are dictionaries under the names of their columns; a row that is in a table is replaced, never changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from services.notifier.core.ledger import POSTED_WITHIN
from services.notifier.core.table_writes import (
    ClaimText,
    EnterContact,
    KeepReply,
    KeepUnread,
    MoveText,
    NamePhone,
    Suppress,
    WithdrawText,
)
from services.notifier.core.text_status import RANK, TextStatus
from services.notifier.shell.rows import AddReveal, BeginPost, Disown, PutBack, PutOff, SettleReply
from shared.decision import Row
from shared.decision.clocks import APART_MAX
from shared.privacy.keys import MemoryKeys
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.tables import Tables

from .carrier import CARRIER_APPLIES
from .forgetting import applies as forgetting
from .inbound import APPLIES as INBOUND
from .lost_time import LOST_TIME_APPLIES

NOBODY = -1
ASK_FIRST = timedelta(hours=1)


def _columns(row: Any) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(row)}


def _claim(tables: Tables, rows: Sequence[Row]) -> None:
    texts, contacts, phones = tables["texts"], tables["contacts"], tables["phones"]
    for row in cast(Sequence[ClaimText], rows):
        before = texts.get(row.intent)
        if before is not None and before["status"] == "posting":
            texts[row.intent] = {**before, "claimed_at": row.claimed_at, "post_before": row.post_before}
        if before is None or before["status"] in ("claimed", "withdrawn"):
            fresh = {"owner": None, "posting_at": None, "body_hash": None, "sid": None, "carrier_code": None}
            counts = {"tries": 0, "looks": 0, "look_after": None, "asks": 0, "ask_after": None, "moved_at": None}
            kept = before or {**fresh, **counts}
            texts[row.intent] = {**kept, **_columns(row), "status": "claimed", "rank": 1, "try_after": None}
        line = contacts.get(str(row.intent))
        if line is None or line["state"] == "void":
            contacts[str(row.intent)] = {
                "id": str(row.intent),
                "borrower": row.borrower,
                "case_id": row.case_id,
                "channel": "text",
                "kind": row.kind,
                "counted": row.counted,
                "at": row.claimed_at,
                "state": "reserved",
                "told_at": row.claimed_at,
            }
        named = NamePhone(row.phone_hash, row.case_id, row.borrower, json.loads(row.phone)["kid"], row.claimed_at)
        phones.setdefault((row.phone_hash, row.case_id), _columns(named))


def _withdraw(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[WithdrawText], rows):
        text = tables["texts"].get(row.intent)
        if text is not None and text["status"] == "posting":
            tables["texts"][row.intent] = {**text, "post_before": text["posting_at"]}
        if text is not None and text["status"] == "claimed":
            tables["texts"][row.intent] = {**text, "status": "withdrawn", "rank": RANK["withdrawn"]}
            _void(tables, row.intent)


def _void(tables: Tables, intent: UUID) -> None:
    line = tables["contacts"].get(str(intent))
    if line is not None and line["state"] == "reserved":
        tables["contacts"][line["id"]] = {**line, "state": "void"}


def _move(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[MoveText], rows):
        text = tables["texts"].get(row.intent)
        if text is None:
            continue
        moved = {"status": row.status, "rank": row.rank, "moved_at": row.at} if row.rank > text["rank"] else {}
        code = row.carrier_code if row.carrier_code is not None else text["carrier_code"]
        tables["texts"][row.intent] = {**text, **moved, "sid": text["sid"] or row.sid, "carrier_code": code}


def _enter(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[EnterContact], rows):
        line = tables["contacts"].get(row.id)
        if line is None or (line["state"] != "made" and row.told_at >= line["told_at"]):
            tables["contacts"][row.id] = _columns(row)


def _suppress(tables: Tables, rows: Sequence[Row]) -> None:
    newest: dict[tuple[str, str], Suppress] = {}
    for row in sorted(
        cast(Sequence[Suppress], rows), key=lambda row: (row.cause == "visits-refused", row.at, row.active)
    ):
        newest[row.borrower, row.phone_hash] = row
    for of, row in newest.items():
        before = tables["suppressions"].get(of)
        at = row.at if before is None else max(before["at"], row.at)
        in_doubt = before is not None and (row.active or before["cause"] == "opted-out-at-carrier")
        newer = before is None or before["at"] < row.at or row.cause == "visits-refused"
        if newer or before is None or (in_doubt and before["at"] <= row.at + APART_MAX):
            tables["suppressions"][of] = _columns(row) | {"at": at}


def _keep_replies(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[KeepReply], rows):
        unsettled = {"settled_at": None, "settled_by": None, "verdict": None}
        tables["replies_to_read"].setdefault(row.id, {**_columns(row), **unsettled})


def _settle_replies(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[SettleReply], rows):
        kept = tables["replies_to_read"].get(row.id)
        if kept is not None:
            settled = {"settled_at": row.at, "settled_by": row.by, "verdict": row.verdict}
            tables["replies_to_read"][row.id] = {**kept, **settled}


def _add_reveals(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[AddReveal], rows):
        tables["reveals"][len(tables["reveals"])] = _columns(row)


def _begin(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[BeginPost], rows):
        text = tables["texts"][row.intent]
        if text["status"] == "claimed":
            begun = {
                "owner": row.owner, "posting_at": row.at, "body_hash": row.body_hash, "carrier_code": None,
                "ask_after": row.at + ASK_FIRST, "segments": row.segments, "encoding": row.encoding,
            }  # fmt: skip
            tables["texts"][row.intent] = {**text, **begun, "status": "posting", "rank": RANK["posting"]}
            line = tables["contacts"][str(row.intent)]
            if line["at"] < row.at - POSTED_WITHIN:
                tables["contacts"][line["id"]] = {**line, "at": row.at}


def _put_back(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[PutBack], rows):
        text = tables["texts"][row.intent]
        if text["status"] == "posting" and text["owner"] == row.owner:
            again = {"owner": None, "posting_at": None, "try_after": row.try_after, "tries": text["tries"] + 1}
            again |= {"carrier_code": row.code, "moved_at": text["moved_at"] if row.code is None else row.at}
            status: TextStatus = "withdrawn" if text["post_before"] <= text["posting_at"] else "claimed"
            tables["texts"][row.intent] = {**text, **again, "status": status, "rank": RANK[status]}
            if status == "withdrawn":
                _void(tables, row.intent)


def _put_off(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[PutOff], rows):
        text = tables["texts"][row.intent]
        if text["status"] == "claimed":
            tables["texts"][row.intent] = {**text, "try_after": row.try_after, "tries": text["tries"] + 1}


def _disown(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[Disown], rows):
        text = tables["texts"][row.intent]
        if text["status"] == "posting" and text["owner"] == row.owner:
            tables["texts"][row.intent] = {**text, "owner": NOBODY}


def _keep_unread(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[KeepUnread], rows):
        if (row.letter, row.case_id) not in tables["unread_records"]:
            tables["unread_records"][row.letter, row.case_id] = _columns(row)


APPLIES: dict[str, Apply] = {
    "claim_texts": _claim,
    "withdraw_texts": _withdraw,
    "move_texts": _move,
    "enter_contacts": _enter,
    "suppress": _suppress,
    "keep_unread": _keep_unread,
    "keep_replies": _keep_replies,
    "settle_replies": _settle_replies,
    "add_reveals": _add_reveals,
    "begin_posts": _begin,
    "put_back": _put_back,
    "put_off": _put_off,
    "disown": _disown,
    **CARRIER_APPLIES,
    **INBOUND,
    **LOST_TIME_APPLIES,
}


def applies(database: MemoryDatabase, keys: MemoryKeys) -> dict[str, Apply]:
    """What each row does to the tables of `database`, and to the keys."""
    return {**APPLIES, **forgetting(database, keys)}


def row_lock(row: Row) -> str | None:
    """What writing `row` waits for: the lock that `texts_to_post` has on its text. `begin_posts` is who holds it."""
    return str(row.intent) if isinstance(row, WithdrawText | MoveText | ClaimText | PutBack | Disown) else None
