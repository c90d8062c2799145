"""What is known of the carrier in memory: outages, alarms, and texts that were asked about. As in `queries.sql`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, cast

from services.notifier.shell.rows import (
    AlarmOver,
    GoOn,
    KeepCharge,
    Looked,
    Probed,
    RaiseAlarm,
    ReceiptAsked,
    StopPosting,
)
from shared.decision import Row
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.reading import MemoryTables, Read
from tests.memory.runtime.tables import Tables

Params = Mapping[str, Any]
Rows = list[dict[str, Any]]
SMS = "sms"
COUNTED = ("failed", "undelivered", "rejected", "claimed")


def _columns(row: Any) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields(row)}


def _stop(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[StopPosting], rows):
        tables["outages"].setdefault(SMS, {**_columns(row), "probes": 0, "good": 0})


def _probed(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[Probed], rows):
        outage = tables["outages"].get(SMS)
        if outage is not None and outage["since"] == row.since:
            good = 0 if row.failed else outage["good"] + row.good
            probes = outage["probes"] + row.failed
            tables["outages"][SMS] = {**outage, "probes": probes, "good": good, "probe_at": row.probe_at}


def _go_on(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[GoOn], rows):
        outage = tables["outages"].get(SMS)
        if outage is not None and outage["since"] == row.since:
            del tables["outages"][SMS]


def _raise(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[RaiseAlarm], rows):
        before = tables["alarms"].get(row.code)
        since = before["since"] if before is not None and before["until"] > row.since else row.since
        tables["alarms"][row.code] = {**_columns(row), "since": since}


def _over(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[AlarmOver], rows):
        tables["alarms"].pop(row.code, None)


def _noted(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[ReceiptAsked | Looked], rows):
        tables["texts"][row.intent] = {**tables["texts"][row.intent], **_columns(row)}


def _charged(tables: Tables, rows: Sequence[Row]) -> None:
    for row in cast(Sequence[KeepCharge], rows):
        text = tables["texts"][row.intent]
        other = None if row.segments == text.get("segments") else row.segments
        counted = text.get("carrier_segments") if row.segments is None else other
        price = {} if row.price is None else {"price": row.price, "price_unit": row.currency}
        tables["texts"][row.intent] = {**text, "carrier_segments": counted, **price}


CARRIER_APPLIES: dict[str, Apply] = {
    "stop_posting": _stop,
    "probed": _probed,
    "go_on": _go_on,
    "raise_alarms": _raise,
    "alarms_over": _over,
    "asked": _noted,
    "looked": _noted,
    "keep_charges": _charged,
}


def _outage(tables: MemoryTables, params: Params) -> Rows:
    return list(tables["outages"].values())


def _to_probe(tables: MemoryTables, params: Params) -> Rows:
    due = [outage for outage in tables["outages"].values() if outage["probe_at"] <= params["now"]]
    return due if due and tables.try_lock("outage") else []


def _codes(tables: MemoryTables, params: Params) -> Rows:
    moved = [t for t in tables["texts"].values() if t["moved_at"] is not None and t["moved_at"] > params["since"]]
    found = Counter(
        (text["carrier_code"], text["status"] in ("failed", "undelivered"))
        for text in moved
        if text["carrier_code"] is not None and text["status"] in COUNTED
    )
    delivered = sum(text["status"] == "delivered" for text in moved)
    rows: Rows = [{"code": code, "late": late, "number": number} for (code, late), number in found.items()]
    return [*rows, {"code": None, "late": True, "number": delivered}]


def _alarms(tables: MemoryTables, params: Params) -> Rows:
    return [alarm for _, alarm in sorted(tables["alarms"].items()) if alarm["until"] > params["now"]]


def _unreported(tables: MemoryTables, params: Params) -> Rows:
    found = [
        text
        for text in tables["texts"].values()
        if text["status"] in ("accepted", "sent") and text["sid"] is not None
        and text["ask_after"] is not None and text["ask_after"] <= params["now"]
    ]  # fmt: skip
    return sorted(found, key=lambda text: text["ask_after"])[: params["limit"]]


CARRIER_READS: dict[str, Read] = {
    "outage_now": _outage,
    "outage_to_probe": _to_probe,
    "codes_lately": _codes,
    "alarms_now": _alarms,
    "texts_unreported": _unreported,
}
