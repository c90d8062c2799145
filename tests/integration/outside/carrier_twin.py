"""The carrier beside a running stack: the sandbox's twin on a loopback port, on its clock, told what goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from services.sandbox.agenda import Agenda
from services.sandbox.journal import Journal
from services.sandbox.twin.account import CarrierAccount, PhoneLine
from services.sandbox.twin.app import make_app
from services.sandbox.twin.carrier import Carrier
from services.sandbox.twin.courier import Courier
from services.sandbox.twin.faults import QUIET, Faults, FaultSpell, Happening
from services.sandbox.twin.serve import ServedTwin
from shared.privacy.master import MasterKeys
from shared.runtime.ports import Clock


@dataclass
class RecordingPhones:
    """The `Phones` port: what each number received, and how it can be reached."""

    lines: dict[str, PhoneLine] = field(default_factory=dict)
    got: list[tuple[str, str, datetime]] = field(default_factory=list)

    def line(self, number: str) -> PhoneLine:
        return self.lines.get(number, PhoneLine())

    async def received(self, number: str, body: str, at: datetime) -> None:
        self.got.append((number, body, at))

    def texts(self, number: str) -> list[str]:
        return [body for to, body, _ in self.got if to == number]


@dataclass
class Twin:
    carrier: Carrier
    courier: Courier
    phones: RecordingPhones
    agenda: Agenda
    clock: Clock
    journal: Journal

    @property
    def refused(self) -> int:
        """Requests that were not accepted, so far."""
        return self.journal.counts.get("refused", 0)

    def suffers(self, what: Happening, lasts: timedelta, code: int = 0) -> None:
        """Something is the matter with all there is, from now on for so long."""
        now = self.clock.now()
        self.carrier.faults.spells = (FaultSpell(what, now, now + lasts, code),)

    def is_well(self) -> None:
        self.carrier.faults.spells = ()

    def posted(self, number: str) -> int:
        """Texts to this number that were accepted, whether or not they arrived."""
        return sum(
            message.direction == "outbound-api"
            for message in self.carrier.messages.found(to=number, sender=None, after=None, before=None)
        )


@asynccontextmanager
async def twin(
    folder: Path, port: int, account: CarrierAccount, agenda: Agenda, clock: Clock, keys: MasterKeys
) -> AsyncIterator[Twin]:
    journal, phones = Journal(folder / "twin.jsonl", clock), RecordingPhones()
    async with httpx.AsyncClient(timeout=60) as client:
        courier = Courier(account.token, client)
        carrier = Carrier(
            account, agenda, clock, journal, courier, phones, Faults(QUIET, "outside"), keys.phone_hash, "outside"
        )
        served = ServedTwin(make_app(carrier), port)
        await served.start()
        try:
            yield Twin(carrier, courier, phones, agenda, clock, journal)
        finally:
            await courier.close()
            await served.stop()
            journal.close()
