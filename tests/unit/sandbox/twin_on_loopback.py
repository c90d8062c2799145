"""A carrier on a loopback port with a clock moved by hand, and a product that records the webhooks it gets."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from services.sandbox.agenda import Agenda
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.journal import Journal
from services.sandbox.serve import Served
from services.sandbox.twin.account import CarrierAccount, PhoneLine
from services.sandbox.twin.app import make_app
from services.sandbox.twin.carrier import Carrier
from services.sandbox.twin.courier import Courier
from services.sandbox.twin.faults import QUIET, Faults, FaultSpell, Rates
from services.sandbox.twin.serve import ServedTwin

SID, TOKEN = "AC" + "0" * 32, "a token for tests"
OURS, THEIRS = "+351900000000", "+351900000001"
INTENT = "4f9d1b7a-3c55-5f0e-9a59-0d2a6a1f3e11"


@dataclass
class ManualClock:
    at: datetime = BEGINS

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        raise AssertionError("nobody sleeps here")


@dataclass
class PhonesInMemory:
    """The `Phones` port: what each number received, and how it can be reached."""

    lines: dict[str, PhoneLine] = field(default_factory=dict)
    got: list[tuple[str, str]] = field(default_factory=list)

    def line(self, number: str) -> PhoneLine:
        return self.lines.get(number, PhoneLine())

    async def received(self, number: str, body: str, at: datetime) -> None:
        self.got.append((number, body))


@dataclass
class ReceivedWebhook:
    """One webhook as the product got it; `genuine` says whether its signature was right. Retries share a `token`."""

    path: str
    form: dict[str, str]
    genuine: bool
    token: str


@dataclass
class TwinOnLoopback:
    carrier: Carrier
    agenda: Agenda
    clock: ManualClock
    courier: Courier
    phones: PhonesInMemory
    twin_url: str
    product_url: str
    file: Path
    heard: list[ReceivedWebhook]
    answers: list[int]

    async def later(self, by: timedelta) -> None:
        """Move the clock and let the world catch up."""
        self.clock.at += by
        await self.agenda.run_due(self.clock.at)
        while self.courier.in_flight:
            await asyncio.sleep(0)

    def callback(self, intent: str = INTENT) -> str:
        return f"{self.product_url}/twilio/status/{intent}"

    def statuses(self) -> list[str]:
        return [hook.form["MessageStatus"] for hook in self.heard if "MessageStatus" in hook.form]


@asynccontextmanager
async def twin_on_loopback(
    folder: Path, rates: Rates = QUIET, spells: Sequence[FaultSpell] = (), replies_url: str = "", **account: Any
) -> AsyncIterator[TwinOnLoopback]:
    heard: list[ReceivedWebhook] = []
    answers: list[int] = []
    validator = RequestValidator(TOKEN)

    async def listen(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        url = f"{product_url}{request.url.path}"
        genuine = validator.validate(url, form, request.headers["x-twilio-signature"])
        heard.append(ReceivedWebhook(request.url.path, form, genuine, request.headers["i-twilio-idempotency-token"]))
        return PlainTextResponse("", answers.pop(0) if answers else 200)

    product = Served(Starlette(routes=[Route("/{path:path}", listen, methods=["POST"])]))
    product_url = f"http://127.0.0.1:{product.port}"
    await product.start()
    clock, agenda, phones = ManualClock(), Agenda(), PhonesInMemory()
    journal = Journal(folder / "twin.jsonl", clock)
    async with httpx.AsyncClient(verify=False) as client:
        courier = Courier(TOKEN, client)
        carrier = Carrier(
            replace(CarrierAccount(SID, TOKEN, OURS, f"{product_url}/twilio/replies{replies_url}"), **account),
            agenda, clock, journal, courier, phones, Faults(rates, "a seed", spells),
            lambda number: hashlib.sha256(number.encode()).hexdigest(), "a seed",
        )  # fmt: skip
        twin = ServedTwin(make_app(carrier))
        await twin.start()
        try:
            yield TwinOnLoopback(
                carrier, agenda, clock, courier, phones, f"http://127.0.0.1:{twin.port}", product_url,
                folder / "twin.jsonl", heard, answers,
            )  # fmt: skip
        finally:
            await courier.close()
            await twin.stop()
            await product.stop()
            journal.close()
