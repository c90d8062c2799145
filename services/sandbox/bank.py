"""The bank: reports overdue loans, books payments, signs plans, opens disputes. All it says goes to `loans`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from services.sandbox.agenda import Agenda
from services.sandbox.borrowers import Borrower
from services.sandbox.portfolio.customers import CURRENCY
from services.sandbox.portfolio.debts import Debt, Instalment
from services.sandbox.publisher import Publisher
from shared.contracts import loans
from shared.contracts.loans import Person
from shared.contracts.values import Amount, Balance, Money
from shared.ids import derive
from shared.privacy.keys import KeyForgotten, KeyRing
from shared.privacy.master import MasterKeys

SOURCE = "bank"
TELLS_AGAIN_EVERY = timedelta(days=15)
DISPUTE_TAKES = timedelta(days=12)


@dataclass(slots=True)
class LoanAccount:
    """One case as the bank sees it. `cured`: nothing is overdue any more. `by_hand`: somebody let it miss a payment."""

    borrower: Borrower
    debt: Debt
    outstanding_minor: int
    cured: bool = False
    plan: bool = False
    disputed: bool = False
    by_hand: bool = False
    said: int = 0
    person: Person | None = field(default=None, repr=False)


class Bank:
    def __init__(
        self,
        people: Sequence[Borrower],
        out: Publisher,
        agenda: Agenda,
        ring: KeyRing,
        keys: MasterKeys,
        seed: str,
        *,
        ends: datetime,
    ) -> None:
        self._out, self._agenda, self._ring, self._keys, self._seed, self._ends = out, agenda, ring, keys, seed, ends
        self.accounts = {
            debt.case: LoanAccount(borrower, debt, debt.amount_minor) for borrower in people for debt in borrower.debts
        }

    def open(self) -> None:
        """Put what the data knows on the agenda: each case's beginning and the payments that come by themselves."""
        for account in self.accounts.values():
            case = account.debt.case
            self._agenda.at(account.debt.enters_at, lambda at, case=case: self._enters(case, at))  # type: ignore[misc]
            for instalment in account.debt.instalments:
                self._agenda.at(
                    instalment.at,
                    lambda at, case=case, paid=instalment: self._comes_in(case, paid, at),  # type: ignore[misc]
                )

    async def tell_overdue(self, case: str, at: datetime) -> None:
        """Report the case, and again every `TELLS_AGAIN_EVERY` while something is owed."""
        account = self.accounts[case]
        if account.cured or account.plan:
            return
        try:
            await self.say(await self.snapshot(case, at))
        except KeyForgotten:
            return  # before they were named for the first time
        if at + TELLS_AGAIN_EVERY < self._ends:
            self._agenda.at(at + TELLS_AGAIN_EVERY, lambda then: self.tell_overdue(case, then))

    async def snapshot(self, case: str, at: datetime) -> loans.LoanOverdue:
        """How the bank's books see the case at this moment, as an overdue event that is not sent yet."""
        account = self.accounts[case]
        event_id = self._id(account, "overdue")
        if account.person is None:
            account.person = await account.borrower.person(self._ring, self._keys, event_id)
        data = loans.Overdue(
            amount=Money(minor=account.outstanding_minor, currency=CURRENCY),
            due_since=account.debt.due_since,
            person=account.person,
            risk=round(min(0.95, 0.15 + 0.1 * account.debt.customer.months_late), 2),
        )
        return loans.LoanOverdue(id=event_id, source=SOURCE, subject=case, time=at, data=data)

    async def write_off(self, case: str, at: datetime) -> None:
        account = self.accounts[case]
        account.cured = True
        event_id = self._id(account, "closed")
        cause = loans.Cause(cause="written-off")
        await self.say(loans.LoanClosed(id=event_id, source=SOURCE, subject=case, time=at, data=cause))

    async def reopen(self, case: str, at: datetime) -> None:
        """The write-off was a mistake: the loan is overdue as before."""
        self.accounts[case].cured = False
        await self.tell_overdue(case, at)

    async def miss(self, case: str, days_late: int, at: datetime) -> bool:
        """Another instalment was not paid and is so many days late by now; false where something is overdue already."""
        account = self.accounts[case]
        if account.said and not account.cured:
            return False
        if account.cured:
            account.outstanding_minor = account.debt.amount_minor
        account.cured = account.plan = False
        account.debt = replace(account.debt, due_since=at.date() - timedelta(days=days_late))
        account.by_hand = True
        await self.tell_overdue(case, at)
        return True

    async def _enters(self, case: str, at: datetime) -> None:
        """As the data has it, unless somebody was quicker."""
        if not self.accounts[case].by_hand:
            await self.tell_overdue(case, at)

    async def pay(self, case: str, at: datetime, share: float = 1.0, booked_at: datetime | None = None) -> None:
        """Book a payment of this share of what is owed. A loan that is not overdue yet is nobody's concern.

        With `booked_at`, `at` is only its value date. More than all leaves a balance below zero.
        """
        account = self.accounts[case]
        if account.cured or not account.said:
            return
        minor = max(1, int(account.outstanding_minor * share))
        await self._book(account, minor, cures=share >= 1.0, at=at, booked_at=booked_at)

    async def take_back(self, case: str, minor: int, at: datetime) -> None:
        """A payment of so much bounced: it is owed again."""
        account = self.accounts[case]
        if not account.cured or account.plan:
            return
        account.outstanding_minor, account.cured = account.outstanding_minor + minor, False
        data = loans.Reversal(
            amount=Money(minor=minor, currency=CURRENCY),
            outstanding=Balance(minor=account.outstanding_minor, currency=CURRENCY),
        )
        event_id = self._id(account, "reversed")
        await self.say(loans.PaymentReversed(id=event_id, source=SOURCE, subject=case, time=at, data=data))

    async def sign_plan(self, case: str, at: datetime) -> None:
        account = self.accounts[case]
        if account.cured or account.plan or not account.said:
            return
        account.plan = True
        data = loans.Cause(cause="instalments")
        event_id = self._id(account, "plan")
        await self.say(loans.PlanSigned(id=event_id, source=SOURCE, subject=case, time=at, data=data))

    async def open_dispute(self, case: str, at: datetime) -> None:
        """The bank looks into it for `DISPUTE_TAKES`, then closes it one way or the other."""
        account = self.accounts[case]
        if account.cured or account.disputed or not account.said:
            return
        account.disputed = True
        event_id = self._id(account, "dispute")
        data = loans.Cause(cause="amount-disputed")
        await self.say(loans.DisputeOpened(id=event_id, source=SOURCE, subject=case, time=at, data=data))
        self._agenda.at(at + DISPUTE_TAKES, lambda then: self._close_dispute(case, then))

    async def correct_phone(self, case: str, phone: str, at: datetime) -> None:
        """A number was wrong; the bank has found the right one."""
        account = self.accounts[case]
        if account.cured:
            return
        account.borrower.phone = phone
        event_id = self._id(account, "details")
        try:
            account.person = await account.borrower.person(self._ring, self._keys, event_id)
        except KeyForgotten:
            return  # nobody is told anything of them any more
        data = loans.Details(person=account.person)
        await self.say(loans.DetailsCorrected(id=event_id, source=SOURCE, subject=case, time=at, data=data))

    async def _close_dispute(self, case: str, at: datetime) -> None:
        account = self.accounts[case]
        account.disputed = False
        right = Random(f"{self._seed}/dispute/{case}").random() < 0.5
        event_id = self._id(account, "dispute-closed")
        data = loans.Cause(cause="borrower-was-right" if right else "debt-confirmed")
        await self.say(loans.DisputeClosed(id=event_id, source=SOURCE, subject=case, time=at, data=data))
        if right and not account.cured:
            await self.write_off(case, at)

    async def _comes_in(self, case: str, paid: Instalment, at: datetime) -> None:
        account = self.accounts[case]
        if not account.cured:
            await self._book(account, paid.minor, cures=paid.cures, at=at)

    async def _book(
        self, account: LoanAccount, minor: int, *, cures: bool, at: datetime, booked_at: datetime | None = None
    ) -> None:
        left = min(0, account.outstanding_minor - minor) if cures else max(0, account.outstanding_minor - minor)
        account.outstanding_minor, account.cured = max(0, left), left <= 0
        data = loans.Payment(
            amount=Amount(minor=minor, currency=CURRENCY), outstanding=Balance(minor=left, currency=CURRENCY),
            booked_at=booked_at,
        )  # fmt: skip
        event_id = self._id(account, "payment")
        await self.say(loans.PaymentReceived(id=event_id, source=SOURCE, subject=account.debt.case, time=at, data=data))

    async def say(self, event: loans.Loan) -> None:
        await self._out.send(event, event.subject)

    def _id(self, account: LoanAccount, what: str) -> str:
        account.said += 1
        return str(derive("sandbox", self._seed, account.debt.case, what, account.said))
