"""Everything that somebody may do to the world, each with one sentence of what came of it, and what they see of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol, get_args

from services.sandbox.bank import Bank, LoanAccount
from services.sandbox.conductor.clock_driver import ClockDriver
from services.sandbox.forgotten import FORGETS
from services.sandbox.phones.holders import Holders
from services.sandbox.portfolio.customers import CURRENCY
from services.sandbox.twin.faults import Faults
from services.sandbox.weather import OF_DAYS, WEATHERS, Name
from shared.contracts.envelope import Event

from . import clock_acts
from .customers import CustomerStanding, customer, ordered, standing, without_numbers
from .processes import WorldProcesses
from .refusal import UNKNOWN, WRONG, NotDone

WORDS_MAX = 480
"""Three segments: longer than most people's replies, shorter than what carriers cut."""
LATE_MAX = 720
PAGE = 60
NO_MORE: dict[CustomerStanding, str] = {"plan": "; a plan was signed", "dispute": "; the debt is disputed"}
"""What stands beside that a loan is overdue already."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Spoils(Protocol):
    """Where records go that nobody can read: what the bank publishes with."""

    async def spoil(self, event: Event) -> None: ...

    async def poison(self, overdue: Event) -> str: ...


@dataclass
class WorldDesk:
    """`weather` is the carrier's, as it is now."""

    driver: ClockDriver
    bank: Bank
    holders: Holders
    out: Spoils
    faults: Faults
    processes: WorldProcesses
    zone: str
    weather: Name
    by_hand: bool
    now: Callable[[], datetime]
    ends: datetime
    """When the days are over that the world was made for: its clock stops there, until somebody lets it go on."""
    began_again: datetime | None = None
    """Since when it is another world than the services': what it knew was in a process that was killed."""

    def state(self) -> dict[str, Any]:
        pace, progress = self.driver.pace, self.driver.progress
        return {
            "now": self.now(),
            "zone": self.zone,
            "paused": pace.paused,
            "over": pace.paused and progress.now == self.ends,
            "began_again": self.began_again,
            "forgot": FORGETS if self.began_again is not None else "",
            "speed": pace.speed,
            "outruns": clock_acts.pace_warning(pace.speed) if pace.speed and not pace.paused else "",
            "ahead_to": pace.ahead_to,
            "until_text": pace.until_text,
            "waiting": progress.waiting if pace.ahead_to is not None or pace.speed == 0 else {},
            "weather": self.weather,
            "by_hand": self.by_hand,
            "customers": len(self.bank.accounts),
            "processes": [asdict(each) for each in self.processes.look()],
        }

    def customers(self, find: str) -> dict[str, Any]:
        rows = ordered(
            [
                customer(account, self.holders.conversations.of(account.borrower.phone), CURRENCY)
                for case, account in self.bank.accounts.items()
                if find in case
            ]
        )
        return {"found": len(rows), "customers": [asdict(row) for row in rows[:PAGE]]}

    def phone(self, case: str) -> dict[str, Any]:
        account = self._account(case)
        texts = self.holders.conversations.of(account.borrower.phone)
        return {
            **asdict(customer(account, texts, CURRENCY)),
            "zone": self.zone,
            "conversation": [{"at": each.at, "by": each.by, "body": without_numbers(each.body)} for each in texts],
        }

    def clock(self, asked: dict[str, Any]) -> str:
        pace = self.driver.pace
        match asked.get("do"):
            case "pause":
                return clock_acts.paused(pace)
            case "go":
                return clock_acts.going(pace)
            case "speed":
                return clock_acts.running_at(pace, asked.get("speed"))
            case "jump":
                return clock_acts.jumping(pace, self.now(), self.zone, asked.get("hours"), asked.get("to"))
            case _:
                raise NotDone("The clock knows: pause, go, speed, jump.", WRONG)

    def typed(self, case: str, words: object) -> str:
        account = self._account(case)
        if not isinstance(words, str) or not words.strip() or len(words) > WORDS_MAX:
            raise NotDone(f"A text has 1 to {WORDS_MAX} letters.", WRONG)
        if CONTROL.search(words):
            raise NotDone("No phone sends control characters, and there is one in it.", WRONG)
        self.holders.typed(account.borrower.phone, words.strip(), self.now())
        return f"The phone of {case} sent it; the carrier announces it to notifier as it would a real one."

    async def missed(self, case: str, days: object) -> str:
        account = self._account(case)
        if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= LATE_MAX:
            raise NotDone(f"A payment is 1 to {LATE_MAX} days late.", WRONG)
        if not await self.bank.miss(case, days, self.now()):
            raise NotDone(f"{case} is overdue already{NO_MORE.get(standing(account), '')}.")
        return f"{case} missed a payment {days} day{'s' * (days > 1)} ago: the bank reports the loan as overdue."

    async def paid(self, case: str) -> str:
        account = self._account(case)
        if not account.said or account.cured:
            raise NotDone(f"{case} owes nothing that is overdue.")
        await self.bank.pay(case, self.now())
        return f"{case} paid everything: the bank reports the payment."

    async def poisoned(self, case: str) -> str:
        """Under the key of a case that everybody knows, or else about one that nobody does."""
        known = [self._account(case)] if case else list(self.bank.accounts.values())
        account = next((each for each in known if each.said and each.outstanding_minor > 0), None)
        if account is None:
            raise NotDone(f"{case or 'Nobody'} owes nothing that anybody was told of: let it miss a payment first.")
        overdue = await self.bank.snapshot(account.debt.case, self.now())
        if case:
            await self.out.spoil(overdue)
            return f"A report about {case} went out with a time that names no zone: nobody can read it as it is."
        flavour = await self.out.poison(overdue)
        return f"A record that is no event went to loans: {flavour.replace('-', ' ')}."

    def killed(self, name: object) -> str:
        self.processes.kill(name if isinstance(name, str) else "")
        return f"{name} was killed in the middle of whatever it did; its supervisor starts it again."

    def weathered(self, name: object) -> str:
        if name not in get_args(Name):
            raise NotDone("The weather is fair or rough.", WRONG)
        found: Name = "rough" if name == "rough" else "fair"
        if found == self.weather:
            raise NotDone(f"The weather is {found} already.")
        self.weather, weather = found, WEATHERS[found]
        spells = weather.spells_of(self.now(), OF_DAYS)
        self.faults.rates, self.faults.spells = weather.carrier, spells
        if found == "fair":
            return "The carrier does its work: every text, receipt and reply arrives once."
        return "The carrier loses, doubles, delays and refuses texts, receipts and replies now and then."

    def _account(self, case: str) -> LoanAccount:
        account = self.bank.accounts.get(case)
        if account is None:
            raise NotDone("The bank has no such customer.", UNKNOWN)
        return account
