"""I16: who writes is answered. An answer is not given up before it could have gone out for some hours."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.contracts.codec import decode_value
from shared.contracts.texts import TextIntended, TextRefused
from shared.runtime.ports import IntakeRow, Outgoing, Writes

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

ZONE = ZoneInfo("Europe/Lisbon")
OPENS, CLOSES = time(9), time(19)
OPEN_MIN = timedelta(hours=3)
STEP = timedelta(minutes=30)
OUT_OF_TIME = frozenset({"no-time-left", "too-late"})


class Answers:
    def __init__(self, world: World) -> None:
        self._world = world
        self._received: dict[str, datetime] = {}
        self._owed: dict[UUID, datetime] = {}

    def taken_in(self, row: IntakeRow) -> None:
        if b'"reply-received"' in row.doc:
            self._received[str(row.id)] = datetime.fromisoformat(json.loads(row.doc)["received_at"])

    def committed(self, writes: Writes) -> None:
        for sent in writes.outbox:
            if sent.type == "doorstep.text.intended.v1" and b'"reason":"answer"' in sent.value:
                self._asked_for(sent, writes)
            elif sent.type == "doorstep.text.refused.v1" and self._owed:
                self._given_up(sent)

    def _asked_for(self, sent: Outgoing, writes: Writes) -> None:
        """What it answers: the oldest reply that was decided on with it."""
        causes = [row.cause for row in writes.history if row.aggregate == sent.aggregate]
        since = [self._received[cause] for cause in causes if cause in self._received]
        event = decode_value(sent.topic, sent.value, self._world.moment.at)
        if since and isinstance(event, TextIntended):
            self._owed[event.data.intent] = min(since)

    def _given_up(self, sent: Outgoing) -> None:
        event = decode_value(sent.topic, sent.value, self._world.moment.at)
        if not isinstance(event, TextRefused) or event.data.reason not in OUT_OF_TIME:
            return
        since = self._owed.get(event.data.intent)
        if since is not None and _open_for(since, self._world.moment.at) < OPEN_MIN:
            raise Violation("I16", sent.aggregate, f"{event.data.kind}, an answer, was given up before it could go out")


def _open_for(since: datetime, until: datetime) -> timedelta:
    """How long texts could go out between the two, to the half hour."""
    found = timedelta(0)
    while since < until:
        local = since.astimezone(ZONE)
        if OPENS <= local.time() < CLOSES and local.isoweekday() <= 6:
            found += STEP
        since += STEP
    return found
