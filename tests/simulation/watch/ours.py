"""I13: nobody waits for a reason that is ours, and nothing is done on the word of a machine.

Only what the carrier says of a number itself, as often as there are attempts, makes a borrower unreachable; and what it
knows of a text is known here some days later, whether it told us or not. Automatic answers and quotes of our own words
are nobody's words: nothing that they say answers a reminder.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from services.notifier.core.table_writes import MoveText
from shared.runtime.ports import IntakeRow, Writes

from ..rates import A_REFUSAL
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

OF_THE_NUMBER = frozenset({30003, 30004, 30005, 30006, 21211, 21610, 21614})
ATTEMPTS = 3
ASKED_WITHIN = timedelta(days=4)
"""After an hour, a day and two more days it is asked for, and the carrier may be away for half a day."""
OPEN = ("accepted", "sent", "unconfirmed")
ANSWERS = ('"answered"', '"braked"', '"reply-clear"')
"""Changes of a case that follow on the word of somebody."""


class Ours:
    def __init__(self, world: World) -> None:
        self._world = world
        self.machines: set[str] = set()
        self._from_machines: set[str] = set()
        self._refused: Counter[str] = Counter()

    def taken_in(self, row: IntakeRow) -> None:
        if self.machines and b'"reply-received"' in row.doc and json.loads(row.doc)["sid"] in self.machines:
            self._from_machines.add(str(row.id))

    def refused(self, to: str) -> None:
        """The carrier said to our face that the number is no good."""
        self._refused[to] += 1

    def committed(self, writes: Writes) -> None:
        for moved in writes.rows:
            if isinstance(moved, MoveText) and moved.status == "rejected" and moved.carrier_code in A_REFUSAL:
                case = self._world.databases["notifier"].tables["texts"][moved.intent]["case_id"]
                raise Violation("I13", case, f"a text was given up because of us: {moved.carrier_code}")
        for row in writes.history:
            if row.reason == "unreachable" and '"braked"' in row.changes:
                self._called_unreachable(row.aggregate)
            if self._from_machines and row.cause in self._from_machines and any(c in row.changes for c in ANSWERS):
                raise Violation("I13", row.aggregate, f"a machine was taken for a person: {row.reason}")

    def _called_unreachable(self, case: str) -> None:
        number = self._world.borrowers.debts[case].who.phone
        failed = [
            one.code for one in self._world.carrier.messages.values() if one.to == number and one.code is not None
        ]
        ofit = sum(code in OF_THE_NUMBER for code in failed) + self._refused[number]
        if ofit < ATTEMPTS:
            raise Violation("I13", case, f"called unreachable; the carrier said {sorted(failed) or 'nothing'}")

    def check(self) -> None:
        world = self._world
        for text in world.databases["notifier"].tables["texts"].values():
            message = world.carrier.messages.get(text["sid"] or "")
            if message is None or text["status"] not in OPEN or message.at > world.moment.at - ASKED_WITHIN:
                continue
            if message.report.status not in (None, *OPEN):
                what = f"a text is {text['status']}, and the carrier says {message.report.status}"
                raise Violation("I13", text["case_id"], what)
