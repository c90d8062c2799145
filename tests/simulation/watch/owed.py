"""I15: of what the bank said the newest counts, in whatever order it came; a case is closed just when that says so.

Written from docs/events.md, apart from notifier's own rules. Words about the balance are overdue events, payments and
reversals; of the same moment the smallest counts. A closing holds until an overdue event is newer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.contracts import loans
from shared.contracts.codec import decode_value
from shared.runtime.ports import Record

from ..standing import standing
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

HEARD_WITHIN = timedelta(minutes=5)
SAID_ABOUT_NOTHING = frozenset({"thanks-paid", "visit-cancelled", "opt-out-confirmed"})


class Owed:
    def __init__(self, world: World) -> None:
        self._world = world
        self._said: defaultdict[str, list[tuple[Record, loans.Loan]]] = defaultdict(list)

    def appended(self, record: Record) -> None:
        if record.topic != "loans":
            return
        event = decode_value(record.topic, record.value, record.at)
        if isinstance(event, loans.LoanOverdue | loans.PaymentReceived | loans.PaymentReversed | loans.LoanClosed):
            self._said[event.subject].append((record, event))

    def begun(self, kind: str, case: str, looked_at: datetime, is_done: Callable[[Record], bool]) -> None:
        """A text is about to leave. What was said within minutes may not have been heard; and what does not wait for
        what lies unread (see I14) goes out without it.
        """
        said = self._said.get(case, ())
        if kind in SAID_ABOUT_NOTHING or any(record.at >= looked_at - HEARD_WITHIN for record, _ in said):
            return
        if not said or not all(is_done(record) for record, _ in said):
            return
        if _is_over([event for _, event in said]):
            raise Violation("I15", case, f"{kind} went out although the bank's newest word is that nothing is owed")

    def is_owed(self, case: str, is_done: Callable[[Record], bool]) -> bool:
        """Did the bank ever say that it is overdue, and says its newest word that something is owed? What nobody has
        read yet (a reader may stand still for weeks) begins the case anew once it is; what it says under the name of
        somebody who was forgotten is refused, and begins none."""
        if case in self._of_the_forgotten():
            return False
        said = [event for record, event in self._said.get(case, ()) if is_done(record)]
        return any(isinstance(event, loans.LoanOverdue) for event in said) and not _is_over(said)

    def check(self) -> None:
        gone = self._of_the_forgotten()
        for case in self._world.databases["notifier"].states:
            if case in gone:
                continue
            kind = json.loads(standing(self._world, "notifier", case))["kind"]
            said = [event for _, event in self._said.get(case, ())]
            if kind != "unknown" and (kind == "closed") != _is_over(said):
                raise Violation("I15", case, f"it is {kind}, and the bank's newest word says otherwise")

    def _of_the_forgotten(self) -> set[str]:
        """Cases of whom the bank has to name anew: until then whatever it says is refused."""
        forgotten = set(self._world.keys.forgotten.values())
        borrowers = self._world.borrowers.by_phone.values()
        return {debt.case for one in borrowers if one.who.id in forgotten for debt in one.debts}


def _is_over(said: list[loans.Loan]) -> bool:
    overdue = [event for event in said if isinstance(event, loans.LoanOverdue)]
    closed = [_booked(event) for event in said if isinstance(event, loans.LoanClosed)]
    if closed and max(closed) >= max((event.time for event in overdue), default=max(closed)):
        return True
    balances = [(event.time, event.data.amount.minor) for event in overdue]
    balances += [
        (_booked(event), event.data.outstanding.minor)
        for event in said
        if isinstance(event, loans.PaymentReceived | loans.PaymentReversed)
    ]
    newest = max((at for at, _ in balances), default=None)
    return any(at == newest and minor <= 0 for at, minor in balances)


def _booked(event: loans.PaymentReceived | loans.PaymentReversed | loans.LoanClosed) -> datetime:
    return event.data.booked_at or event.time
