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

from shared.runtime import misspelt
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import hindered
from shared.runtime.limits import set_limits
from shared.runtime.logs import configure, logger
from shared.runtime.refusal import EXIT_CODE, WRONG_SETTINGS, StartRefused
from shared.runtime.settings import SettingsError, load
from shared.runtime.trouble_words import kafka_words
from shared.runtime.web import PortTakenError, can_listen

from . import pages, topics
from .app import Monitor
from .settings import MonitorSettings

WAIT_S = 1.0
SAY_EVERY = 30
TIDY_S = 5.0

log = logger("monitor")


def main() -> int:
    """The process's exit code: 0 after SIGTERM, 78 for wrong settings or a port that is taken, 77 when Kafka will never
    let it in, 1 when Faust gave up."""
    set_limits()
    try:
        settings = load(MonitorSettings)
        if settings.health_port:
            can_listen(settings.health_port, settings.bind)
    except (SettingsError, PortTakenError) as error:
        sys.stderr.write(f"monitor can't start: {error}\n")
        return WRONG_SETTINGS
    configure("monitor", settings.log_level)
    misspelt.warn("monitor", os.environ)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # the monitor says itself when Kafka is gone
    run = topics.run_name(settings.topic_prefix, time.time())
    try:
        asyncio.run(prepared(settings, run))
    except StartRefused as refusal:
        sys.stderr.write(f"monitor can't start: {refusal.what}\n  {refusal.todo}\n")
        return EXIT_CODE
    asyncio.set_event_loop(asyncio.new_event_loop())
    monitor = Monitor(settings, run)
    pages.add(monitor)
    log.info("monitor-started", count=len(settings.topics))
    worker = faust.Worker(monitor.app, quiet=True, override_logging=False, loglevel=settings.log_level)
    worker.spinner = None  # it would write cursor codes to standard output, terminal or not
    code = _work(worker)
    asyncio.run(_tidied(connection(settings), run))
    log.info("monitor-stopped", code=str(code))
    return code


async def prepared(settings: MonitorSettings, run: str) -> None:
    """Wait until Kafka is there with the catalogue's topics, and everything for the run is made."""
    tried = 0
    while (missing := await _missing(settings, run)) is not None:
        if tried % SAY_EVERY == 0:
            log.warning("waiting-for-kafka", reason=missing)
        tried += 1
        await asyncio.sleep(WAIT_S)


async def _missing(settings: MonitorSettings, run: str) -> str | None:
    """Clear away killed runs and make the topics of this one; or say what is missing. Raises `StartRefused`."""
    options = connection(settings)
    try:
        if await topics.missing(options, settings.topics):
            return "topics-missing"
        for dead in await topics.remove_leftovers(options, settings.topic_prefix, time.time()):
            log.info("leftover-removed", kind=dead)
        await topics.make(options, run)
    except (KafkaError, OSError) as error:
        found = await hindered(options)
        if found is not None and not found.passes:
            raise StartRefused(found.what, found.todo) from None
        return found.what if found is not None else kafka_words(error)
    return None


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
