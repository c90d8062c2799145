"""I16: who writes is answered. An answer is not given up before it could have gone out for some hours.

The confirmation of an opt-out is one of minutes: none begins to leave later, and none is given up that could have left.
"""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifier.shell.rows import BeginPost
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
CONFIRMATION = "opt-out-confirmed"
CONFIRMED_WITHIN = timedelta(minutes=5)
SKEW = timedelta(minutes=3)
"""How wrong a process's clock may be, and a little."""
OUT_OF_TIME = frozenset({"no-time-left", "too-late"})


class Answers:
    def __init__(self, world: World) -> None:
        self._world = world
        self._received: dict[str, datetime] = {}
        self._owed: dict[UUID, datetime] = {}
        self._stops: dict[UUID, datetime] = {}

    def taken_in(self, row: IntakeRow) -> None:
        if b'"reply-received"' in row.doc:
            self._received[str(row.id)] = datetime.fromisoformat(json.loads(row.doc)["received_at"])

    def committed(self, writes: Writes, looked_at: datetime) -> None:
        """`looked_at`: when the transaction looked whether a text may still leave."""
        for row in writes.rows:
            if isinstance(row, BeginPost) and row.intent in self._stops:
                self._confirmed(row.intent, looked_at)
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
            if event.data.kind == CONFIRMATION:
                self._stops[event.data.intent] = max(since)

    def _confirmed(self, intent: UUID, at: datetime) -> None:
        late = at - self._stops.pop(intent)
        if late > CONFIRMED_WITHIN + SKEW:
            raise Violation("I16", str(intent), f"a STOP is confirmed {late} after it came")

    def _given_up(self, sent: Outgoing) -> None:
        event = decode_value(sent.topic, sent.value, self._world.moment.at)
        if not isinstance(event, TextRefused) or event.data.reason not in OUT_OF_TIME:
            return
        since = self._owed.get(event.data.intent)
        if event.data.kind == CONFIRMATION:
            self._not_confirmed(sent.aggregate, since)
        elif since is not None and _open_for(since, self._world.moment.at) < OPEN_MIN:
            raise Violation("I16", sent.aggregate, f"{event.data.kind}, an answer, was given up before it could go out")

    def _not_confirmed(self, case: str, since: datetime | None) -> None:
        """It is too late, closed or stopped; else it was given up for nothing."""
        now = self._world.moment.at
        in_time = since is not None and now - since < CONFIRMED_WITHIN - SKEW
        is_open = self._world.brisk or all(_is_open(at) for at in (now - SKEW, now + SKEW + CONFIRMED_WITHIN))
        stopped = any(scope.startswith("sending:") for scope in self._world.databases["notifier"].stopped)
        if in_time and is_open and not stopped:
            raise Violation("I16", case, "that a STOP was heard is not confirmed, although it could be")


def _is_open(at: datetime) -> bool:
    local = at.astimezone(ZONE)
    return OPENS <= local.time() < CLOSES and local.isoweekday() <= 6


def _open_for(since: datetime, until: datetime) -> timedelta:
    """How long texts could go out between the two, to the half hour."""
    found = timedelta(0)
    while since < until:
        if _is_open(since):
            found += STEP
        since += STEP
    return found
