"""A case in the middle of its life, decided by notifier's own machine: what a filled database is full of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifier.bootstrap import machine
from services.notifier.core.inputs import StatusReported, TextSettled
from services.notifier.core.ledger import Ledger
from services.notifier.core.lookup import Lookup
from services.notifier.core.table_writes import ClaimText
from shared.decision import CancelTimer, SetTimer, TimerDue
from shared.ids import derive
from shared.policy import load_pack
from shared.runtime.machine import as_json

from .people import CASE, overdue

TICK = timedelta(seconds=5)


@dataclass
class Template:
    """`history`: version, at, said, reason, why, rule, accepted, changes of each decision. `timers` by kind."""

    state: Any
    history: list[tuple[int, datetime, str, str, str, str, bool, str]] = field(default_factory=list)
    timers: dict[str, datetime] = field(default_factory=dict)

    @property
    def doc(self) -> bytes:
        return as_json(self.state)


def template(until: datetime, days: int, zone: str = "Europe/Lisbon") -> Template:
    """A case that became overdue `days` before `until` and was texted since, each text delivered; due at `until` or
    later is what it waits for now."""
    made, began = _Life(), until - timedelta(days=days)
    made.decide(overdue(0, began, zone=zone), began)
    while made.case.timers:
        kind, due = min(made.case.timers.items(), key=lambda one: one[1])
        if due >= until:
            break
        made.decide(TimerDue(kind, due), due)
    return made.case


class _Life:
    def __init__(self) -> None:
        self._machine = machine(load_pack("default"))
        self._name = CASE.format(0)
        self._lookup = Lookup(ledgers={self._name: Ledger((), suppressed=False, dropped_phones=frozenset())})
        self.case = Template(self._machine.initial_state(self._name))

    def decide(self, came: Any, at: datetime) -> None:
        case, came_as = self.case, self._machine.input_of(came)
        decision, case.state = self._machine.step(case.state, came_as, at, frozenset(), self._lookup)
        said = came.type if hasattr(came, "type") else type(came).__name__
        changes = b"[" + b",".join(as_json(change) for change in decision.changes) + b"]"
        case.history.append(
            (len(case.history) + 1, at, said, decision.reason, decision.why, decision.rule, decision.accepted,
             changes.decode())
        )  # fmt: skip
        if isinstance(came, TimerDue):
            case.timers.pop(came.kind, None)
        claimed: list[UUID] = []
        for effect in decision.effects:
            if isinstance(effect, SetTimer):
                case.timers[effect.kind] = effect.due_at
            elif isinstance(effect, CancelTimer):
                case.timers.pop(effect.kind, None)
            elif isinstance(effect, ClaimText):
                claimed.append(effect.intent)
        for intent in claimed:
            sid = f"SM{derive('bench', intent).hex}"
            self.decide(TextSettled(intent, "accepted", sid, None, at + TICK), at + TICK)
            self.decide(StatusReported(intent, sid, "delivered", None, at + 2 * TICK), at + 2 * TICK)
