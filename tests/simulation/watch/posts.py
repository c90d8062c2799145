"""I2, I4, I8 and I14: what leaves for a phone, at most once, only while it may, and never too often."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifier.core.table_writes import MoveText, Suppress
from services.notifier.shell.rows import BeginPost, PutBack
from services.sandbox.crews import Trip
from shared.decision.clocks import APART_MAX
from shared.runtime.kafka.places import REMOVED
from shared.runtime.ports import IntakeRow, Record, Writes
from tests.memory.runtime.reading import MemoryTables, Read

from ..people import BEGINS
from ..standing import standing
from ..violation import Violation
from .inputs import Inputs
from .owed import Owed
from .steps import Steps
from .strangers import Strangers
from .words import Words

if TYPE_CHECKING:
    from ..world import World

ZONE = ZoneInfo("Europe/Lisbon")
OPENS, CLOSES = time(9), time(19)
SKEW = timedelta(minutes=3)
"""How wrong a process's clock may be, and a little."""
CAP, CAP_WINDOW, VISIT_WINDOW = 3, timedelta(days=7), timedelta(days=30)
CONFIRMATION = "opt-out-confirmed"
RANKS = ("accepted", "sent", "unconfirmed", "failed", "undelivered", "delivered")
NEVER_LEFT = frozenset({30002, 30034})
"""Codes of the carrier's for a text that it took and never sent, because of us: no contact."""
PAID = frozenset({"thanks-paid", "visit-cancelled", CONFIRMATION})
UNSAID_WHILE_DEAF = frozenset(
    {"reminder-early", "reminder-firm", "reminder-last", "offer", "agreed", "reminder", "notice", "on-the-way"}
)
UNREAD_MAX = timedelta(minutes=5)
HELD_WITHIN = timedelta(hours=1)
BRAKED = PAID | {"hardship", "plan-offer", "visit-held", "moved", "missed", "code-unknown", "not-understood"}


