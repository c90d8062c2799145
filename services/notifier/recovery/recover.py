"""After a restore, in this order: hold, ask everybody, write down what they know, let go. Each can be done again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.notifier.shell.inbound import Inbox
from services.notifier.shell.rows import LoseTime
from services.notifier.shell.twilio_sms import TwilioSms
from shared.decision import Row
from shared.decision.figures import counted
from shared.privacy.master import MasterKeys
from shared.runtime.kafka.erasures import replay_tombstones
from shared.runtime.kafka.group_offsets import KafkaGroupOffsets
from shared.runtime.kafka.log_ranges import LogRanges
from shared.runtime.lost_records import SERVICES, LogRange, LostRecords, lost_records
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.lost_records import RestoredService, owner_tables
from shared.runtime.pg.places import PgPlaces
from shared.runtime.pg.store import PgStore
from shared.runtime.places import GroupOffset, LogPlace, compare
from shared.runtime.ports import Clock, Unavailable, Writes

from .asked import OVERLAP, CarrierKnows, Say, ask_carrier, keys_needed, stops_told

CARRIER_KEEPS = timedelta(days=365)
"""Twilio keeps messages for some months longer; what it no longer lists can't be asked for."""
ASKED_AGAIN = 10
NEVER = timedelta(days=7)
"""So far back is asked where the backup knows of no decision at all."""


@dataclass(frozen=True, slots=True)
class Recovering:
    """What it works with. `carrier` is asked, never told anything."""

    database_url: str
    store: PgStore
    kafka: dict[str, Any]
    prefix: str
    inbox: Inbox
    keys: MasterKeys
    carrier: TwilioSms
    clock: Clock
    say: Say

    @property
    def log(self) -> LogRanges:
        return LogRanges(self.kafka, self.prefix)


@dataclass(frozen=True, slots=True)
class Known:
    """What everybody else knows of the time that was lost."""

    since: datetime
    services: Mapping[str, RestoredService]
    lost: LostRecords
    carrier: CarrierKnows
    stops: int
    keys_missing: int
    gaps: Sequence[str]
    behind: bool

    @property
    def older(self) -> bool:
        """Does anybody know of something that was done here, and that the database does not know?"""
        return self.behind or self.carrier.new > 0

    @property
    def held(self) -> bool:
        return any(one.held is not None for one in self.services.values())


class GapsRemain(Exception):
    """Somebody else no longer has what was lost, in `gaps`; a person has to accept that."""

    def __init__(self, gaps: Sequence[str]) -> None:
        super().__init__("; ".join(gaps))
        self.gaps = gaps


async def look(work: Recovering) -> tuple[Known, list[Row]]:
    """What would be done, and the rows that keep it; writes nothing. Raises `Unreached`, `Unavailable`."""
    log = await work.log.all()
    async with owner_tables(work.database_url) as tables:
        services = {service: await tables.restored(service) for service in SERVICES}
        until = await tables.clock()
    lost = lost_records({name: one.places for name, one in services.items()}, log)
    now = work.clock.now()
    since = _since(services, now)
    work.say(f"the backup knows of nothing after {since:%Y-%m-%d %H:%M:%S} UTC")
    carrier = await ask_carrier(work.carrier, work.inbox, work.keys, since - OVERLAP, work.say)
    stops = await stops_told(work.log, lost, now)
    missing = await _missing_keys(work, services, log)
    behind = any([await _older(work, service) for service in SERVICES])
    known = Known(since, services, lost, carrier, len(stops), missing, tuple(_gaps(lost, since, now)), behind)
    return known, [LoseTime(since - OVERLAP, until), *carrier.texts, *stops]


async def recover(work: Recovering, *, accept_gaps: bool) -> Known | None:
    """All of it; None where nothing is to be recovered. Raises `GapsRemain`, `Unreached`, `Unavailable`; then what was
    held is held as before.
    """
    before, _ = await look(work)
    if not (before.held or before.older):
        return None
    async with owner_tables(work.database_url) as tables:
        for service in SERVICES:
            await tables.hold(service)
    work.say("held: nothing is read, sent or published")
    gone = await replay_tombstones(work.kafka, work.prefix, PgKeys(work.store))
    work.say(f"forgotten again: the {gone} data keys that were ever erased")
    known, rows = await look(work)  # anew: somebody may have worked until just now
    if known.gaps and not accept_gaps:
        raise GapsRemain(known.gaps)
    async with owner_tables(work.database_url) as tables:
        for service in SERVICES:
            await tables.keep(service, known.lost)
    work.say(f"passed over: {counted(_count(known.lost), 'record')} of our own, of decisions that are lost")
    async with work.store.unit() as unit:
        await unit.commit(Writes(rows=rows))
    work.say(
        f"kept: {counted(len(known.carrier.texts), 'text')} that only the carrier knows,"
        f" {counted(known.stops, 'STOP')} that we had told"
    )
    async with owner_tables(work.database_url) as tables:
        for service in SERVICES:
            await tables.release(service)
    work.say("let go: everything is read again; texts leave once what the bank and people said is read")
    return known


async def _offsets(group: KafkaGroupOffsets) -> Mapping[LogPlace, GroupOffset]:
    """What it has committed. A broker that never had a group makes its table of them at the first question."""
    for _ in range(ASKED_AGAIN):
        try:
            return await group.offsets()
        except Unavailable:
            await asyncio.sleep(1)
    return await group.offsets()


async def _older(work: Recovering, service: str) -> bool:
    """Has its group read more than its database knows of?"""
    store = PgStore(work.database_url, service)
    group = KafkaGroupOffsets(work.kafka, group=f"{work.prefix}doorstep-{service}", prefix=work.prefix)
    try:
        return bool(compare(await _offsets(group), await PgPlaces(store).kept()).behind)
    finally:
        await group.close()
        await store.close()


def _since(services: Mapping[str, RestoredService], now: datetime) -> datetime:
    """The newest moment of which the backup knows anything."""
    return min(max((one.last_decided for one in services.values() if one.last_decided), default=now - NEVER), now)


async def _missing_keys(
    work: Recovering, services: Mapping[str, RestoredService], log: dict[LogPlace, LogRange]
) -> int:
    kids = sorted(await keys_needed(work.log, services["notifier"].places, log))
    async with owner_tables(work.database_url) as tables:
        return len(set(kids) - await tables.keys_there(kids))


def _gaps(lost: LostRecords, since: datetime, now: datetime) -> list[str]:
    gaps = [
        f"Kafka removed {counted(number, 'record')} of {topic} before {service} read them again"
        for (service, topic), number in sorted(lost.removed.items())
    ]
    if now - since > CARRIER_KEEPS:
        gaps.append(f"the carrier may no longer list what was sent and written in {since:%B %Y}")
    return gaps


def _count(lost: LostRecords) -> int:
    return sum(one.end - one.first for one in {one for ranges in lost.skipped.values() for one in ranges})
