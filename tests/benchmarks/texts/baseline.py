"""The same texts posted with no database behind them: the port to the carrier alone, as many in flight.

    python -m tests.benchmarks.texts.baseline URL TEXTS

Writes one line: texts a second, and microseconds of CPU each.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time

import uvloop

from services.notifier.bootstrap import POSTING_LOOPS
from services.notifier.core.outage import AT_ONCE_MAX
from services.notifier.shell.sms import Accepted, Ready
from services.notifier.shell.tokens import fixed
from services.notifier.shell.twilio_sms import TwilioSms
from tests.benchmarks.webhook.requests import phone

from .twin import NUMBER, SID, TOKEN

BODY = "Hello, this is Nuno Teixo. A payment of 5000.00 EUR is overdue. May a colleague come by? Reply 1, 2 or 3."
WARM = 200


async def posted(url: str, texts: int) -> tuple[float, float]:
    sms = TwilioSms(SID, fixed(TOKEN), NUMBER, url)
    numbers = iter(range(texts + WARM))

    async def loop(until: int) -> None:
        while batch := [number for number in (next(numbers, None) for _ in range(AT_ONCE_MAX)) if number is not None]:
            ready = [
                Ready(phone(number), f"{BODY} {number}", f"https://bank.example/twilio/status/{number}")
                for number in batch
            ]
            for outcome in await sms.send(ready):
                assert isinstance(outcome, Accepted), outcome
            if batch[-1] >= until:
                return

    await loop(WARM - 1)
    gc.collect()
    gc.freeze()
    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(loop(texts + WARM) for _ in range(POSTING_LOOPS)))
    lasted, used = time.perf_counter() - began, time.process_time() - used
    await sms.close()
    return texts / lasted, used / texts * 1e6


if __name__ == "__main__":
    print(*uvloop.run(posted(sys.argv[1], int(sys.argv[2]))))
