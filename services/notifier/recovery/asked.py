"""What others know of the lost time: the topics, and the carrier. All of it is asked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notifier.shell.inbound import Inbox
from services.notifier.shell.lost_texts import noted
from services.notifier.shell.posting import body_hash
from services.notifier.shell.rows import AddLostStop, AddLostText
from services.notifier.shell.sms import Arrivals, Arrived, Departures, Found
from shared.contracts.catalogue import BY_NAME
from shared.contracts.codec import decode
from shared.contracts.texts import ReplyUnderstood
from shared.ids import derive
from shared.privacy.master import MasterKeys
from shared.runtime.kafka.log_ranges import LogRanges
from shared.runtime.lost_records import LogRange, LostRecords, RestoredPlaces, reads
from shared.runtime.places import LogPlace
from shared.runtime.ports import Store

OVERLAP = timedelta(hours=1)
"""So long before the backup the carrier's lists are asked for: clocks differ, and its lists may be late."""
SIDS_AT_ONCE = 1000
KID = re.compile(rb'"kid":"([A-Za-z0-9._:-]{1,64})"')
FROM_OUTSIDE = ("loans", "outcomes", "fleet")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class CarrierKnows:
    """`texts` of ours that are not known here, to be kept; how many of them are `new`, which no recovery kept before
    and which were not on their way. How many `replies` are not known, and how many of them `stop`.
    """

    texts: Sequence[AddLostText]
    new: int
    replies: int
    stops: int


async def ask_carrier(
    carrier: Departures | Arrivals, inbox: Inbox, keys: MasterKeys, since: datetime, say: Say
) -> CarrierKnows:
    """Both of its lists from `since` on. Raises `Unreached`: then nothing is known."""
    found = await _sent(carrier, since, say)  # type: ignore[arg-type]
    texts = await _unknown(inbox.store, keys, found)
    arrived = await _arrived(carrier, since)  # type: ignore[arg-type]
    new = await inbox.not_taken(arrived)
    async with inbox.store.unit() as unit:
        kept = {row["sid"] for row in await unit.select("sids_noted", {"sids": [text.sid for text in texts]})}
    first = sum(text.how is None and text.sid not in kept for text in texts)
    return CarrierKnows(texts, first, len(new), sum(inbox.said(message) == "stop" for message in new))


async def _sent(carrier: Departures, since: datetime, say: Say) -> list[Found]:
    found: dict[str, Found] = {}
    page = None
    while True:
        answer = await carrier.outbox(since, page)
        found.update((one.sid, one) for one in answer.texts)
        if answer.more is None:
            return list(found.values())
        if page is not None:
            say(f"the carrier's list of texts: {len(found)} so far")
        page = answer.more


async def _arrived(carrier: Arrivals, since: datetime) -> list[Arrived]:
    found: dict[str, Arrived] = {}
    page = None
    while True:
        answer = await carrier.inbox(since, page)
        found.update((one.sid, one) for one in answer.messages)
        if answer.more is None:
            return list(found.values())
        page = answer.more


async def _unknown(store: Store, keys: MasterKeys, found: Sequence[Found]) -> list[AddLostText]:
    """Those that we do not know by their id. What we began to post when the backup was made is marked."""
    rows: list[AddLostText] = []
    for first in range(0, len(found), SIDS_AT_ONCE):
        some = found[first : first + SIDS_AT_ONCE]
        async with store.unit() as unit:
            known = {row["sid"] for row in await unit.select("sids_known", {"sids": [one.sid for one in some]})}
            new = [one for one in some if one.sid not in known]
            phones = sorted({phone for row in noted(new, keys, {}, body_hash) for phone in row.phones.split()})
            begun: dict[str, set[str]] = {}
            for row in await unit.select("texts_begun", {"phones": phones}) if phones else []:
                begun.setdefault(row["phone_hash"], set()).add(row["body_hash"])
        rows += noted(new, keys, begun, body_hash)
    return rows


async def stops_told(log: LogRanges, lost: LostRecords, now: datetime) -> list[AddLostStop]:
    """STOPs that we had passed on in the lost time: their records are passed over, so their cases hear of them so."""
    found: dict[UUID, AddLostStop] = {}
    ranges = {(one.topic, one.partition): LogRange(one.first, one.end) for one in lost.of_topic(ReplyUnderstood.topic)}
    async for record in log.read(ranges):
        event = decode(record.topic, record.key, record.value, now)
        if isinstance(event, ReplyUnderstood) and any(one.kind == "opt-out" for one in event.data.meanings):
            data = event.data
            id = derive("lost-stop", event.source, event.id)
            found[id] = AddLostStop(id, event.subject, data.received_at, data.words.model_dump_json())
    return list(found.values())


async def keys_needed(log: LogRanges, places: RestoredPlaces, there: dict[LogPlace, LogRange]) -> set[str]:
    """The data keys under which what notifier reads again is sealed."""
    kids: set[str] = set()
    ranges = {
        place: LogRange(max(places.consumed.get(place, 0), one.begins), one.ends)
        for place, one in there.items()
        if place[0] in FROM_OUTSIDE and reads("notifier", place[0]) and place[0] in BY_NAME
    }
    async for record in log.read(ranges):
        kids.update(kid.decode() for kid in KID.findall(record.value or b""))
    return kids
