"""What `lost_time.sql` promises, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from services.notifier.shell.rows import (
    AddLostStop,
    AddLostText,
    CountLostText,
    EndLostTime,
    LoseTime,
    LostTimeHeard,
    SettleLostText,
    TellLostStop,
)
from shared.decision import Row
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.reading import MemoryTables, Read
from tests.memory.runtime.tables import Tables

Params = Mapping[str, Any]
Rows = list[dict[str, Any]]
THE_ONE = 1


def kept_back(tables: MemoryTables, text: Mapping[str, Any], params: Params) -> bool:
    """Is there a lost time that is not lived again, or a text to this number that only the carrier knows?"""
    lost = tables["lost_time"].get(THE_ONE)
    if lost is not None and lost["over_at"] is None:
        return True
    return any(text["phone_hash"] in row["phones"] for row in _open(tables, params["lost"]))


def _open(tables: MemoryTables, since: Any) -> Rows:
    rows = tables["lost_texts"].values()
    return sorted((r for r in rows if r["how"] is None and r["at"] > since), key=lambda row: row["sid"])


def _lose(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[LoseTime], rows):
        before = tables["lost_time"].get(THE_ONE)
        still = before is not None and before["over_at"] is None
        since = min(before["since"], row.since) if before is not None and still else row.since
        tables["lost_time"][THE_ONE] = {"since": since, "until": row.until, "heard_at": None, "over_at": None}


def _changed(tables: Tables, **more: Any) -> None:
    lost = tables["lost_time"].get(THE_ONE)
    if lost is not None and lost["over_at"] is None:
        tables["lost_time"][THE_ONE] = {**lost, **more}


def _heard(tables: Tables, rows: Sequence[Row]) -> None:
    lost = tables["lost_time"].get(THE_ONE)
    for row in cast(Sequence[LostTimeHeard], rows):
        _changed(tables, heard_at=(lost["heard_at"] if lost is not None else None) or row.at)


def _end(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[EndLostTime], rows):
        _changed(tables, over_at=row.at)


def _add(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[AddLostText], rows):
        fresh = {**asdict(row), "phones": row.phones.split(), "intent": None, "settled_at": None}
        before = tables["lost_texts"].get(row.sid)
        newest = {"status": row.status, "code": row.code}
        tables["lost_texts"][row.sid] = fresh if before is None else {**before, **newest}


def _settle(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[SettleLostText], rows):
        lost = tables["lost_texts"].get(row.sid)
        if lost is None or lost["how"] is not None:
            continue
        text = tables["texts"].get(row.intent)
        if text is not None and text["status"] == "withdrawn":
            tables["texts"][row.intent] = {**text, "posting_at": lost["at"]}
        tables["lost_texts"][row.sid] = {**lost, "how": row.how, "intent": row.intent, "settled_at": row.at}
        line = tables["contacts"].get(row.contact)
        if line is not None and row.intent is not None:
            tables["contacts"][row.contact] = {**line, "state": "void"}


def _count(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[CountLostText], rows):
        line = {**asdict(row), "channel": "text", "counted": True, "state": "reserved", "told_at": row.at}
        tables["contacts"].setdefault(row.id, line)


def _add_stops(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[AddLostStop], rows):
        tables["lost_stops"].setdefault(row.id, {**asdict(row), "told": False})


def _tell_stops(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[TellLostStop], rows):
        stop = tables["lost_stops"].get(row.id)
        if stop is not None:
            tables["lost_stops"][row.id] = {**stop, "told": True}


LOST_TIME_APPLIES: dict[str, Apply] = {
    "lose_time": _lose,
    "lost_time_heard": _heard,
    "end_lost_time": _end,
    "add_lost_texts": _add,
    "settle_lost_texts": _settle,
    "count_lost_texts": _count,
    "add_lost_stops": _add_stops,
    "tell_lost_stops": _tell_stops,
}


def _now_open(tables: MemoryTables, params: Params) -> Rows:
    lost = tables["lost_time"].get(THE_ONE)
    if lost is None or lost["over_at"] is not None:
        return []
    return [{**lost, "heard": tables.database.heard.is_heard("loans", lost["until"])}]


def _known(tables: MemoryTables, params: Params) -> Rows:
    return [{"sid": text["sid"]} for text in tables["texts"].values() if text["sid"] in params["sids"]]


def _begun(tables: MemoryTables, params: Params) -> Rows:
    texts = tables["texts"].values()
    return [t for t in texts if t["status"] in ("posting", "uncertain") and t["phone_hash"] in params["phones"]]


def _like_lost(tables: MemoryTables, params: Params) -> Rows:
    left, stopped = _open(tables, params["since"]), tables.database.stopped
    found = [
        text
        for text in tables["texts"].values()
        if text["status"] == "claimed" and text["post_before"] > params["now"]
        and any(text["phone_hash"] in row["phones"] for row in left)
        and not {"sending:all", f"sending:region:{text['region']}", f"sending:case:{text['case_id']}"} & stopped
    ]  # fmt: skip
    return sorted(found, key=lambda text: (text["claimed_at"], text["intent"]))[: params["limit"]]


def _lock_like_lost(tables: MemoryTables, params: Params) -> Rows:
    texts = [tables["texts"][intent] for intent in sorted(params["intents"]) if intent in tables["texts"]]
    found = [
        text
        for text in texts
        if text["status"] == "withdrawn" or (text["status"] == "claimed" and text["post_before"] > params["now"])
    ]
    return [text for text in found if tables.try_lock(str(text["intent"]))]


def _taken_back(tables: MemoryTables, params: Params) -> Rows:
    found = [
        text
        for text in tables["texts"].values()
        if text["status"] == "withdrawn" and text["posting_at"] is None
        and text["claimed_at"] > params["since"] and text["phone_hash"] in params["phones"]
    ]  # fmt: skip
    return sorted(found, key=lambda text: text["claimed_at"], reverse=True)[: params["limit"]]


def _to_these(tables: MemoryTables, params: Params) -> Rows:
    tables.lock("lost-texts")
    return [row for row in _open(tables, params["since"]) if set(row["phones"]) & set(params["phones"])]


def _uncounted(tables: MemoryTables, params: Params) -> Rows:
    found = []
    for lost in _open(tables, params["since"]):
        whose = sorted(
            (row for row in tables["phones"].values() if row["phone_hash"] in lost["phones"]),
            key=lambda row: row["case_id"],
        )
        found += [{**lost, "borrower": row["borrower"], "case_id": row["case_id"]} for row in whose[:1]]
    return found


def _untold(tables: MemoryTables, params: Params) -> Rows:
    numbers = {row["case_id"]: row["phone_hash"] for row in tables["phones"].values()}
    rows = [row for row in tables["lost_stops"].values() if not row["told"]]
    by_time = sorted(rows, key=lambda row: (row["received_at"], row["id"]))
    return [{**row, "phone_hash": numbers.get(row["case_id"], "")} for row in by_time]


def _noted(tables: MemoryTables, params: Params) -> Rows:
    return [row for sid in params["sids"] if (row := tables["lost_texts"].get(sid)) is not None]


def _named(tables: MemoryTables, params: Params) -> Rows:
    named = zip(params["sids"], params["intents"], strict=True)
    found = [(tables["lost_texts"].get(sid), intent) for sid, intent in named]
    return [row for row, intent in found if row is not None and row["intent"] != intent]


def _over(tables: MemoryTables, params: Params) -> Rows:
    return list(tables["lost_time"].values())


def _undecided(tables: MemoryTables, params: Params) -> Rows:
    database = tables.database
    replies = any(
        b'"reply-received"' in row.doc and row.aggregate not in database.parked for row in database.intake.values()
    )
    due = any(at <= params["now"] and aggregate not in database.parked for at, aggregate, _ in database.timers)
    return [{"one": 1}] if replies or due else []


LOST_TIME_READS: dict[str, Read] = {
    "lost_time_open": _now_open,
    "lost_time_over": _over,
    "undecided": _undecided,
    "sids_known": _known,
    "sids_noted": _noted,
    "texts_begun": _begun,
    "texts_like_lost": _like_lost,
    "texts_taken_back": _taken_back,
    "lock_like_lost": _lock_like_lost,
    "lost_texts_to": _to_these,
    "lost_texts_uncounted": _uncounted,
    "lost_stops_untold": _untold,
    "lost_texts_named": _named,
}