class Posts:
    def __init__(self, world: World, inputs: Inputs, owed: Owed) -> None:
        self._inputs, self._owed = inputs, owed
        self.words, self.steps = Words(world), Steps(world)
        self.strangers = Strangers(world, self.words)
        self._world, self._database = world, world.databases["notifier"]
        self._posted: dict[UUID, int] = {}
        self._ended_at: dict[UUID, datetime] = {}
        self._best: dict[UUID, int] = {}
        self._looked_at: dict[Any, tuple[int, datetime]] = {}
        self._said: defaultdict[str, list[Record]] = defaultdict(list)
        self._stopped: dict[str, tuple[int, datetime]] = {}
        self._lifted: dict[str, datetime] = {}
        self._suppressed: dict[str, int] = {}
        self._thrown: dict[str, int] = {}
        self._unread: dict[str, tuple[UUID, int]] = {}
        self._unread_since: dict[str, datetime] = {}
        self._settling: dict[UUID, str] = {}
        self._contacts: defaultdict[str, list[tuple[datetime, object]]] = defaultdict(list)
        self._visits: defaultdict[str, list[datetime]] = defaultdict(list)

    def watched_reads(self, reads: dict[str, Read]) -> dict[str, Read]:
        """Remember when a process looked whether it may post: what is stored later was too late to stop it."""
        reads = self.words.watched_reads(reads)
        lock = reads["lock_claimed"]

        def looked(tables: MemoryTables, params: Any) -> list[dict[str, Any]]:
            rows = lock(tables, params)
            self._looked_at[tables.unit] = self._world.driver.turns, self._world.moment.at
            return rows

        return {**reads, "lock_claimed": looked}

    def taken_in(self, row: IntakeRow) -> None:
        """A reply that says STOP is stored: from now on nothing may begin to leave for this case.

        Unless the borrower said START well after it: then it is an old one that comes late.
        """
        sid = self.words.taken_in(row)
        if sid is not None and sid in self.words.meant_stop:
            self.strangers.stored(sid)
            said_at = self.words.said_at[sid]
            if said_at >= self._lifted.get(self._person(row.aggregate), BEGINS) - APART_MAX:
                since, newest = self._stopped.get(row.aggregate, (self._world.driver.turns, said_at))
                self._stopped[row.aggregate] = since, max(newest, said_at)

    def _person(self, case: str) -> str:
        debt = self._world.borrowers.debts.get(case)
        return debt.who.id if debt is not None else ""

    def looked_at(self, unit: Any) -> int:
        """The turn in which this transaction looked whether it may post; now, where it did not look."""
        return self._looked_at.get(unit, (self._world.driver.turns,))[0]

    def moment_of(self, unit: Any) -> datetime:
        """The same in the world's time."""
        return self._looked_at.get(unit, (0, self._world.moment.at))[1]

    def committed(self, unit: Any, writes: Writes) -> None:
        for switch in writes.switches:
            if switch.what == "sending":
                self._note_switch(switch.scope)
        self.words.committed(writes)
        self.strangers.committed(writes)
        for dead in writes.dead:
            if dead.code == REMOVED:
                continue  # of whom it was nobody knows: it may lie where a record of a case was
            if dead.topic == "loans" and (case := self._world.borrowers.unread.get((dead.partition, dead.position))):
                self._unread.setdefault(case, (dead.id, self._world.driver.turns))
                self._unread_since.setdefault(case, self._world.moment.at)
        for outcome in writes.outcomes:
            self._unread.pop(self._settling.pop(outcome.id, ""), None)
        for row in writes.rows:
            if isinstance(row, MoveText):
                self._climbs(row.intent)
            match row:
                case Suppress(active=True, phone_hash=""):
                    self._suppressed.setdefault(row.borrower, self._world.driver.turns)
                case Suppress(active=False, phone_hash=""):
                    self._said_start(row)
                case BeginPost():
                    turn, at = self._looked_at.get(unit, (self._world.driver.turns, self._world.moment.at))
                    self._begun(row.intent, turn, at)
                case PutBack() | MoveText(status="rejected"):
                    self._not_taken(row.intent)
                case MoveText(carrier_code=code) if code in NEVER_LEFT:
                    self._not_taken(row.intent)
        self._looked_at.pop(unit, None)

    def letter_about(self, case: str) -> UUID | None:
        """The letter about a record of the case that could not be read, while it is open."""
        return self._unread.get(case, (None, 0))[0]

    def settles(self, case: str, operation: UUID) -> None:
        """An operator settles the letter about a case; once that is carried out it holds nothing any more."""
        self._settling[operation] = case
        since = self._unread_since.pop(case, self._world.moment.at)
        if since < self._world.moment.at - HELD_WITHIN and not self._is_held(case):
            raise Violation("I4", case, "a record of the case can't be read, and it is not held")

    def set_out(self, trip: Trip) -> None:
        """A crew leaves: not to somebody of whom a record could not be read for a while, whatever was agreed."""
        since = self._unread_since.get(trip.case, self._world.moment.at)
        if since < self._world.moment.at - HELD_WITHIN and not self._is_undecided(trip.case):
            raise Violation("I3", trip.case, f"{trip.booking}: a crew leaves although a record can't be read")

    def _is_held(self, case: str) -> bool:
        """Or can nobody tell: it is not known yet, or its decisions break?"""
        if self._is_undecided(case):
            return True
        state = json.loads(standing(self._world, "notifier", case))
        return state["kind"] == "unknown" or any(brake["cause"] == "unread-record" for brake in state.get("brakes", ()))

    def _is_undecided(self, case: str) -> bool:
        states, parked = self._database.states, self._database.parked
        return case not in states or case in parked or ("notifier", case) in self._world.broken

    def _said_start(self, row: Suppress) -> None:
        self._world.count("texts allowed again", row.borrower in self._suppressed)
        self._suppressed.pop(row.borrower, None)
        at = self.words.true(row.at)
        self._lifted[row.borrower] = max(at, self._lifted.get(row.borrower, at))
        for case, (_, said_at) in list(self._stopped.items()):
            if self._person(case) == row.borrower and said_at < at:
                del self._stopped[case]

    def _note_switch(self, scope: str) -> None:
        if f"sending:{scope}" in self._database.stopped:
            self._thrown.setdefault(scope, self._world.driver.turns)
        else:
            self._thrown.pop(scope, None)

    def _begun(self, intent: UUID, looked_at: int, moment: datetime) -> None:
        text = self._database.tables["texts"][intent]
        kind, case, person = text["kind"], text["case_id"], text["borrower"]
        state = standing(self._world, "notifier", case)
        if state.endswith(b'"kind":"closed"}') and kind not in PAID:
            raise Violation("I4", case, f"{kind} went out although nothing is owed")
        if state.endswith(b'"kind":"held"}') and kind not in BRAKED:
            raise Violation("I4", case, f"{kind} went out although a brake is on")
        if self._unread.get(case, (intent, looked_at))[1] < looked_at and kind not in BRAKED:
            raise Violation("I4", case, f"{kind} went out although a record of the case can't be read")
        if self._stopped.get(case, (looked_at,))[0] < looked_at or self._suppressed.get(person, looked_at) < looked_at:
            self._after_stop(kind, case, person)
        self.strangers.begun(text["phone_hash"], kind, case, looked_at)
        for scope in ("all", f"region:{text['region']}", f"case:{case}"):
            if self._thrown.get(scope, looked_at) < looked_at:
                raise Violation("I4", case, f"{kind} went out although sending is stopped for {scope}")
        self.steps.begun(intent, kind, case)
        self._in_hours(kind, case)
        self._unheard(kind, case, moment)
        self._owed.begun(kind, case, moment, partial(self._inputs.is_done, "notifier"))
        if text["counted"]:
            self._contact(person, case, intent)

    def _unheard(self, kind: str, case: str, looked_at: datetime) -> None:
        """What the bank said of the case long before we looked must have been decided on by then."""
        if kind not in UNSAID_WHILE_DEAF:
            return
        for record in self._said.get(case, ()):
            if record.at < looked_at - UNREAD_MAX and not self._inputs.is_done("notifier", record):
                raise Violation("I14", case, f"{kind} went out while {record.topic} of {record.at:%d %H:%M} lay unread")

    def said(self, record: Record) -> None:
        """The bank said something about a case."""
        self._said[(record.key or b"").decode(errors="replace")].append(record)

    def _after_stop(self, kind: str, case: str, person: str) -> None:
        if kind != CONFIRMATION:
            raise Violation("I4", case, f"{kind} went out after STOP was stored")
        self._world.count("STOP confirmed")

    def _in_hours(self, kind: str, case: str) -> None:
        local = [at.astimezone(ZONE) for at in (self._world.moment.at - SKEW, self._world.moment.at + SKEW)]
        if not any(OPENS <= at.time() < CLOSES and at.isoweekday() <= 6 for at in local):
            if kind == CONFIRMATION and self._world.brisk:  # whose pack lets it out at any hour
                self._world.count("STOP confirmed outside hours")
                return
            raise Violation("I8", case, f"{kind} went out at {local[0]:%a %d %b %H:%M} local time")

    def _contact(self, person: str, case: str, what: object) -> None:
        now = self._world.moment.at
        made = self._contacts[person]
        made.append((now, what))
        recent = [each for each in made if each[0] > now - CAP_WINDOW + 2 * SKEW]
        if len(recent) > CAP:
            raise Violation("I8", case, f"{len(recent)} contacts in seven days")

    def _not_taken(self, intent: UUID) -> None:
        """It certainly was not taken, so it was no contact."""
        person = self._database.tables["texts"][intent]["borrower"]
        self._contacts[person] = [each for each in self._contacts[person] if each[1] != intent]

    def _climbs(self, intent: UUID) -> None:
        """The best word on a text that we ever had stays: reports come late and in any order."""
        text = self._database.tables["texts"].get(intent)
        if text is None:
            return
        rank = RANKS.index(text["status"]) if text["status"] in RANKS else -1
        if rank < self._best.get(intent, -1):
            best = RANKS[self._best[intent]]
            raise Violation("I1", text["case_id"], f"a text that was {best} is {text['status']}")
        self._best[intent] = rank

    def check(self) -> None:
        """What is said to have been taken by the carrier was posted. What failed here was never taken: this carrier's
        texts fail as `undelivered`.
        """
        messages, ended_at = self._world.carrier.messages.values(), self._ended_at
        taken = {one.intent for one in messages if one.at > ended_at.get(one.intent, BEGINS)}
        for intent, text in self._database.tables["texts"].items():
            if text["status"] == "failed":
                if intent in taken:
                    raise Violation("I2", text["case_id"], "a text is failed, and the carrier has it")
            elif text["status"] in RANKS and intent not in self._posted:
                raise Violation("I2", text["case_id"], f"a text is {text['status']} and was never posted")

    def ended(self, intents: Iterable[UUID]) -> None:
        """Texts of a case that is gone: should it begin anew, so do the numbers that its texts are known by."""
        self.steps.ended(intents := list(intents))
        for intent in intents:
            self._ended_at[intent] = self._world.moment.at
            self._posted.pop(intent, None)
            self._best.pop(intent, None)

    def posted(self, intent: UUID) -> None:
        if intent in self._posted:
            raise Violation("I2", str(intent), "posted twice")
        self._posted[intent] = self._world.driver.turns

    def visited(self, trip: Trip) -> None:
        person, now = self._world.borrowers.debts[trip.case].who.id, self._world.moment.at
        self._contact(person, trip.case, trip)
        if any(at > now - VISIT_WINDOW + 2 * SKEW for at in self._visits[person]):
            raise Violation("I8", trip.case, "visited twice in thirty days")
        self._visits[person].append(now)
