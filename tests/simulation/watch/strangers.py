"""I4 of numbers: who wrote STOP and was answered 200 gets nothing more on that number, whoever we know has it.

But its one confirmation, and until a START that came later was understood.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from services.notifier.core.table_writes import AllowNumber, Suppress
from services.notifier.shell.rows import KeepUnmatched
from shared.decision.clocks import APART_MAX
from shared.runtime.ports import Writes

from ..people import BEGINS
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World
    from .words import Words


class Strangers:
    def __init__(self, world: World, words: Words) -> None:
        self._world, self._words = world, words
        self._silent: dict[str, tuple[int, datetime]] = {}
        self._lifted: dict[str, datetime] = {}

    def committed(self, writes: Writes) -> None:
        for row in writes.rows:
            match row:
                case KeepUnmatched(sid=sid):
                    self.stored(sid)
                case AllowNumber(phone_hash=phone, at=at):
                    self._lifts(phone, self._words.true(at))
                case Suppress(borrower="", phone_hash=phone, active=False, at=at):
                    self._lifts(phone, self._words.true(at))

    def answered(self, sid: str) -> None:
        """What was written as `sid` was answered well: it was heard, whether it was stored or not."""
        if sid in self._words.meant_stop and sid not in self._words.said_at:
            self._silences(sid, self._words.message(sid).at)

    def stored(self, sid: str) -> None:
        if sid in self._words.meant_stop:
            self._silences(sid, self._words.said_at[sid])

    def _silences(self, sid: str, at: datetime) -> None:
        phone = self._world.borrowers.by_phone[self._words.message(sid).sender].who.person.phone_hash
        if at >= self._lifted.get(phone, BEGINS) - APART_MAX:
            turn, newest = self._silent.get(phone, (self._world.driver.turns, at))
            self._silent[phone] = turn, max(newest, at)

    def begun(self, phone: str, kind: str, case: str, looked_at: int) -> None:
        """A text is about to leave for the number with this hash."""
        if self._silent.get(phone, (looked_at,))[0] < looked_at and kind != "opt-out-confirmed":
            raise Violation("I4", case, f"{kind} went out to a number from which STOP was heard")

    def _lifts(self, phone: str, at: datetime) -> None:
        if phone in self._silent and self._silent[phone][1] < at:
            del self._silent[phone]
        self._lifted[phone] = max(at, self._lifted.get(phone, at))
