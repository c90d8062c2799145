"""`python -m services.console.monitor`: watches until it is told to stop (SIGTERM), then leaves nothing behind."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from typing import Any

import faust
from aiokafka.errors import KafkaError

from shared.contracts.catalogue import TOPICS
from shared.runtime.logs import configure, logger
from shared.runtime.settings import SettingsError

from . import pages, topics
from .app import Monitor
from .settings import MonitorSettings, kafka_options, load

WAIT_S = 1.0
SAY_EVERY = 30
TIDY_S = 5.0

log = logger("monitor")


def main() -> int:
    """Returns the process's exit code: 0 after SIGTERM, 2 for wrong settings, 1 when Faust gave up."""
    try:
        settings = load(os.environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure("monitor", settings.log_level)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # the monitor says itself when Kafka is gone
    run = topics.run_name(time.time())
    asyncio.run(prepared(settings, run))
    asyncio.set_event_loop(asyncio.new_event_loop())
    monitor = Monitor(settings, run)
    pages.add(monitor)
    log.info("monitor-started", count=len(TOPICS))
    worker = faust.Worker(monitor.app, quiet=True, override_logging=False, loglevel=settings.log_level)
    worker.spinner = None  # it would write cursor codes to standard output, terminal or not
    code = _work(worker)
    asyncio.run(_tidied(kafka_options(settings), run))
    log.info("monitor-stopped", code=str(code))
    return code


async def prepared(settings: MonitorSettings, run: str) -> None:
    """Wait for Kafka and for the catalogue's topics, clear away killed runs, and make the run's own topics."""
    options, tried = kafka_options(settings), 0
    while True:
        try:
            if not await topics.missing(options, [topic.name for topic in TOPICS]):
                break
            reason = "topics-missing"
        except (KafkaError, OSError) as error:
            reason = type(error).__name__
        if tried % SAY_EVERY == 0:
            log.warning("waiting-for-kafka", reason=reason)
        tried += 1
        await asyncio.sleep(WAIT_S)
    for dead in await topics.remove_leftovers(options, time.time()):
        log.info("leftover-removed", kind=dead)
    await topics.make(options, run)
    since_s = time.time() - settings.hours * topics.HOUR_S
    await topics.start_at(options, run, [topic.name for topic in TOPICS], since_s)


def _work(worker: Any) -> int:
    try:
        worker.execute_from_commandline()
    except SystemExit as ended:
        return int(ended.code or 0) if isinstance(ended.code, int | None) else 1
    except Exception as error:  # Faust raises what it crashed of; a supervisor starts us again
        log.error("faust-crashed", error=type(error).__name__)
        return 1
    return 0


async def _tidied(options: dict[str, Any], run: str) -> None:
    try:
        async with asyncio.timeout(TIDY_S):
            await topics.remove(options, run)
    except (KafkaError, OSError, TimeoutError) as error:
        log.warning("topics-not-removed", error=type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
