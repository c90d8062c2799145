"""Notifier's own tables in memory, for the simulation: the same promises as `queries.sql`.

Rows are dictionaries under the names of their columns; a row that is in a table is replaced, never changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, cast
from uuid import UUID

from services.notifier.core.ledger import POSTED_WITHIN
from services.notifier.core.rows import ClaimText, EnterContact, MoveText, Suppress, WithdrawText
from services.notifier.core.texts import RANK, Status
from shared.decision import Row
from shared.runtime.memory.commit import Apply
from shared.runtime.memory.database import MemoryDatabase
from shared.runtime.memory.reading import MemoryTables
from shared.runtime.memory.store import Read
from shared.runtime.memory.tables import Tables

from .rows import BeginPost, Disown, Looked, PutBack

Params = Mapping[str, Any]
Rows = list[dict[str, Any]]
NOBODY = -1
NOT_POSTED = ("rejected", "claimed", "withdrawn")


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
            kept = before or {**fresh, "tries": 0, "looks": 0, "look_after": None}
            texts[row.intent] = {**kept, **_columns(row), "status": "claimed", "rank": 1, "try_after": None}
        line = contacts.get(str(row.intent))
        if line is None or line["state"] == "void":
            contacts[str(row.intent)] = {
                "id": str(row.intent),
                "borrower": row.borrower,
                "case_id": row.case_id,
                "channel": "text",
                "counted": row.counted,
                "at": row.claimed_at,
                "state": "reserved",
                "told_at": row.claimed_at,
            }
        phones[row.phone_hash, row.case_id] = {
            "phone_hash": row.phone_hash, "case_id": row.case_id, "borrower": row.borrower,
        }  # fmt: skip


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
        moved = {"status": row.status, "rank": row.rank} if row.rank > text["rank"] else {}
        code = row.carrier_code if row.carrier_code is not None else text["carrier_code"]
        tables["texts"][row.intent] = {**text, **moved, "sid": text["sid"] or row.sid, "carrier_code": code}


def _enter(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[EnterContact], rows):
        line = tables["contacts"].get(row.id)
        if line is None or (line["state"] != "made" and row.told_at >= line["told_at"]):
            tables["contacts"][row.id] = _columns(row)


def _suppress(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[Suppress], rows):
        before = tables["suppressions"].get((row.borrower, row.phone_hash))
        if before is None or before["at"] <= row.at:
            tables["suppressions"][row.borrower, row.phone_hash] = _columns(row)


def _begin(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[BeginPost], rows):
        text = tables["texts"][row.intent]
        if text["status"] == "claimed":
            begun = {"owner": row.owner, "posting_at": row.at, "body_hash": row.body_hash}
            tables["texts"][row.intent] = {**text, **begun, "status": "posting", "rank": RANK["posting"]}
            line = tables["contacts"][str(row.intent)]
            if line["at"] < row.at - POSTED_WITHIN:
                tables["contacts"][line["id"]] = {**line, "at": row.at}


def _put_back(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[PutBack], rows):
        text = tables["texts"][row.intent]
        if text["status"] == "posting" and text["owner"] == row.owner:
            again = {"owner": None, "posting_at": None, "try_after": row.try_after, "tries": text["tries"] + 1}
            status: Status = "withdrawn" if text["post_before"] <= text["posting_at"] else "claimed"
            tables["texts"][row.intent] = {**text, **again, "status": status, "rank": RANK[status]}
            if status == "withdrawn":
                _void(tables, row.intent)


def _disown(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[Disown], rows):
        text = tables["texts"][row.intent]
        if text["status"] == "posting" and text["owner"] == row.owner:
            tables["texts"][row.intent] = {**text, "owner": NOBODY}


def _looked(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[Looked], rows):
        text = tables["texts"][row.intent]
        tables["texts"][row.intent] = {**text, "look_after": row.look_after, "looks": text["looks"] + 1}


APPLIES: dict[str, Apply] = {
    "claim_texts": _claim,
    "withdraw_texts": _withdraw,
    "move_texts": _move,
    "enter_contacts": _enter,
    "suppress": _suppress,
    "begin_posts": _begin,
    "put_back": _put_back,
    "disown": _disown,
    "looked": _looked,
}


def row_lock(row: Row) -> str | None:
    """What writing `row` waits for: the lock that `lock_claimed` has on its text. `begin_posts` is who holds it."""
    return str(row.intent) if isinstance(row, WithdrawText | MoveText | ClaimText | PutBack | Disown) else None


def _hold(tables: MemoryTables, params: Params) -> Rows:
    for borrower in sorted(set(params["borrowers"])):
        tables.lock(f"person:{borrower}")
    return []


def _contacts(tables: MemoryTables, params: Params) -> Rows:
    found = [
        line
        for line in tables["contacts"].values()
        if line["borrower"] in params["borrowers"] and line["state"] != "void" and line["at"] > params["since"]
    ]
    claimed = {str(text["intent"]) for text in tables["texts"].values() if text["status"] == "claimed"}
    lines = sorted(found, key=lambda line: (line["borrower"], line["at"], line["id"]))
    return [{**line, "waits": line["id"] in claimed} for line in lines]


def _suppressions(tables: MemoryTables, params: Params) -> Rows:
    rows = tables["suppressions"].values()
    return [row for row in rows if row["borrower"] in params["borrowers"] and row["active"]]


def _questions(tables: MemoryTables, params: Params) -> Rows:
    found = [
        text
        for text in tables["texts"].values()
        if text["phone_hash"] in params["phones"] and text["status"] not in NOT_POSTED
        and text["posting_at"] is not None and text["posting_at"] > params["since"]
    ]  # fmt: skip
    return sorted(found, key=lambda text: text["posting_at"], reverse=True)


def _cases(tables: MemoryTables, params: Params) -> Rows:
    found = [row for row in tables["phones"].values() if row["phone_hash"] in params["phones"]]
    return sorted(found, key=lambda row: row["case_id"])


def _kids(tables: MemoryTables, params: Params) -> Rows:
    texts = [
        text
        for text in tables["texts"].values()
        if text["case_id"] in params["cases"] and text["phone_hash"] == params["phone"]
    ]
    newest = {text["case_id"]: text for text in sorted(texts, key=lambda text: text["claimed_at"])}
    return [{"case_id": case, "kid": json.loads(text["phone"])["kid"]} for case, text in sorted(newest.items())]


def _text(tables: MemoryTables, params: Params) -> Rows:
    text = tables["texts"].get(params["intent"])
    return [] if text is None else [text]


def _switched_off(database: MemoryDatabase, text: Mapping[str, Any]) -> bool:
    scopes = ("all", f"region:{text['region']}", f"case:{text['case_id']}")
    return bool(database.stopped) and any(f"sending:{scope}" in database.stopped for scope in scopes)


def _unread(database: MemoryDatabase, text: Mapping[str, Any]) -> bool:
    """Did the borrower write something that nobody has read yet?"""
    return any(row.aggregate == text["case_id"] and b'"reply-received"' in row.doc for row in database.intake.values())


def _still_claimed(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        texts = [tables["texts"][intent] for intent in sorted(params["intents"]) if intent in tables["texts"]]
        return [
            text
            for text in texts
            if text["status"] == "claimed" and text["post_before"] > params["now"]
            and not _switched_off(database, text) and not _unread(database, text)
            and tables.try_lock(str(text["intent"]))
        ]  # fmt: skip

    return read


def _expired(tables: MemoryTables, params: Params) -> Rows:
    found = [t for t in tables["texts"].values() if t["status"] == "claimed" and t["post_before"] <= params["now"]]
    return sorted(found, key=lambda text: (text["post_before"], text["intent"]))[: params["limit"]]


def _of_nobody(tables: MemoryTables, params: Params) -> Rows:
    found = [t for t in tables["texts"].values() if t["status"] == "posting" and t["owner"] == NOBODY]
    return sorted(found, key=lambda text: text["posting_at"])[: params["limit"]]


def _doubtful(tables: MemoryTables, params: Params) -> Rows:
    found = [
        text
        for text in tables["texts"].values()
        if text["status"] == "uncertain" and text["looks"] < params["looks_max"]
        and (text["look_after"] is None or text["look_after"] <= params["now"])
    ]  # fmt: skip
    return sorted(found, key=lambda text: (text["looks"], text["posting_at"]))[: params["limit"]]


def _known_sids(tables: MemoryTables, params: Params) -> Rows:
    return [{"sid": text["sid"]} for text in tables["texts"].values() if text["sid"] in params["sids"]]


def _to_post(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        def may(text: dict[str, Any]) -> bool:
            due = text["try_after"] is None or text["try_after"] <= params["now"]
            return due and not _switched_off(database, text)

        claimed = [t for t in tables["texts"].values() if t["status"] == "claimed" and t["post_before"] > params["now"]]
        return sorted(filter(may, claimed), key=lambda t: (t["claimed_at"], t["intent"]))[: params["limit"]]

    return read


def _of_the_dead(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        alive = {*database.living, params["me"], NOBODY}
        found = [t for t in tables["texts"].values() if t["status"] == "posting" and t["owner"] not in alive]
        return sorted(found, key=lambda text: text["posting_at"])[: params["limit"]]

    return read


def _replies_known(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        pairs = zip(params["cases"], params["ids"], strict=True)
        told = any(row.cause == str(name) for case, name in pairs for row in database.history.get(case, {}).values())
        return [{"one": 1}] if told or any(name in database.intake for name in params["ids"]) else []

    return read


def reads(database: MemoryDatabase) -> dict[str, Read]:
    """The named reads on `database`, whose switches and living owners they see."""
    return {
        "hold_persons": _hold,
        "contacts_of": _contacts,
        "suppressions_of": _suppressions,
        "questions_of": _questions,
        "cases_of": _cases,
        "kids_of": _kids,
        "replies_known": _replies_known(database),
        "text_of": _text,
        "texts_to_post": _to_post(database),
        "lock_claimed": _still_claimed(database),
        "expired_claims": _expired,
        "posts_of_the_dead": _of_the_dead(database),
        "posts_of_nobody": _of_nobody,
        "texts_in_doubt": _doubtful,
        "known_sids": _known_sids,
    }
