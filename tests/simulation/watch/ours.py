"""I13: nobody waits for a reason that is ours, and nothing is done on the word of a machine.

Only what the carrier says of a number itself makes a borrower unreachable. Automatic answers and quotes of our own
words are nobody's words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shared.runtime.ports import IntakeRow, Writes

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

OF_THE_NUMBER = frozenset({30003, 30004, 30005, 30006, 21211, 21610, 21614})
A_PERSON_S = frozenset(
    {"opted-out", "opted-in", "wrong-number", "hardship", "dispute", "promise", "paid-claimed", "answered-slot"}
)
"""What is decided on the word of somebody."""


class Ours:
    def __init__(self, world: World) -> None:
        self._world = world
        self.machines: set[str] = set()
        self._from_machines: set[str] = set()

    def taken_in(self, row: IntakeRow) -> None:
        if self.machines and b'"reply-received"' in row.doc and json.loads(row.doc)["sid"] in self.machines:
            self._from_machines.add(str(row.id))

    def committed(self, writes: Writes) -> None:
        for row in writes.history if self._from_machines else ():
            if row.reason in A_PERSON_S and row.cause in self._from_machines and json.loads(row.changes):
                raise Violation("I13", row.aggregate, f"a machine was taken for a person: {row.reason}")

    def check(self) -> None:
        said: dict[str, set[int]] = {}
        for message in self._world.carrier.messages.values():
            said.setdefault(message.to, set()).update([message.code] if message.code is not None else [])
        for case, kept in self._world.databases["notifier"].states.items():
            state = json.loads(kept.doc)
            causes = {brake["cause"] for brake in state.get("brakes", ())}
            debt = self._world.street.debts.get(case)
            if "unreachable" in causes and debt is not None:
                codes = said.get(debt.who.phone, set())
                if not codes & OF_THE_NUMBER:
                    raise Violation("I13", case, f"called unreachable; the carrier said {sorted(codes) or 'nothing'}")
