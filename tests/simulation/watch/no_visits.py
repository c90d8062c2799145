"""I25: who refuses visits as such is promised none any more, in any of their cases, until an operator ends it.

What they said is known from the carrier, whatever notifier made of it. It counts for a case from the commit of the
decision about it there: the visit that stands is withdrawn in that very decision, none is asked for in a later one, and
no text begins to leave that was looked at after it. Scheduler promises nothing of the visit once it decided that it is
withdrawn; and no crew goes there once nothing about the case is on its way: what notifier said is decided on, and what
scheduler said since is in the crew's app. An operator ends it by a decision about their word, at the commit of that.

From its first such commit it counts for the person too: no visit is asked for in a case of theirs that is overdue
later, by who read after that commit what is kept of them; until an operator hears that it is ended for all their loans.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from services.notifier.shell.rows import BeginPost
from services.sandbox.crews import Trip
from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentMissed,
    AppointmentNoticed,
    AppointmentOffered,
    AppointmentPermitted,
)
from shared.contracts.codec import decode_value
from shared.contracts.loans import DetailsCorrected, LoanOverdue
from shared.contracts.operations import HoldReleased
from shared.contracts.outcomes import VisitEnded
from shared.contracts.texts import TextRequested
from shared.contracts.visits import VisitRequested, VisitWithdrawn
from shared.runtime.ports import HistoryRow, IntakeRow, Outgoing, Record, Writes
from shared.runtime.steps.pending_input import known_by
from tests.memory.runtime.reading import MemoryTables, Read

from ..operators import listed_for
from ..standing import standing
from ..violation import Violation
from ..visit_refusers import REFUSALS
from .inputs import Inputs

if TYPE_CHECKING:
    from ..world import World

CAUSE = "visits-refused"
PROMISING = frozenset({"offer", "no-slots", "agreed", "notice", "reminder", "on-the-way", "asked-back"})
REMINDING = frozenset({"reminder-early", "reminder-firm", "reminder-last"})
PROMISES = (AppointmentOffered, AppointmentAgreed, AppointmentNoticed, AppointmentPermitted)
OVER = (AppointmentCancelled, AppointmentExpired, AppointmentMissed, VisitEnded)
ASKED, WITHDRAWN, TOLD = (
    event.model_fields["type"].default for event in (VisitRequested, VisitWithdrawn, TextRequested)
)
NAMING = frozenset(event.model_fields["type"].default for event in (LoanOverdue, DetailsCorrected))
"""After these it is known who owes it, and that they refuse visits is heard."""
FOR_ALL = "for every loan of this person"
"""What the operator is told who ends it for all of them."""
PROMISED = frozenset(event.model_fields["type"].default for event in PROMISES) | {TOLD}
ENDS = {event.model_fields["type"].default.encode(): event for event in OVER}


class NoVisits:
    """`_refused` is the turn in which each case's refusal was decided on, while nobody ended it."""

    def __init__(self, world: World, inputs: Inputs) -> None:
        self._world, self._inputs = world, inputs
        self._said: dict[str, str] = {}
        self._ends: set[str] = set()
        self._known: set[str] = set()
        self._persons: dict[str, int] = {}
        self._read_at: dict[Any, int] = {}
        self._refused: dict[str, int] = {}
        self._stands: dict[str, str] = {}
        self._over: dict[str, str] = {}
        self._withdrawals: dict[str, str] = {}
        self._withdrawn: set[str] = set()
        self._of_visits: defaultdict[str, list[Record]] = defaultdict(list)

    def watched_reads(self, reads: dict[str, Read]) -> dict[str, Read]:
        """Remember when a transaction read what is kept of persons."""
        kept = reads["suppressions_of"]

        def read(tables: MemoryTables, params: Any) -> list[dict[str, Any]]:
            self._read_at[tables.unit] = self._world.driver.turns
            return kept(tables, params)

        return {**reads, "suppressions_of": read}

    # What is said

    def taken_in(self, row: IntakeRow) -> None:
        """A reply is stored, for each case of its phone."""
        if b'"reply-received"' in row.doc:
            sid = json.loads(row.doc)["sid"]
            if next(one.words for one in self._world.carrier.written if one.sid == sid) in REFUSALS:
                self._said[str(row.id)] = sid

    def ends(self, released: HoldReleased) -> None:
        """An operator says that it is over."""
        self._ends.add(str(known_by(released)))

    def appended(self, record: Record) -> None:
        if record.topic == "visits":
            self._of_visits[(record.key or b"").decode(errors="replace")].append(record)
        elif record.topic in ("appointments", "outcomes") and any(ends in (record.value or b"") for ends in ENDS):
            event = decode_value(record.topic, record.value, self._world.moment.at)
            if isinstance(event, OVER):
                self._over[event.id] = event.data.visit

    def ended(self, cases: Collection[str]) -> None:
        """These are gone, and with them what was said there."""
        for case in cases:
            self._known.discard(case)
            self._refused.pop(case, None)
            self._stands.pop(case, None)

    # What notifier does

    def committed(self, unit: Any, writes: Writes, looked_at: int) -> None:
        """`looked_at` is the turn in which it looked whether it may post."""
        read_at = self._read_at.pop(unit, self._world.driver.turns)
        visits = {str(sent.id): sent for sent in writes.outbox if sent.type in (ASKED, WITHDRAWN)}
        for row in writes.history:
            self._decided(row, [visits[id] for id in row.published.split() if id in visits], read_at)
        for text in writes.rows:
            if isinstance(text, BeginPost):
                self._begun(self._world.databases["notifier"].tables["texts"][text.intent], looked_at)

    def _decided(self, row: HistoryRow, visits: list[Outgoing], read_at: int) -> None:
        case, person = row.aggregate, self._person(row.aggregate)
        if row.said in NAMING and row.accepted:
            self._known.add(case)
        self._world.count("held for a refusal of another loan", row.reason == CAUSE and row.cause not in self._said)
        for sent in visits:
            event = decode_value(sent.topic, sent.value, self._world.moment.at)
            if isinstance(event, VisitRequested):
                if case in self._refused:
                    raise Violation("I25", case, "a visit is asked for although visits are refused")
                if self._persons.get(person, read_at) < read_at:
                    raise Violation("I25", case, "a visit is asked for of who refused visits before")
                self._stands[case] = event.data.visit
            elif isinstance(event, VisitWithdrawn):
                self._withdrawals[event.id] = event.data.visit
                self._no_longer(case, event.data.visit)
        self._no_longer(case, self._over.get(row.cause, ""))
        if row.cause in self._ends:
            self._refused.pop(case, None)
            if row.accepted and FOR_ALL in row.why:
                self._persons.pop(person, None)
        elif row.cause in self._said and case in self._known and not self._is_forgotten(case):
            self._world.count("visits refused with one under way", visits)
            self._refused.setdefault(case, self._world.driver.turns)
            self._persons.setdefault(person, self._world.driver.turns)
            if case in self._stands:
                raise Violation("I25", case, f"visits are refused, and {self._stands[case]} is not withdrawn")

    def _no_longer(self, case: str, visit: str) -> None:
        if self._stands.get(case) == visit:
            del self._stands[case]

    def _begun(self, text: dict[str, object], looked_at: int) -> None:
        case, kind = str(text["case_id"]), text["kind"]
        if kind in PROMISING | REMINDING and self._refused.get(case, looked_at) < looked_at:
            raise Violation("I25", case, f"{kind} went out although visits are refused")

    def _is_forgotten(self, case: str) -> bool:
        """Nobody visits them for another reason, and what they say can't be opened."""
        return self._person(case) in self._world.keys.forgotten.values()

    def _person(self, case: str) -> str:
        debt = self._world.borrowers.debts.get(case)
        return debt.who.id if debt is not None else case  # a record that nobody simulated is its own person's

    # What scheduler and the crews do

    def scheduled(self, writes: Writes) -> None:
        """Decisions of the scheduler are durable."""
        promised = {str(sent.id): sent for sent in writes.outbox if sent.type in PROMISED}
        for row in writes.history:
            if row.said == WITHDRAWN and row.cause in self._withdrawals and row.aggregate in self._refused:
                self._withdrawn.add(self._withdrawals[row.cause])
            for sent in (promised[id] for id in row.published.split() if id in promised):
                if self._promises(sent) in self._withdrawn:
                    raise Violation("I25", row.aggregate, f"{sent.type} of a visit that was refused")

    def _promises(self, sent: Outgoing) -> str:
        """The visit that it promises; empty where it is a text that promises none."""
        match decode_value(sent.topic, sent.value, self._world.moment.at):
            case TextRequested(data=asked) if asked.kind in PROMISING:
                return asked.visit
            case event if isinstance(event, PROMISES):
                return event.data.visit
            case _:
                return ""

    def sent(self, trip: Trip) -> None:
        """A crew sets out, or stands at the door."""
        if trip.case in self._refused and not any(self._on_the_way(trip)):
            raise Violation("I25", trip.case, f"{trip.booking}: a crew is sent to who refuses visits")

    def _on_the_way(self, trip: Trip) -> Iterator[bool]:
        databases = self._world.databases
        for service in ("notifier", "scheduler"):
            yield any(waits.row.aggregate == trip.case for waits in databases[service].outbox.values())
        yield not all(self._inputs.is_done("scheduler", record) for record in self._of_visits[trip.case])
        yield self._world.crews.coming[trip.visit] > 0

    # In the end

    def check(self) -> None:
        """Only an operator ends it, so one has to find it: the hold, and the reply."""
        tables = self._world.databases["notifier"].tables
        kept = {row["sid"] for row in tables["replies_to_read"].values()}
        for case in self._refused:
            if self._is_forgotten(case):
                continue
            state = json.loads(standing(self._world, "notifier", case))
            if not any(brake["cause"] == CAUSE and brake["until"] is None for brake in state.get("brakes", ())):
                raise Violation("I25", case, f"visits are refused, and it is {state['kind']} without that hold")
            if state["kind"] not in ("closed", "unknown") and not listed_for(self._world, case, CAUSE):
                raise Violation("I25", case, "visits are refused, and no operator finds it among what is held")
            phone = self._world.borrowers.debts[case].who.phone
            theirs = {one.sid for one in self._world.carrier.written if one.sender == phone and one.words in REFUSALS}
            if not theirs & kept:
                raise Violation("I25", case, "visits are refused, and nobody was given the reply to read")
