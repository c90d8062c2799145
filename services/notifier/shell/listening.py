"""What people wrote while we could not hear: read from the carrier's own list, and taken in as a webhook would be.

A webhook is sent once. Whatever kept us from storing it (we were down, a database was away, a token was rotated, a
proxy was wrong), the carrier still lists the message. So the list is read at each start, every `EVERY`, and sooner
while signatures are refused or after a webhook that could not be stored; always from a little before where the last
reading ended, which is remembered in the database. Each message has the same id here and there, so it counts once.
After a restore it is read from where the lost time begins, until that is lived again (see `lost_time`).

A step reads one page. Pages come newest first, so how far was read is told only when all of them were; a process that
dies halfway begins again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.runtime import metrics
from shared.runtime.logs import logger
from shared.runtime.ports import Writes

from .inbound import Inbox
from .lost_time import lost_time
from .missed import Missed
from .rows import ReadUpto
from .signatures import Signatures
from .sms import Arrivals, Unreached

EVERY = timedelta(minutes=5)
SOON = timedelta(seconds=30)
AROUND = timedelta(minutes=10)
"""How late a message may be listed, and how far apart clocks may be."""
BEFORE_OUR_TIME = timedelta(days=7)
"""So far back is looked where nothing was ever read; of what is found there only STOP and START count."""
SILENT = timedelta(hours=1)
"""After so long without a whole reading it is said that the list can't be read."""
INBOUND = "inbound"
log = logger("notifier")


@dataclass(slots=True)
class Listening:
    """One process's reading of the list. `say` is told when it can't be read for long, and that it can (None); `asked`
    of each question why the carrier did not answer it, or that it did (None).
    """

    inbox: Inbox
    arrivals: Arrivals
    signatures: Signatures = field(default_factory=Signatures)
    say: Callable[[str | None], None] = lambda problem: None
    asked: Callable[[str | None], None] = lambda why: None
    missed: Missed = field(default_factory=Missed)
    begun: datetime | None = None
    since: datetime | None = None
    ended: datetime | None = None
    page: str | None = None
    first: bool = False
    again_at: datetime | None = None

    def read_now(self) -> None:
        """Somebody waits for a reading that begins after now: don't wait for its hour, unless one is under way."""
        if self.begun is None:
            self.again_at = None

    def due(self, now: datetime) -> bool:
        """Is there anything to read by now, as far as this process knows?"""
        if self.again_at is None or self.begun is not None:
            return self.again_at is None or now >= self.again_at
        doubtful = self.signatures.doubtful or self.missed.at is not None
        soon = doubtful and self.ended is not None and now >= self.ended + SOON
        return soon or now >= self.again_at


async def read_inbound(listening: Listening) -> int:
    """Take in one page of what the carrier lists, if it is time; how many messages were new."""
    now = listening.inbox.clock.now()
    listening.signatures.look(now)
    if not listening.due(now):
        return 0
    if listening.begun is None or listening.since is None:
        listening.begun, listening.since = now, await _since(listening, now)
    try:
        page = await listening.arrivals.inbox(listening.since, listening.page)
    except Unreached as error:
        listening.asked(str(error))
        listening.again_at = now + SOON
        listening.page = None  # what a page is called may not be so for ever
        waits = await lost_time(listening.inbox.store) is not None  # for this very reading, and texts with it
        if waits or now - (listening.ended or listening.begun) >= SILENT:
            listening.say(f"what people wrote meanwhile can't be read from the carrier's list: {error}")
        return 0
    listening.asked(None)
    new = await listening.inbox.not_taken(page.messages)
    for message in new:
        outcome = await listening.inbox.take(message, consent_only=listening.first)
        metrics.count("replies_listed", outcome=outcome)
    if new:
        log.warning("replies-missed", count=len(new))
    if page.more is not None:
        listening.page, listening.again_at = page.more, now
        return len(page.messages)
    await _end(listening, listening.begun, now)
    return 0


async def _since(listening: Listening, now: datetime) -> datetime:
    """From when on this reading reads."""
    rows = await listening.inbox.store.ask("carrier_read", {"what": INBOUND})
    upto: datetime | None = rows[0]["upto"] if rows else None
    listening.first = upto is None
    if (lost := await lost_time(listening.inbox.store)) is not None:
        upto, listening.first = min(upto or lost.since, lost.since), False
    return min(upto or now - BEFORE_OUR_TIME, now) - AROUND


async def _end(listening: Listening, begun: datetime, now: datetime) -> None:
    async with listening.inbox.store.unit() as unit:
        await unit.commit(Writes(rows=[ReadUpto(INBOUND, begun)]))
    listening.missed.read_since(begun)
    listening.ended, listening.begun, listening.page = now, None, None
    # Texts wait for a reading that begins after the bank was heard.
    listening.again_at = now + (SOON if await lost_time(listening.inbox.store) is not None else EVERY)
    listening.say(None)
