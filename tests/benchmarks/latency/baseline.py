"""What a text's way is measured against: a process that reads the event and posts a text, and remembers nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal

import uvloop

from services.notifier.shell.sms import Ready
from services.notifier.shell.twilio_sms import TwilioSms
from shared.contracts.codec import Malformed, decode
from shared.contracts.loans import LoanOverdue
from shared.runtime.clock import SystemClock
from shared.runtime.engine import RECORDS_MAX
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.consumer import KafkaLog, Lane
from shared.runtime.settings import Settings, load
from tests.benchmarks.webhook.requests import phone

BODY = "Doorstep Bank: a payment of your loan is overdue. Please call Nuno Teixo, or reply HELP. Reply STOP to opt out."


async def work(lane: Lane, sms: TwilioSms) -> None:
    clock = SystemClock()
    while True:
        records = await lane.poll(RECORDS_MAX, 0.2)
        texts = []
        for record in records:
            event = decode(record.topic, record.key, record.value, clock.now())
            assert not isinstance(event, Malformed)
            if isinstance(event, LoanOverdue):
                texts.append(Ready(phone(int(event.subject.rpartition("-")[2])), BODY, "http://127.0.0.1:9/status"))
        if records:
            await sms.send(texts)
            await lane.commit(records)


async def main() -> None:
    settings, stopping = load(Settings), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    log = KafkaLog(connection(settings), group="baseline", topics=("loans",), prefix=settings.topic_prefix)
    await log.start()
    sms = TwilioSms("AC" + "0" * 32, lambda: ("token",), "+15005550006", os.environ["TWILIO_API_URL"])
    tasks = [asyncio.create_task(work(lane, sms)) for lane in log.lanes]
    await stopping.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    with contextlib.suppress(Exception):
        await log.stop()


if __name__ == "__main__":
    uvloop.run(main())
