"""The sandbox's carrier in a process of its own, at a moment that stands still: it takes texts and reports nothing.

python -m tests.benchmarks.texts.twin PORT FOLDER
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import uvloop

from services.sandbox.agenda import Agenda
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.journal import Journal
from services.sandbox.twin.account import CarrierAccount, PhoneLine
from services.sandbox.twin.app import make_app
from services.sandbox.twin.carrier import Carrier
from services.sandbox.twin.courier import Courier
from services.sandbox.twin.faults import QUIET, Faults
from services.sandbox.twin.serve import ServedTwin

SID, TOKEN, NUMBER = "AC" + "0" * 32, "not-a-real-token-at-all", "+15005550006"


@dataclass(frozen=True, slots=True)
class StoppedClock:
    at: datetime = BEGINS

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        await asyncio.sleep(at_most_s)


class Nobody:
    """The `Phones` port: every number can be reached, and nobody reads."""

    def line(self, number: str) -> PhoneLine:
        return PhoneLine()

    async def received(self, number: str, body: str, at: datetime) -> None:
        return None


async def serve(port: int, folder: Path) -> None:
    clock = StoppedClock()
    journal = Journal(folder / f"twin-{port}.jsonl", clock)
    async with httpx.AsyncClient() as client:
        courier = Courier(TOKEN, client)
        carrier = Carrier(
            CarrierAccount(SID, TOKEN, NUMBER, ""), Agenda(), clock, journal, courier, Nobody(), Faults(QUIET, "x"),
            lambda number: hashlib.sha256(number.encode()).hexdigest(), "x",
        )  # fmt: skip
        served = ServedTwin(make_app(carrier), port)
        await served.start()
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        stopping = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
        await stopping.wait()
        await courier.close()
        await served.stop()
        journal.close()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
