"""A bank that corrects itself: what it said was wrong, late, out of order, or can't be read.

| what | the bank says |
|---|---|
| `reopened` | closed, and some days later overdue again: the write-off was undone |
| `backdated` | a payment in full, booked today, with the value date of three days ago |
| `overpaid` | a payment of more than was owed |
| `reversed` | a payment in full, and two days later that it bounced |
| `old-snapshot` | a payment in full, and after it an older record that still calls the loan overdue |
| `unreadable` | a record of this case that nobody can read |
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random

from services.sandbox.agenda import Agenda
from services.sandbox.bank import Bank
from services.sandbox.publisher import Outbound

FROM_DAY, TO_DAY = 6, 30
REOPENED_AFTER = timedelta(days=6)
BOOKED_AFTER = timedelta(days=3)
BOUNCES_AFTER = timedelta(days=2)
CorrectLoan = Callable[[str, datetime], Awaitable[None]]


class Corrections:
    def __init__(self, bank: Bank, out: Outbound, agenda: Agenda, seed: str) -> None:
        self._bank, self._out, self._agenda, self._seed = bank, out, agenda, seed
        self._kinds: dict[str, CorrectLoan] = {
            "reopened": self._reopened, "backdated": self._backdated, "old-snapshot": self._old_snapshot,
            "unreadable": self._unreadable, "overpaid": self._overpaid, "reversed": self._reversed,
        }  # fmt: skip
        self.made: dict[str, int] = {}

    def plan(self, begins: datetime, days: int, share: float) -> None:
        """Put them on the agenda: this share of the cases, the kinds in turn."""
        random, kinds = Random(f"{self._seed}/corrections"), list(self._kinds)
        chosen = [case for case in self._bank.accounts if random.random() < share]
        for n, case in enumerate(chosen):
            day = (FROM_DAY + random.random() * (TO_DAY - FROM_DAY)) * days / 45
            at, kind = begins + timedelta(days=day), kinds[n % len(kinds)]
            self._agenda.at(at, lambda when, case=case, kind=kind: self._do(kind, case, when))  # type: ignore[misc]

    async def _do(self, kind: str, case: str, at: datetime) -> None:
        account = self._bank.accounts[case]
        if account.said and not account.cured and not account.plan:
            self.made[kind] = self.made.get(kind, 0) + 1
            await self._kinds[kind](case, at)

    async def _reopened(self, case: str, at: datetime) -> None:
        await self._bank.write_off(case, at)
        self._agenda.at(at + REOPENED_AFTER, lambda when: self._bank.reopen(case, when))

    async def _backdated(self, case: str, at: datetime) -> None:
        await self._bank.pay(case, at - BOOKED_AFTER, booked_at=at)

    async def _overpaid(self, case: str, at: datetime) -> None:
        await self._bank.pay(case, at, share=1.5)

    async def _reversed(self, case: str, at: datetime) -> None:
        owed = self._bank.accounts[case].outstanding_minor
        await self._bank.pay(case, at)
        self._agenda.at(at + BOUNCES_AFTER, lambda when: self._bank.take_back(case, owed, when))

    async def _old_snapshot(self, case: str, at: datetime) -> None:
        late = await self._bank.snapshot(case, at - timedelta(hours=1))
        await self._bank.pay(case, at)
        await self._bank.say(late)

    async def _unreadable(self, case: str, at: datetime) -> None:
        await self._out.spoil(await self._bank.snapshot(case, at))
