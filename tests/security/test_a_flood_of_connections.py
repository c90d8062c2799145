"""Strangers open connections to the webhook without end: who says something whole is heard, and nothing is parked."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from twilio.request_validator import RequestValidator

from services.notifier.bootstrap import QUERIES
from shared.privacy.keys import KeyRing
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from tests.polling import until
from tests.unit.sandbox.twin_on_loopback import TOKEN

from .people import overdue, phone_of
from .running_notifier import PUBLIC_URL, RunningNotifier, running_notifier

FILES = 320
AT_ONCE = 400
OPENED = 1500
CASES = 20
HALF = b"POST /twilio/replies HTTP/1.1\r\nHost: bank.example\r\nContent-Length: 60000\r\n\r\n" + b"a" * 30_000


@dataclass
class Flood:
    opened: int = 0
    answered_503: int = 0

    async def hold(self, port: int) -> None:
        """One line with half a request, opened again whenever it is cut."""
        while True:
            with contextlib.suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                self.opened += 1
                try:
                    writer.write(HALF)
                    await writer.drain()
                    self.answered_503 += b" 503 " in await reader.readline()
                finally:
                    writer.close()
            await asyncio.sleep(0)


@asynccontextmanager
async def flood(port: int) -> AsyncIterator[Flood]:
    made = Flood()
    tasks = [asyncio.create_task(made.hold(port)) for _ in range(AT_ONCE)]
    try:
        yield made
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the files of another process")
async def test_with_few_files_left_sound_events_are_decided_and_replies_are_answered(
    database_url: str, kafka_bootstrap: str, unique: str, tmp_path: Path
) -> None:
    async with running_notifier(database_url, kafka_bootstrap, unique, tmp_path, files=FILES) as there:
        await until(lambda: ready(there), seconds=90)
        calm = there.memory_bytes()
        await tell(there, range(1))
        await until(lambda: decided(there, 1), seconds=90)
        async with flood(there.web_port) as strangers:
            await until(lambda: enough(strangers), seconds=90)
            await tell(there, range(1, CASES))
            await until(lambda: decided(there, CASES), seconds=90)
            assert await replied(there, 1) == 200
            assert await there.told()
            assert there.memory_bytes() - calm < 100 << 20
        assert await replied(there, 2) == 200
        assert await there.runner.count("SELECT count(*) FROM parked") == 0
        assert strangers.answered_503 > 0
        assert there.alive()
        assert "step-failed" not in there.logged()


async def ready(there: RunningNotifier) -> bool:
    return bool((await there.replica.ready()).get("ready"))


async def enough(strangers: Flood) -> bool:
    return strangers.opened >= OPENED


async def tell(there: RunningNotifier, numbers: range) -> None:
    store = PgStore(there.runner.database_url, "notifier", QUERIES)
    await store.start()
    try:
        ring = KeyRing(PgKeys(store), there.keys.wrap)
        await there.runner.send([await overdue(f"case-{number}", number, ring, there.keys) for number in numbers])
    finally:
        await store.close()


async def decided(there: RunningNotifier, number: int) -> bool:
    return await there.runner.count("SELECT count(DISTINCT aggregate) FROM history") >= number


async def replied(there: RunningNotifier, number: int) -> int:
    """What a reply gets that is sent as Twilio sends it, whole at once: from a thread, as who sends from the
    strangers' loop is as slow as they are.
    """
    form = {"MessageSid": f"SM{number:032x}", "From": phone_of(0), "Body": "yes", "NumMedia": "0"}
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}/twilio/replies", form)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    url = f"http://127.0.0.1:{there.web_port}/twilio/replies"
    sent = await asyncio.to_thread(httpx.post, url, content=urlencode(form).encode(), headers=headers, timeout=60)
    return sent.status_code
