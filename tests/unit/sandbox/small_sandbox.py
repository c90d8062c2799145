"""A bank, a staff system and crews without Kafka: what they send is collected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.sandbox.agenda import Agenda
from services.sandbox.bank import Bank
from services.sandbox.borrowers import Borrower, borrowers
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.crews import Crews
from services.sandbox.fleet import Staff, StaffMember, collectors
from shared.contracts.envelope import Event
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.privacy.master import MasterKeys

KEYS = MasterKeys.of(b"k" * 32)
ENDS = BEGINS + timedelta(days=45)


@dataclass
class CollectedEvents:
    """The `Out` port: everything that was sent, in order."""

    events: list[Event] = field(default_factory=list)

    async def send(self, event: Event, case: str | None) -> None:
        self.events.append(event)

    def kinds(self, case: str | None = None) -> list[str]:
        """`loan.overdue` and the like, of one case or of all."""
        found = [event for event in self.events if case is None or event.subject == case]
        return [event.type.removeprefix("doorstep.").removesuffix(".v1") for event in found]


@dataclass
class SmallSandbox:
    agenda: Agenda
    out: CollectedEvents
    ring: KeyRing
    people: list[Borrower]
    bank: Bank
    collectors: list[StaffMember]
    staff: Staff
    crews: Crews

    async def until(self, at: datetime) -> None:
        await self.agenda.run_due(at)


def small_sandbox(cases: int = 20, seed: str = "7", *, first_is_late: bool = False) -> SmallSandbox:
    agenda, out, ring = Agenda(), CollectedEvents(), KeyRing(MemoryKeys(), KEYS.wrap)
    people = borrowers(cases, seed, BEGINS)
    bank = Bank(people, out, agenda, ring, KEYS, seed, ends=ENDS)
    found = collectors(cases, seed, BEGINS.date(), 45)
    staff = Staff(found, out, agenda, ring, seed, ends=ENDS)
    crews = Crews(out, agenda, bank, staff, seed, first_is_late=first_is_late)
    return SmallSandbox(agenda, out, ring, people, bank, found, staff, crews)
