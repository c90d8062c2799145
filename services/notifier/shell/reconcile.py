"""What became of texts in doubt, and of texts whose time ran out. Nothing here ever posts.

A post begun by a process that is gone becomes uncertain. Uncertain texts are looked for at the carrier's, by
recipient, time and the hash of the body, less and less often: many together in one listing of their time. What the
carrier has no trace of, hours later, it never took. What can't be told apart stays for an operator. A status report
that names the intent settles it at any time (see `webhook`).
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from services.notifier.core.inputs import INPUTS, StatusReported, TextExpired
from shared.contracts.values import Sealed
from shared.ids import derive
from shared.runtime import metrics
from shared.runtime.logs import logger
from shared.runtime.ports import IntakeRow, Writes

from .desk import Desk
from .posting import body_hash, settlement
from .rows import Disown, KeepCharge, Looked
from .sms import Found, Unreached

ROWS_MAX = 100
LOOKS_MAX = 12
LOOK_S, LOOK_S_MAX = 15.0, 6 * 3600.0
AROUND = timedelta(minutes=5)
TOGETHER = timedelta(minutes=10)
FEW = 5
"""So many are asked for one by one."""
SURE_AFTER = timedelta(hours=2)
"""So long after the post a list without it is proof: whatever the carrier took is in its list within seconds."""
LISTED_BY = "carrier-list"
log = logger("notifier")


class NeverTaken(Enum):
    """The carrier's list of this recipient is whole, and nothing in it is from the time of the post."""

    NEVER_TAKEN = "never-taken"


NEVER_TAKEN = NeverTaken.NEVER_TAKEN


async def expire_texts(desk: Desk) -> int:
    """Claimed texts that nobody posted in time go back to their cases."""
    if desk.clock_wrong():
        return 0
    now = desk.clock.now()
    rows = await desk.store.ask("expired_claims", {"now": now, "limit": ROWS_MAX})
    await _take_in(
        desk,
        [
            IntakeRow(
                # By the claim too: where clocks differ, a text is allowed once more until the very same moment.
                derive("expired", row["intent"], row["post_before"].timestamp(), row["claimed_at"].timestamp()),
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
    dead = await desk.store.ask("posts_of_the_dead", params)
    if dead:
        async with desk.store.unit() as unit:
            await unit.commit(Writes(rows=[Disown(row["intent"], row["owner"]) for row in dead]))
    rows = await desk.store.ask("posts_of_nobody", {"limit": ROWS_MAX})
    await _take_in(desk, [settlement(row["intent"], row["case_id"], "uncertain", None, None, now) for row in rows])
    return 0


async def reconcile_texts(desk: Desk) -> int:
    """Look for uncertain texts at the carrier's; of how many became known what they are.

    What became uncertain together is looked for together, in one listing of that time. What no listing shows is asked
    for by its recipient; and what the carrier has no trace of long after is called failed: it never took it.
    """
    now = desk.clock.now()
    rows = await desk.store.ask("texts_in_doubt", {"now": now, "limit": ROWS_MAX, "looks_max": LOOKS_MAX})
    if not rows:
        return 0
    phones = await _phones(desk, rows)
    found: list[IntakeRow] = []
    looked: list[Looked] = []
    charges: list[KeepCharge] = []
    shown = await _together(desk, rows)
    told = set[str]()  # of two alike to one number, one message is one of them
    for row in rows:
        phone = phones.get(str(row["intent"]))
        looks = row["looks"] + 1
        try:
            fate = await _look(desk, row, phone, shown, told) if phone is not None else None
        except Unreached:
            fate, looks = None, row["looks"]  # nobody was asked, so it is no look
        if isinstance(fate, Found):
            told.add(fate.sid)
            found.append(settlement(row["intent"], row["case_id"], "accepted", fate.sid, None, now))
            if fate.report.charge:
                charges.append(KeepCharge.of(row["intent"], fate.report.charge))
            metrics.count("texts_settled", outcome="found")
        elif fate is NEVER_TAKEN and row["posting_at"] + SURE_AFTER <= now:
            found.append(_never_taken(row, now))
            metrics.count("texts_settled", outcome="never-taken")
        elif looks == LOOKS_MAX:
            metrics.count("texts_settled", outcome="left-to-operator")
            log.warning("text-left-to-operator", intent=str(row["intent"]), case=row["case_id"])
        wait = min(LOOK_S_MAX, LOOK_S * 3.0 ** row["looks"])
        looked.append(Looked(row["intent"], now + timedelta(seconds=wait), looks))
    await _take_in(desk, found)
    async with desk.store.unit() as unit:
        await unit.commit(Writes(rows=[*looked, *charges]))
    return len(found)


async def _phones(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """By intent, those that open; one that does not is looked for by nobody, and keeps nobody from the others."""
    sealed: dict[str, Sealed] = {}
    for row in rows:
        with suppress(ValueError):
            sealed[str(row["intent"])] = Sealed.model_validate_json(row["phone"])
    broken = await desk.ring.load({box.kid for box in sealed.values()})
    return await desk.ring.open_all({name: box for name, box in sealed.items() if box.kid not in broken}, "phone")


async def _together(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Found]]:
    """By recipient, what the carrier lists of the time of the oldest of many texts; nothing for a few."""
    begun = [row["posting_at"] for row in rows]
    near = [at for at in begun if at <= min(begun) + TOGETHER]
    if len(near) <= FEW:
        return {}
    try:
        listing = await desk.sms.listed(min(near) - AROUND, max(near) + AROUND)
    except Unreached:
        return {}
    shown: dict[str, list[Found]] = {}
    for one in listing.found:
        shown.setdefault(one.to, []).append(one)
    return shown


async def _look(
    desk: Desk, row: Mapping[str, Any], phone: str, shown: Mapping[str, Sequence[Found]], told: Collection[str]
) -> Found | NeverTaken | None:
    """What the carrier has as the text in `row`, where exactly one that nobody else claims fits. None: can't be told.

    Raises `Unreached`.
    """
    begun: datetime = row["posting_at"]
    near = await _unclaimed(desk, row, _near(shown.get(phone, ()), begun), told)
    if not near:
        listing = await desk.sms.find(phone, begun - AROUND)
        near = await _unclaimed(desk, row, _near(listing.found, begun), told)
        if not near:
            return NEVER_TAKEN if listing.whole else None
    fitting = [one for one in near if body_hash(one.body) == row["body_hash"]]
    return fitting[0] if len(fitting) == 1 else None


def _near(found: Sequence[Found], begun: datetime) -> list[Found]:
    return [one for one in found if begun - AROUND <= one.at <= begun + AROUND]


def _never_taken(row: Mapping[str, Any], now: datetime) -> IntakeRow:
    """Failed, without a code: it counts for nobody. `rejected` would be below uncertain in the life of a text."""
    said = StatusReported(row["intent"], LISTED_BY, "failed", None, now)
    return IntakeRow(derive("never-taken", row["intent"]), row["case_id"], now, INPUTS.dump_json(said))


async def _unclaimed(desk: Desk, row: Mapping[str, Any], found: Sequence[Found], told: Collection[str]) -> list[Found]:
    """Without those of other texts, also those just `told`. One that became known as this very text's meanwhile stays:
    it was taken."""
    if not found:
        return []
    params = {"sids": [one.sid for one in found], "intent": row["intent"]}
    known = {other["sid"] for other in await desk.store.ask("sids_of_others", params)}
    return [one for one in found if one.sid not in known and one.sid not in told]


async def _take_in(desk: Desk, rows: Sequence[IntakeRow]) -> None:
    if rows:
        await desk.store.take_in(rows)
