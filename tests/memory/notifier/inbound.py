"""What `inbound.sql` promises, in memory: whose a number is, what belongs to nobody, how far was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, cast

from services.notifier.core.table_writes import AllowNumber, NamePhone
from services.notifier.shell.rows import KeepUnmatched, ReadUpto
from shared.decision import Row
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.reading import MemoryTables, Read
from tests.memory.runtime.tables import Tables

THE_ONE = 1
LONG_AGO = datetime.min.replace(tzinfo=UTC)
Params = Mapping[str, Any]
Rows = list[dict[str, Any]]


def silenced(tables: MemoryTables, text: Mapping[str, Any]) -> bool:
    """Did a STOP come from the number of this text when nobody knew whose it is?"""
    row = tables["suppressions"].get(("", text["phone_hash"]))
    return row is not None and row["active"] and text["kind"] != "opt-out-confirmed"


def _name(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[NamePhone], rows):
        before = tables["phones"].get((row.phone_hash, row.case_id))
        if before is None or (before["told_at"] or LONG_AGO) <= row.told_at:
            tables["phones"][row.phone_hash, row.case_id] = asdict(row)


def _keep(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[KeepUnmatched], rows):
        tables["unmatched_replies"].setdefault(row.sid, asdict(row))


def _allow(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[AllowNumber], rows):
        before = tables["suppressions"].get(("", row.phone_hash))
        if before is not None and before["at"] < row.at:
            tables["suppressions"]["", row.phone_hash] = before | {"active": False, "cause": "opted-in", "at": row.at}


def _read_upto(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[ReadUpto], rows):
        before = tables["carrier_read"].get(row.what)
        if before is None or before["upto"] < row.upto:
            tables["carrier_read"][row.what] = asdict(row)


def _cases(tables: MemoryTables, params: Params) -> Rows:
    found = [row for row in tables["phones"].values() if row["phone_hash"] in params["phones"]]
    return sorted(found, key=lambda row: (row["case_id"], row["phone_hash"]))


def _whose(tables: MemoryTables, params: Params) -> Rows:
    found = []
    for row in _cases(tables, params):
        named = [
            one for one in tables["phones"].values() if one["case_id"] == row["case_id"] and one["kid"] is not None
        ]
        newest = sorted(sorted(named, key=_kid), key=lambda one: one["told_at"] or LONG_AGO, reverse=True)
        keys = [{"named": one["phone_hash"], "kid": one["kid"]} for one in newest] or [{"named": None, "kid": None}]
        found += [{"phone_hash": row["phone_hash"], "case_id": row["case_id"], **key} for key in keys]
    return found


def _kid(row: Mapping[str, Any]) -> str:
    return str(row["kid"])


def _kept_unmatched(tables: MemoryTables, params: Params) -> list[str]:
    lost = tables["lost_time"].get(THE_ONE)
    again = lost["since"] if lost is not None and lost["over_at"] is None else None
    return [
        row["sid"]
        for row in tables["unmatched_replies"].values()
        if row["sid"] in params["sids"]
        and not (again is not None and row["why"] == "unknown-phone" and row["received_at"] >= again)
    ]


def _silenced(tables: MemoryTables, params: Params) -> Rows:
    rows = tables["suppressions"].values()
    return [row for row in rows if row["borrower"] == "" and row["active"] and row["phone_hash"] in params["phones"]]


def _moment(database: MemoryDatabase) -> Read:
    return lambda tables, params: [{"at": database.now()}]


def _carrier_read(tables: MemoryTables, params: Params) -> Rows:
    row = tables["carrier_read"].get(params["what"])
    return [] if row is None else [row]


def _told_before(database: MemoryDatabase) -> Read:
    def read(tables: MemoryTables, params: Params) -> Rows:
        pairs = list(zip(params["cases"], params["ids"], strict=True))
        told = {(case, row.cause) for case in {*params["cases"]} for row in database.history.get(case, {}).values()}
        replies = [str(name) for case, name in pairs if (case, str(name)) in told or name in database.intake]
        kept = _kept_unmatched(tables, params)
        return [{"told": name} for name in (*replies, *kept)]

    return read


APPLIES: dict[str, Apply] = {
    "name_phones": _name, "keep_unmatched": _keep, "allow_numbers": _allow, "read_upto": _read_upto,
}  # fmt: skip


def reads(database: MemoryDatabase) -> dict[str, Read]:
    return {
        "cases_of": _cases,
        "whose": _whose,
        "told_before": _told_before(database),
        "moment": _moment(database),
        "silenced": _silenced,
        "carrier_read": _carrier_read,
    }
