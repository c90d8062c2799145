"""I4 of numbers: who wrote STOP and was answered 200 gets nothing more on that number, whoever we know has it.

But its one confirmation, and until a START that came later was understood.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from services.notifier.core.table_writes import AllowNumber, Suppress
from services.notifier.shell.rows import KeepUnmatched
from shared.runtime.ports import Writes

from ..people import BEGINS
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World


class Strangers:
    def __init__(self, world: World) -> None:
        self._world = world
        self.meant_stop: set[str] = set()
        self._silent: dict[str, int] = {}
        self._lifted: dict[str, datetime] = {}

    def committed(self, writes: Writes) -> None:
        for row in writes.rows:
            match row:
                case KeepUnmatched(sid=sid) if sid in self.meant_stop:
                    self.answered(sid)
                case AllowNumber(phone_hash=phone, at=at):
                    self._lifts(phone, at)
                case Suppress(borrower="", phone_hash=phone, active=False, at=at):
                    self._lifts(phone, at)

    def answered(self, sid: str) -> None:
        """What was written as `sid` was answered well, or kept: it was heard."""
        if sid not in self.meant_stop:
            return
        said = next(one for one in self._world.carrier.written if one.sid == sid)
        phone = self._world.borrowers.by_phone[said.sender].who.person.phone_hash
        if said.at > self._lifted.get(phone, BEGINS):
            self._silent.setdefault(phone, self._world.driver.turns)

    def begun(self, phone: str, kind: str, case: str, looked_at: int) -> None:
        """A text is about to leave for the number with this hash."""
        if self._silent.get(phone, looked_at) < looked_at and kind != "opt-out-confirmed":
            raise Violation("I4", case, f"{kind} went out to a number from which STOP was heard")

    def _lifts(self, phone: str, at: datetime) -> None:
        self._silent.pop(phone, None)
        self._lifted[phone] = max(at, self._lifted.get(phone, at))
