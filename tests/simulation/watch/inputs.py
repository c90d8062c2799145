"""I1 and I5: every accepted input is in the history of who hears it exactly once, and versions have no gap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from services.notifier.bootstrap import HEARD
from services.router.core.positions import LastPosition
from shared.contracts.catalogue import TOPICS, type_name
from shared.contracts.codec import decode
from shared.contracts.envelope import Event
from shared.contracts.fleet import PositionReported
from shared.contracts.operations import Operation
from shared.contracts.outcomes import CrewDelayed, Outcome
from shared.contracts.routing import CrewAssigned, CrewChanged, CrewUnassigned, SlotsQuoted
from shared.contracts.texts import ReplyUnderstood, Text, TextDelivered, TextFailed, TextRefused, TextUncertain
from shared.contracts.visits import Visit
from shared.ids import derive
from shared.runtime.kafka.places import REMOVED
from shared.runtime.ports import IntakeRow, Record, Writes
from shared.runtime.steps.pending_input import known_by

from ..services import IDS_DAYS, machine
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

HEAD = re.compile(rb'\{"specversion":"1\.0","id":"([^"]+)","type":"([^"]+)"')
ALWAYS, PERHAPS = True, False
BROKE = "it broke"
"""How a refusal begins that is no answer to what was asked."""
Dead = set[tuple[str, int, int]]
Handled = tuple[str, datetime]
"""By which aggregate, and when."""
SCHEDULER_HEARS = (
    Visit, SlotsQuoted, CrewAssigned, CrewChanged, CrewUnassigned, Outcome,
    TextDelivered, TextFailed, TextRefused, TextUncertain, ReplyUnderstood,
)  # fmt: skip


@cache
def hearers() -> dict[str, dict[str, bool]]:
    """Event type → the services that handle it, and whether they always do."""
    found: dict[str, dict[str, bool]] = {}
    for topic in TOPICS:
        for event in topic.events:
            hears: dict[str, bool] = {}
            if issubclass(event, HEARD):
                hears["notifier"] = ALWAYS
            if topic.name in machine("router", True).topics and event not in (CrewDelayed, PositionReported):
                hears["router"] = ALWAYS
            if issubclass(event, SCHEDULER_HEARS):
                hears["scheduler"] = PERHAPS if issubclass(event, Text | ReplyUnderstood) else ALWAYS
            found[type_name(event)] = hears
    return found


class Inputs:
    def __init__(self, world: World) -> None:
        self._world = world
        self._handled: dict[str, dict[tuple[str, str], Handled]] = {service: {} for service in world.databases}
        self._forgotten: set[tuple[str, str, str]] = set()
        self._versions = {
            (service, name): state.version
            for service, database in world.databases.items()
            for name, state in database.states.items()
        }
        self.direct: dict[UUID, str] = {}
        self._records: list[Record] = []
        self._removed: dict[tuple[str, int, int], Record] = {}
        self._outcomes: set[tuple[str, UUID]] = set()
        self._places: set[tuple[str, str, datetime]] = set()

    def is_done(self, service: str, record: Record) -> bool:
        """Was it decided on, or set aside as no event?"""
        place = (record.topic, record.partition, record.offset)
        return self._named(record) in self._handled[service] or place in self._dead_places(service)

    def _dead_places(self, service: str) -> Dead:
        """Where the records were that a service kept as dead letters, open or settled; not what was removed unread."""
        database = self._world.databases[service]
        rows = (*database.dead.values(), *database.settled_letters.values())
        return {(row.topic, row.partition, row.position) for row in rows if row.code != REMOVED}

    def taken_in(self, row: IntakeRow) -> None:
        self.direct[row.id] = row.aggregate

    def ended(self, service: str, name: str) -> None:
        """It is gone: what comes after begins anew. Ids that ended with it mean nothing any more."""
        self._versions.pop((service, name), None)
        before = self._world.moment.at - timedelta(days=IDS_DAYS)
        for key, (aggregate, at) in self._handled[service].items():
            if aggregate == name and at < before:
                self._forgotten.add((service, *key))

    def appended(self, record: Record) -> None:
        self._records.append(record)

    def removed(self, lost: Sequence[Record]) -> None:
        """The log has them no more, and nobody had read them."""
        self._removed.update({(record.topic, record.partition, record.offset): record for record in lost})

    def committed(self, service: str, writes: Writes) -> None:
        handled, world = self._handled[service], self._world
        for row in writes.history:
            place = (service, row.aggregate)
            if row.version != self._versions.get(place, 0) + 1:
                raise Violation(
                    "I5", row.aggregate, f"{service} wrote version {row.version} after {self._versions.get(place, 0)}"
                )
            self._versions[place] = row.version
            key = (row.said, row.cause)
            if key in handled and (service, *key) not in self._forgotten:
                raise Violation("I1", row.aggregate, f"{service} handled {row.said} {row.cause} twice")
            self._forgotten.discard((service, *key))
            handled[key] = (row.aggregate, world.moment.at)
            world.seen[f"{service}: {row.reason}"] += 1
            if world.trace is not None:
                decided = {"case": row.aggregate, "version": row.version, "reason": row.reason}
                world.note("decision", service, row.said, **decided)
        for kept in writes.rows:
            if isinstance(kept, LastPosition):
                self._places.add((kept.region, kept.collector, kept.at))
                world.count("router: collector-located")
        for state in writes.states if world.snapshots_every > 1 else ():
            world.count("state: written without its document" if state.doc is None else "state: snapshot written")
        for outcome in writes.outcomes:
            if (service, outcome.id) in self._outcomes:
                raise Violation("I1", str(outcome.id), f"{service} did what an operator asked twice")
            self._outcomes.add((service, outcome.id))
            if outcome.refused.startswith(BROKE):
                raise Violation(
                    "I1", str(outcome.id), f"what an operator asked of {service} was refused: {outcome.refused}"
                )
            world.count("operation refused" if outcome.refused else "operation done")
        for parking in writes.parked:
            world.seen["parked"] += 1
            if not parking.detail.startswith("Broken"):
                raise Violation(
                    "I10", parking.aggregate, f"{service} parked it by itself: {parking.code}, {parking.detail}"
                )
        world.count("queued behind a parked case", writes.queued)
        world.count("dead letter", writes.dead)
        world.count("replayed", writes.unparked)

    def check(self) -> int:
        """Nothing that was accepted is missing; how many events there were."""
        seen: set[tuple[str, str]] = set()
        dead = {service: self._dead_places(service) for service in self._world.databases}
        for record in self._records:
            name, event_id = self._named(record)
            if name not in hearers():
                self._refused(record, dead)
            elif (name, event_id) not in seen:
                seen.add((name, event_id))
                if record.topic == Operation.topic:
                    self._done(record)
                elif record.topic == PositionReported.topic:
                    self._remembered(record)
                self._heard(record, name, event_id, dead)
        for row_id, case in self.direct.items():
            if not any((said, str(row_id)) in self._handled["notifier"] for said in DIRECT):
                raise Violation("I1", case, f"what was stored as {row_id} was never handled")
        self._everybody_was_heard()
        self._what_was_removed_is_said()
        return len(seen)

    def _what_was_removed_is_said(self) -> None:
        database = self._world.databases["notifier"]
        letters = [*database.dead.values(), *database.settled_letters.values()]
        told = {(row.topic, row.partition, row.position) for row in letters if row.code == REMOVED}
        for topic, partition, offset in self._removed:
            if not any(told_of[:2] == (topic, partition) and told_of[2] <= offset for told_of in told):
                raise Violation("I1", f"{topic}:{partition}:{offset}", "it was removed unread, and nothing says so")

    def _done(self, record: Record) -> None:
        """What an operator asked is carried out, or refused, by the service that it was asked of."""
        event = decode(record.topic, record.key, record.value, record.at)
        if isinstance(event, Operation) and known_by(event) not in self._world.databases[event.subject].outcomes:
            raise Violation("I1", event.data.target, f"{event.subject} never did {event.type} {event.id}")

    def _remembered(self, record: Record) -> None:
        """A position is in the table, or was until a newer one came: it is nobody's input."""
        event = decode(record.topic, record.key, record.value, record.at)
        if isinstance(event, PositionReported):
            where = (event.subject, event.data.collector, event.data.at)
            if where not in self._places:
                raise Violation("I1", event.subject, f"router never kept the position {event.id}")

    def _everybody_was_heard(self) -> None:
        """What people wrote is decided on, or kept as nobody's, whether a webhook told of it or only the list."""
        kept = self._world.databases["notifier"].tables["unmatched_replies"]
        for message in self._world.carrier.written:
            cases = [debt.case for debt in self._world.borrowers.by_phone[message.sender].debts]
            if message.sid in kept or message.sid in self._world.watch.ended.strangers:
                continue
            if not any(derive("reply", message.sid, case) in self.direct for case in cases):
                raise Violation("I1", cases[0], f"what was written as {message.sid} was never heard")

    @staticmethod
    def _named(record: Record) -> tuple[str, str]:
        """Type and id of the event in a record; empty where there is none."""
        head = HEAD.match(record.value or b"")
        if head is not None:
            return head.group(2).decode(), head.group(1).decode()
        event = decode(record.topic, record.key, record.value, record.at)
        return (event.type, event.id) if isinstance(event, Event) else ("", "")

    def _heard(self, record: Record, name: str, event_id: str, dead: Mapping[str, Dead]) -> None:
        for service, always in hearers()[name].items():
            if (name, event_id) in self._handled[service]:
                continue
            event = decode(record.topic, record.key, record.value, record.at)
            if not isinstance(event, Event):
                self._refused(record, dead)
            elif always or machine(service, True).aggregate(event) is not None:
                raise Violation("I1", event.subject, f"{service} never handled {name} {event_id}")

    def _refused(self, record: Record, dead: Mapping[str, Dead]) -> None:
        """What is no event must be a dead letter of everybody who reads the topic."""
        for service in self._world.databases:
            place = (record.topic, record.partition, record.offset)
            if place in self._removed:
                continue
            if record.topic in machine(service, True).topics and place not in dead[service]:
                origin = f"{record.topic}:{record.partition}:{record.offset}"
                raise Violation("I1", origin, f"{service} kept no dead letter of it")


DIRECT = tuple(
    f"direct:{name}"
    for name in (
        "ReplyReceived",
        "StatusReported",
        "TextSettled",
        "TextExpired",
        "RecordRefused",
        "LetterSettled",
        "HoldEnded",
        "BorrowerErased",
    )
)
