"""The time that a restore lost, until it is lived again. Nothing is posted meanwhile (see the reads of `posting`).

1. All that the bank said in it is decided on: it is heard (docs/adr/0020) up to the end of the lost time. Then it is
   known whose numbers wrote, and cases hear of the STOPs that we had passed on.
2. The carrier's list of what people wrote is read from where it begins, in a reading that began after that, and all
   of it is decided on.
3. What only the carrier knows of by then counts in the ledger of its recipient, and the lost time is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.notifier.core.inputs import INPUTS, ReplyReceived
from services.notifier.core.lost_texts import COUNTS_FOR
from shared.contracts.values import Sealed
from shared.ids import derive
from shared.runtime.logs import logger
from shared.runtime.ports import Clock, IntakeRow, Store, Unit, Writes

from .lost_texts import contact_of
from .rows import CountLostText, EndLostTime, LostTimeHeard, TellLostStop

INBOUND = "inbound"
log = logger("notifier")


@dataclass(frozen=True, slots=True)
class LostTime:
    """`heard`: what the bank had said by its end was decided on; `heard_at` is since when that is known."""

    since: datetime
    heard: bool
    heard_at: datetime | None


async def lost_time(store: Store) -> LostTime | None:
    """The one that is not lived again yet."""
    rows = await store.ask("lost_time_open", {})
    return LostTime(rows[0]["since"], rows[0]["heard"], rows[0]["heard_at"]) if rows else None


def nothing_more() -> None:
    """Where nobody has to be told that the list is to be read."""


async def live_again(
    store: Store, clock: Clock, say: Callable[[str | None], None], read_now: Callable[[], None] = nothing_more
) -> int:
    """One step on the way through the lost time; 1 where one was made. `say` is told for what texts wait, and
    `read_now` that they wait for another reading of the carrier's list.
    """
    lost = await lost_time(store)
    if lost is None:
        say(None)
        return 0
    now = clock.now()
    async with store.unit() as unit:
        if lost.heard_at is None:
            if not lost.heard:
                say(f"texts wait: what the bank said since {lost.since:%Y-%m-%d %H:%M} UTC is read again")
                return 0
            stops = await unit.select("lost_stops_untold", {})
            told = [TellLostStop(row["id"]) for row in stops]
            await unit.commit(Writes(rows=[LostTimeHeard(now), *told], intake=[_stop(row, now) for row in stops]))
            return 1
        read = await unit.select("carrier_read", {"what": INBOUND})
        if not read or read[0]["upto"] < lost.heard_at:
            say(f"texts wait: what people wrote since {lost.since:%Y-%m-%d %H:%M} UTC is read from the carrier's list")
            read_now()
            return 0
        if await unit.select("undecided", {"now": now}):
            return 0
        await unit.commit(Writes(rows=[*await _counted(unit, now), EndLostTime(now)]))
    say(None)
    log.info("lost-time-over")
    return 1


def _stop(row: Mapping[str, Any], now: datetime) -> IntakeRow:
    """As the carrier would have called it: whoever can't open the words any more knows it for a STOP."""
    said = ReplyReceived(
        sid=f"lost-stop-{row['id']}",
        phone_hash=row["phone_hash"],
        received_at=row["received_at"],
        words=Sealed.model_validate_json(row["words"]),
        carrier_says="stop",
    )
    return IntakeRow(derive("lost-stop", row["id"]), row["case_id"], now, INPUTS.dump_json(said))


async def _counted(unit: Unit, now: datetime) -> list[CountLostText]:
    rows = await unit.select("lost_texts_uncounted", {"since": now - COUNTS_FOR})
    return [CountLostText(contact_of(row["sid"]), row["borrower"], row["case_id"], row["at"]) for row in rows]
