"""A notifier whose database was restored: what the carrier alone knows, and the time that was lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from services.notifier.shell.lost_texts import noted
from services.notifier.shell.posting import body_hash
from services.notifier.shell.rows import LoseTime
from services.notifier.shell.sms import Found, Report
from services.notifier.shell.worded import ClaimedText, worded
from shared.runtime.ports import Writes

from .notifier_process import KEYS, PHONE, NotifierProcess


async def only_the_carrier_knows(
    notifier: NotifierProcess,
    body: str,
    *,
    to: str = PHONE,
    ago: timedelta = timedelta(minutes=30),
    status: Report | None = None,
) -> str:
    """A text that went out before the restore, and of which nothing is known here; its id at the carrier's."""
    found = Found(f"SM{uuid4().hex}", body, notifier.clock.at - ago, to, status or Report("delivered"))
    async with notifier.store.unit() as unit:
        await unit.commit(Writes(rows=[*noted([found], KEYS, {}, body_hash)]))
    return found.sid


async def lose(notifier: NotifierProcess, since: datetime, until: datetime) -> None:
    async with notifier.store.unit() as unit:
        await unit.commit(Writes(rows=[LoseTime(since, until)]))


async def body_of_the_claimed(notifier: NotifierProcess) -> str:
    """What the only claimed text will say."""
    row = await notifier.text()
    (text,) = await worded(notifier.desk, [ClaimedText.of(row)])
    return text.body
