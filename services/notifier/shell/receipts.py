"""Receipts that never came are asked for: after an hour, a day and three days. Then it is known that nobody knows.

A webhook that was down, a report that was never sent, a network that gives none: all look alike from here. The carrier
has the answer for the first two. A few texts are asked for one by one, many by the listing of their time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.notifier.core.inputs import INPUTS, StatusReported
from services.notifier.core.text_status import RANK, UNDER_WAY, TextStatus
from shared.ids import derive
from shared.runtime import metrics
from shared.runtime.ports import IntakeRow, Writes

from .desk import Desk
from .rows import KeepCharge, ReceiptAsked
from .sms import Report, Unreached

ROWS_MAX = 500
FEW = 20
AROUND = timedelta(minutes=5)
AGAIN = (timedelta(days=1), timedelta(days=2))
"""From the first question to the second, and on to the third and last."""
LONG = timedelta(days=365)


async def ask_receipts(desk: Desk) -> int:
    """Ask what became of texts that were taken long ago; of how many something new is known."""
    now = desk.clock.now()
    rows = await desk.store.ask("texts_unreported", {"now": now, "limit": ROWS_MAX})
    if not rows:
        return 0
    try:
        reports = await _listed(desk, rows) if len(rows) > FEW else {}
        asked = rows if len(rows) <= FEW else [row for row in rows if row["sid"] not in reports][:FEW]
        for row in asked:
            report = await desk.sms.report(row["sid"])
            reports[row["sid"]] = report or Report(None)
    except Unreached:
        return 0  # and nothing counts as asked
    known = [row for row in rows if row["sid"] in reports]
    news = [said for row in known if (said := _news(row, reports[row["sid"]], now)) is not None]
    if news:
        await desk.store.take_in(news)
    async with desk.store.unit() as unit:
        asked_now = [ReceiptAsked(row["intent"], _next(row, now), row["asks"] + 1) for row in known]
        charges = [KeepCharge.of(row["intent"], charge) for row in known if (charge := reports[row["sid"]].charge)]
        await unit.commit(Writes(rows=[*asked_now, *charges]))
    return len(news)


async def _listed(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> dict[str, Report]:
    begun = [row["posting_at"] for row in rows]
    listing = await desk.sms.listed(min(begun) - AROUND, max(begun) + AROUND)
    return {one.sid: one.report for one in listing.found}


def _news(row: Mapping[str, Any], report: Report, now: datetime) -> IntakeRow | None:
    """What the carrier says, under the id that its own report has: whichever comes first counts, once."""
    status = report.status
    last = row["asks"] >= len(AGAIN)
    if status is None or RANK[status] <= RANK[_of(row)]:
        status = None
    if last and (status is None or status in UNDER_WAY):
        status = "unconfirmed"
    if status is None:
        return None
    metrics.count("texts_settled", outcome="asked-for")
    said = StatusReported(row["intent"], row["sid"], status, report.code, now)
    return IntakeRow(derive("status", row["sid"], status), row["case_id"], now, INPUTS.dump_json(said))


def _of(row: Mapping[str, Any]) -> TextStatus:
    status: TextStatus = row["status"]
    return status


def _next(row: Mapping[str, Any], now: datetime) -> datetime:
    asks: int = row["asks"]
    return now + (AGAIN[asks] if asks < len(AGAIN) else LONG)
