"""Steps for ever: each loop calls its step again while there is work, else waits for a wake-up or its idle time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from . import metrics
from .health import Health
from .logs import logger
from .ports import Conflict, Unavailable
from .trouble_words import in_words, kafka_words

WAITS = "It tries again by itself; the other lines, or ./doorstep doctor, say what is missing."
BEAT_S = 20.0
MUCH = 16
"""Who does so much at once shares what a transaction costs already, and goes on."""
BACKOFF_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


@dataclass(slots=True)
class Step:
    """One bounded piece of work; `run` returns how much it did. `wake` cuts the idle wait short.

    `while_held`: it only takes in or looks, so it goes on while all else waits for a recovery. `in_doubt`: what is cut
    off in the middle of it may have happened, and nobody knows; so a service that ends waits longer for it.

    `pace` says instead of `idle_s` how long it waits for now, where that hangs on how things stand.

    `rest_s`: so long it rests after a run that did little, and what comes meanwhile is done together. Who comes while
    it waits is done at once; nobody waits for longer than that, however many come.
    """

    name: str
    run: Callable[[], Awaitable[int]]
    idle_s: float = 1.0
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    while_held: bool = False
    in_doubt: bool = False
    rest_s: float = 0.0
    pace: Callable[[], float] | None = None


async def forever(step: Step, health: Health, stopping: asyncio.Event) -> None:
    """Run one step until `stopping`. What it raises is reported and tried again, ever more slowly."""
    stop = asyncio.ensure_future(stopping.wait())
    stop.add_done_callback(lambda done: None if done.cancelled() else step.wake.set())
    try:
        await _until_stopped(step, health, stopping)
    finally:
        stop.cancel()


async def _until_stopped(step: Step, health: Health, stopping: asyncio.Event) -> None:
    log = logger(health.service)
    failures, woken = 0, False
    while not stopping.is_set():
        health.beat(step.name)
        try:
            done = await step.run()
        except Unavailable as error:
            failures += 1
            health.down("loop", in_words(str(error)), WAITS, of=step.name)
            await _wait(stopping, BACKOFF_S[min(failures, len(BACKOFF_S)) - 1])
            continue
        except Conflict:
            metrics.count("conflicts")
            done, failures = 1, 0
            await asyncio.sleep(0)
        except Exception as error:
            failures += 1
            metrics.count("step_failures", step=step.name)
            health.failed(step.name, kafka_words(error), failures)
            log.error("step-failed", step=step.name, error=type(error).__name__, rule=_where(error))
            await _wait(stopping, BACKOFF_S[min(failures, len(BACKOFF_S)) - 1])
            continue
        failures = 0
        health.worked(step.name)
        if step.rest_s and done < MUCH and (done or woken):
            await _wait(stopping, step.rest_s)
        woken = not done and await _idle(step, health, stopping)


def _where(error: BaseException) -> str:
    """File and line of the innermost frame: enough to find it, and no values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace is not None else ""


async def _idle(step: Step, health: Health, stopping: asyncio.Event) -> bool:
    """Was it woken? Who waits for longer than a loop may stand still says meanwhile that it does not."""
    await asyncio.sleep(0)
    # Without a task of its own: of what an idle service did, waiting was a sixth. And without a clock: uvloop ends a
    # wait some tenths of a millisecond early, and what was left was waited for in six turns.
    left_s = step.idle_s if step.pace is None else step.pace()
    woken = False
    while left_s > 0 and not stopping.is_set() and not woken:
        waits_s = min(left_s, BEAT_S)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(waits_s):
                woken = await step.wake.wait()  # others that it wakes may clear it before we look again
        left_s -= waits_s
        health.beat(step.name)
        health.worked(step.name)
    step.wake.clear()
    return woken


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()
