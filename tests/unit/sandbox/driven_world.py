"""A small sandbox with somebody at its controls, without Kafka: what is spoilt or answered is collected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from services.sandbox.agenda import Agenda
from services.sandbox.conductor.clock_driver import ClockDriver
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.conductor.system_watch import WorkInProgress
from services.sandbox.control.desk import WorldDesk
from services.sandbox.control.processes import WorldProcesses
from services.sandbox.phones.holders import Holders
from services.sandbox.twin.faults import QUIET, Faults
from shared.contracts.envelope import Event

from .small_sandbox import SmallSandbox, small_sandbox

ZONE = "Europe/Lisbon"
CASE = "case-00001"
ENDS = BEGINS + timedelta(days=9)


@dataclass
class SpoiltRecords:
    """Where poison goes."""

    spoilt: list[Event] = field(default_factory=list)

    async def spoil(self, event: Event) -> None:
        self.spoilt.append(event)

    async def poison(self, overdue: Event) -> str:
        self.spoilt.append(overdue)
        return "no-data"


@dataclass
class DrivenWorld:
    desk: WorldDesk
    sandbox: SmallSandbox
    holders: Holders
    poison: SpoiltRecords
    answered: list[tuple[str, str, str]]
    now: datetime = BEGINS

    @property
    def number(self) -> str:
        return self.sandbox.bank.accounts[CASE].borrower.phone


async def _quiet(now: datetime) -> WorkInProgress:
    return WorkInProgress()


def driven_world(tmp_path: Path) -> DrivenWorld:
    sandbox, answered, poison = small_sandbox(5), list[tuple[str, str, str]](), SpoiltRecords()
    holders = Holders(sandbox.people, sandbox.bank, sandbox.agenda, "7", by_hand=True)
    holders.answer = lambda number, body, meant, pictures=(): answered.append((number, body, meant))
    driver = ClockDriver(tmp_path / "clock", Agenda(), _quiet, BEGINS, ENDS)
    driver.pace.speed = 1.0
    holders.rang = driver.pace.text_came
    desk = WorldDesk(
        driver=driver, bank=sandbox.bank, holders=holders, out=poison, faults=Faults(QUIET, "7"),
        processes=WorldProcesses(None), zone=ZONE, weather="fair", by_hand=True, now=lambda: made.now,
        ends=ENDS,
    )  # fmt: skip
    made = DrivenWorld(desk, sandbox, holders, poison, answered)
    return made
