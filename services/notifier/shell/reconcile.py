"""What became of texts in doubt, and of texts whose time ran out. Nothing here ever posts.

A post begun by a process that is gone becomes uncertain. Uncertain texts are looked for at the carrier's, by
recipient, time and the hash of the body, less and less often; what is never found stays for an operator. A status
report that names the intent settles it at any time (see `webhook`).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.notifier.core.inputs import INPUTS, TextExpired
from shared.contracts.values import Sealed
from shared.ids import derive
from shared.runtime import metrics
from shared.runtime.logs import logger
from shared.runtime.ports import IntakeRow, Writes

from .posting import Desk, body_hash, settlement
from .rows import Disown, Looked
from .sms import Found, Unreached

ROWS_MAX = 100
LOOKS_MAX = 12
LOOK_S, LOOK_S_MAX = 15.0, 6 * 3600.0
AROUND = timedelta(minutes=5)
log = logger("notifier")


async def expire_texts(desk: Desk) -> int:
    """Claimed texts that nobody posted in time go back to their cases."""
    now = desk.clock.now()
    async with desk.store.unit() as unit:
        rows = await unit.select("expired_claims", {"now": now, "limit": ROWS_MAX})
    await _take_in(
        desk,
        [
            IntakeRow(
                derive("expired", row["intent"], row["post_before"].timestamp()),
                row["case_id"],
                now,
                INPUTS.dump_json(TextExpired(row["intent"], now)),
            )
            for row in rows
        ],
    )
    return 0  # what is stored here again and again until its case has decided is no progress: wait


async def doubt_posts_of_the_dead(desk: Desk, service: str) -> int:
    """Posts begun by processes that are gone: nobody knows, so they are uncertain.

    A process that only lost its connection has another owner's number afterwards, and may still learn that a post of
    before was not taken. So they are disowned first: what is called uncertain is never put back.
    """
    now = desk.clock.now()
    params = {"me": desk.owner(), "space": zlib.crc32(service.encode()) & 0x7FFFFFFF, "limit": ROWS_MAX}
    async with desk.store.unit() as unit:
        dead = await unit.select("posts_of_the_dead", params)
        if dead:
            await unit.commit(Writes(rows=[Disown(row["intent"], row["owner"]) for row in dead]))
    async with desk.store.unit() as unit:
        rows = await unit.select("posts_of_nobody", {"limit": ROWS_MAX})
    await _take_in(desk, [settlement(row["intent"], row["case_id"], "uncertain", None, None, now) for row in rows])
    return 0


async def reconcile_texts(desk: Desk) -> int:
    """Look for uncertain texts at the carrier's; how many were found."""
    now = desk.clock.now()
    async with desk.store.unit() as unit:
        params = {"now": now, "limit": ROWS_MAX, "looks_max": LOOKS_MAX}
        rows = await unit.select("texts_in_doubt", params)
    if not rows:
        return 0
    sealed = {str(row["intent"]): Sealed.model_validate_json(row["phone"]) for row in rows}
    phones = await desk.ring.open_all(sealed, "phone")
    found: list[IntakeRow] = []
    looked: list[Looked] = []
    for row in rows:
        phone = phones.get(str(row["intent"]))
        sid = await _look(desk, row, phone) if phone is not None else None
        if sid is not None:
            found.append(settlement(row["intent"], row["case_id"], "accepted", sid, None, now))
            metrics.count("texts_settled", outcome="found")
        wait = min(LOOK_S_MAX, LOOK_S * 3.0 ** row["looks"])
        looked.append(Looked(row["intent"], now + timedelta(seconds=wait)))
        if row["looks"] + 1 == LOOKS_MAX and sid is None:
            metrics.count("texts_settled", outcome="left-to-operator")
            log.warning("text-left-to-operator", intent=str(row["intent"]), case=row["case_id"])
    await _take_in(desk, found)
    async with desk.store.unit() as unit:
        await unit.commit(Writes(rows=list(looked)))
    return len(found)


async def _look(desk: Desk, row: Mapping[str, Any], phone: str) -> str | None:
    """The carrier's id of the text in `row`, when exactly one that nobody else claims fits."""
    begun: datetime = row["posting_at"]
    try:
        listed = await desk.sms.find(phone, begun - AROUND)
    except Unreached:
        return None
    fitting = [one for one in listed if one.at <= begun + AROUND and body_hash(one.body) == row["body_hash"]]
    free = await _unclaimed(desk, fitting)
    return free[0].sid if len(free) == 1 else None


async def _unclaimed(desk: Desk, found: Sequence[Found]) -> list[Found]:
    if not found:
        return []
    async with desk.store.unit() as unit:
        rows = await unit.select("known_sids", {"sids": [one.sid for one in found]})
    known = {row["sid"] for row in rows}
    return [one for one in found if one.sid not in known]


async def _take_in(desk: Desk, rows: Sequence[IntakeRow]) -> None:
    if rows:
        await desk.store.take_in(rows)
