"""The carrier of a campaign: the sandbox's twin, as impatient as Twilio, with moods before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from services.sandbox.agenda import Agenda
from services.sandbox.journal import Journal
from services.sandbox.twin.account import CarrierAccount
from services.sandbox.twin.app import make_app
from services.sandbox.twin.carrier import Carrier
from services.sandbox.twin.courier import Courier
from services.sandbox.twin.faults import QUIET, Faults
from services.sandbox.twin.serve import ServedTwin
from services.verifier.journals import JournalRow, read_journal
from shared.privacy.master import MasterKeys
from shared.runtime.ports import Clock
from tests.integration.outside.carrier_twin import RecordingPhones

from .moods import Moody


@dataclass(frozen=True)
class CampaignCarrier:
    """`path` is its own file of all that it saw."""

    twin: Carrier
    courier: Courier
    door: Moody
    path: Path

    def rows(self) -> list[JournalRow]:
        return read_journal(self.path)

    def writes(self, phone: str, words: str) -> str:
        """Somebody texts us; the message's id."""
        return self.twin.reply(phone, words, "test").sid


@asynccontextmanager
async def carrier_at(
    path: Path, port: int, account: CarrierAccount, agenda: Agenda, clock: Clock, keys: MasterKeys
) -> AsyncIterator[CampaignCarrier]:
    journal = Journal(path, clock)
    async with httpx.AsyncClient(timeout=10) as client:
        courier = Courier(account.token, client)
        twin = Carrier(
            account, agenda, clock, journal, courier, RecordingPhones(), Faults(QUIET, "outages"), keys.phone_hash,
            "outages",
        )  # fmt: skip
        door = Moody()
        served = ServedTwin(door.before(make_app(twin)), port)
        await served.start()
        try:
            yield CampaignCarrier(twin, courier, door, path)
        finally:
            await courier.close()
            await served.stop()
            journal.close()
