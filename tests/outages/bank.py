"""The bank of a campaign: reports debtors of its own making, books payments, and never has one owe for two rows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, islice
from random import Random

from aiokafka import AIOKafkaProducer

from services.sandbox.borrowers import Borrower
from services.sandbox.cities import PORTO
from services.sandbox.journal import Journal
from services.sandbox.publisher import Outbound
from shared.contracts.envelope import Event
from shared.contracts.loans import Cause, LoanClosed, LoanOverdue, Overdue, Payment, PaymentReceived
from shared.contracts.values import Amount, Balance, Money
from shared.ids import derive
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.ports import Clock

GARBAGE, SOON_S, PARTITIONS = b"\x00garbage", 0.05, 2
CURRENCY, OWED_MINOR = "EUR", 500_000
OVERDUE_DAYS = 16
"""The cadence has a reminder for this at once, and the next one two weeks later."""


@dataclass(frozen=True, slots=True)
class Debtor:
    """One case, and the event that will report it. Made before an outage: sealing needs the database."""

    who: Borrower
    overdue: LoanOverdue

    @property
    def case(self) -> str:
        return self.overdue.subject


class CampaignBank:
    """`case_of_hash`: whose number is meant where only its hash is known, as in the carrier's file."""

    def __init__(
        self, bootstrap: str, out: Outbound, sent_file: Journal, ring: KeyRing, keys: MasterKeys, clock: Clock
    ) -> None:
        self._bootstrap, self._sent_file = bootstrap, sent_file
        self._out, self._ring, self._keys, self._clock = out, ring, keys, clock
        self._numbers, self._said = count(1), count(1)
        self._owing: dict[str, Debtor] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self.case_of_hash: dict[str, str] = {}

    @property
    def in_flight(self) -> int:
        """Events that Kafka has not acknowledged."""
        return len(self._sending) + self._out.in_flight

    async def debtors(self, row: str, number: int, *, days: int = OVERDUE_DAYS, zone: str = PORTO.zone) -> list[Debtor]:
        """Nobody has heard of them, and they are not reported yet: so many days overdue by now, at home in `zone`."""
        return [await self._debtor(f"{row}-{n}", n, days, zone) for n in islice(self._numbers, number)]

    def report(self, debtors: Iterable[Debtor]) -> None:
        """From now on, for as long as Kafka is away."""
        for debtor in debtors:
            self._owing[debtor.case] = debtor
            self._send(debtor.overdue)

    def pays(self, debtors: Iterable[Debtor]) -> None:
        """All that is owed is paid and booked."""
        for debtor in debtors:
            data = Payment(
                amount=Amount(minor=OWED_MINOR, currency=CURRENCY), outstanding=Balance(minor=0, currency=CURRENCY)
            )
            self._send(PaymentReceived(**self._head(debtor.case, "payment"), data=data))

    async def garbage(self, topic: str, number: int) -> None:
        """So many records that are no events, spread over the topic, and written down as such."""
        producer = AIOKafkaProducer(bootstrap_servers=self._bootstrap)
        await producer.start()
        try:
            acks = [await producer.send(topic, GARBAGE, partition=n % PARTITIONS) for n in range(number)]
            for place in await asyncio.gather(*acks):
                self._sent_file.write(
                    "sent", topic=topic, key="", id="", type=None, case=None, copies=1, poison="undecodable",
                    partition=place.partition, offset=place.offset,
                )  # fmt: skip
        finally:
            await producer.stop()

    async def sent(self) -> None:
        """Until Kafka has acknowledged everything."""
        while self.in_flight:
            await asyncio.sleep(SOON_S)

    def nobody_owes(self) -> None:
        """Every loan is closed: later rows need not live through the weeks of earlier ones."""
        for case in sorted(self._owing):
            self._send(LoanClosed(**self._head(case, "closed"), data=Cause(cause="settled")))
        self._owing.clear()

    async def close(self) -> None:
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _debtor(self, case: str, n: int, days: int, zone: str) -> Debtor:
        who = Borrower(
            id=f"person-{n}", phone=PORTO.phone(n), name="Alda Faia", address="Rua das Urzes 1",
            home=PORTO.somewhere("gaia", Random(n)), language="en", officer="Nuno Teixo", profile="silent", debts=(),
            zone=zone,
        )  # fmt: skip
        head = self._head(case, "overdue")
        data = Overdue(
            amount=Money(minor=OWED_MINOR, currency=CURRENCY),
            due_since=(self._clock.now() - timedelta(days=days)).date(),
            person=await who.person(self._ring, self._keys, str(head["id"])),
        )
        self.case_of_hash[self._keys.phone_hash(who.phone)] = str(head["subject"])
        return Debtor(who, LoanOverdue(**head, data=data))

    def _head(self, case: str, what: str) -> dict[str, object]:
        return {
            "id": str(derive("outages", case, what, next(self._said))), "source": "bank", "subject": case,
            "time": self._clock.now(),
        }  # fmt: skip

    def _send(self, event: Event) -> None:
        task = asyncio.create_task(self._out.send(event, event.subject))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
