"""The phone book: which phone rings, what its holder then does, and how a number can be reached at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from services.sandbox.agenda import Action, Agenda
from services.sandbox.bank import Bank
from services.sandbox.borrowers import Borrower
from services.sandbox.twin.account import PhoneLine
from services.sandbox.weather import FAIR, Weather

from .conversations import Conversations
from .machines import Habits, habits, quoted
from .phone import Does, Phone, PhoneReply
from .text_recognition import hear

DEAD_CODES = (30003, 30005, 30006)
CORRECTED_AFTER = timedelta(days=6)
BY_ITSELF_AFTER = timedelta(seconds=4)
BY_HAND_DELAY = timedelta(seconds=2)
"""To a phone that somebody looks at."""
HEDGER_EVERY = 4
"""The first picker who is offered times hedges, and each fourth after them: a small world has one too."""
MACHINE = "machine"
"""What is meant by what no holder wrote: nothing."""
PERSON = "person"
"""Nor is it known what somebody means who types."""
Answer = Callable[..., object]
"""Number, body, what was meant, and `pictures`: the carrier's `reply`."""


class Holders:
    """The `Phones` port of the carrier. `answer` is set once the carrier is there; `rang` is told of each text.

    `by_hand`: nobody holds the phones but whoever types on them, each can be reached, and none speaks by itself.
    """

    def __init__(
        self,
        people: Sequence[Borrower],
        bank: Bank,
        agenda: Agenda,
        seed: str,
        weather: Weather = FAIR,
        *,
        by_hand: bool = False,
    ) -> None:
        self._by_number = {borrower.phone: borrower for borrower in people}
        self._phones = {
            borrower.phone: Phone(borrower.profile, borrower.language, Random(f"{seed}/phone/{borrower.id}"))
            for borrower in people
        }
        self._pickers_offered = 0
        self._bank, self._agenda, self._seed, self._weather = bank, agenda, seed, weather
        self._pictured: set[str] = set()
        self._by_hand = by_hand
        self.conversations = Conversations()
        self.rang: Callable[[], None] = lambda: None
        self.answer: Answer = lambda number, body, meant, pictures=(): None

    def line(self, number: str) -> PhoneLine:
        borrower = self._by_number.get(number)
        random = Random(f"{self._seed}/line/{number}")
        delay = timedelta(seconds=random.randint(2, 40))
        if borrower is None:
            return PhoneLine(delay, 30005)
        if self._by_hand:
            return PhoneLine(BY_HAND_DELAY)
        mine = self._habits(borrower, number)
        if borrower.profile == "unreachable":
            return PhoneLine(delay, random.choice(DEAD_CODES), written=mine.written)
        return PhoneLine(delay, receipts=mine.receipts, written=mine.written)

    async def received(self, number: str, body: str, at: datetime) -> None:
        phone, borrower = self._phones.get(number), self._by_number.get(number)
        if phone is None or borrower is None:
            return
        self.conversations.said(number, "lender", body, at)
        self.rang()
        if self._by_hand:
            return
        self._by_itself(borrower, number, body, at)
        heard = hear(body)
        if heard.slots and phone.profile == "picker" and not phone.offers:
            phone.hedges = self._pickers_offered % HEDGER_EVERY == 0
            self._pickers_offered += 1
        for act in phone.hears(heard):
            match act:
                case PhoneReply(after, words, meant):
                    self._agenda.at(at + after, self._says(number, words, meant))
                    if meant == "wrong-number":
                        self._agenda.at(at + CORRECTED_AFTER, self._corrected(borrower))
                case Does():
                    self._agenda.at(at + act.after, self._does(borrower, act))

    async def moves(self, borrower: Borrower, number: str, at: datetime) -> None:
        """The bank learns another number of a borrower, whose holder picks a slot when a visit is offered."""
        self._by_number[number] = borrower
        self._phones.setdefault(number, Phone("picker", borrower.language, Random(f"{self._seed}/phone/{number}")))
        for debt in borrower.debts:
            await self._bank.correct_phone(debt.case, number, at)

    def typed(self, number: str, words: str, at: datetime) -> None:
        """Whoever looks at the phone answers, in words of their own."""
        self.conversations.said(number, "person", words, at)
        self.answer(number, words, PERSON)

    def _habits(self, borrower: Borrower, number: str) -> Habits:
        return habits(number, borrower.language, self._weather, self._seed)

    def _by_itself(self, borrower: Borrower, number: str, body: str, at: datetime) -> None:
        """What a phone says while its holder does not even look."""
        mine, random = self._habits(borrower, number), Random(f"{self._seed}/by-itself/{number}/{at.isoformat()}")
        if mine.answers is not None:
            self._agenda.at(at + BY_ITSELF_AFTER, self._says(number, mine.answers, MACHINE))
        if mine.quotes:
            self._agenda.at(
                at + timedelta(minutes=random.randint(1, 90)), self._says(number, quoted(body, random), MACHINE)
            )
        if mine.sends_picture and number not in self._pictured:
            self._pictured.add(number)
            self._agenda.at(at + timedelta(minutes=40), self._says(number, "", "picture", ("image/jpeg",)))

    def _says(self, number: str, words: str, meant: str, pictures: Sequence[str] = ()) -> Action:
        async def says(at: datetime) -> None:
            self.conversations.said(number, "holder", words or "(a picture)", at)
            self.answer(number, words, meant, pictures=pictures)

        return says

    def _does(self, borrower: Borrower, act: Does) -> Action:
        async def does(at: datetime) -> None:
            for debt in borrower.debts:
                match act.deed:
                    case "pay":
                        await self._bank.pay(debt.case, at)
                    case "pay-part":
                        await self._bank.pay(debt.case, at, share=0.4)
                    case "sign-plan":
                        await self._bank.sign_plan(debt.case, at)
                    case "dispute":
                        await self._bank.open_dispute(debt.case, at)

        return does

    def _corrected(self, borrower: Borrower) -> Action:
        """Half of the wrong numbers are found out."""

        async def corrected(at: datetime) -> None:
            random = Random(f"{self._seed}/corrected/{borrower.id}")
            if random.random() < 0.5 or borrower.phone not in self._by_number:
                return
            right = borrower.phone[:-7] + f"{int(borrower.phone[-7:]) + 5_000_000:07d}"
            self._phones[right] = Phone("picker", borrower.language, random)
            await self.moves(borrower, right, at)

        return corrected
