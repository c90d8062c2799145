"""The composition of a service: settings, database, log, loops, health; and how it starts, waits and drains.

Start: settings are checked first. Then database and broker are waited for, however long it takes, and `/ready` says
so. Stop (SIGTERM, SIGINT): no new records, what is in work is finished and published, the group is left.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from starlette.routing import BaseRoute

from shared.contracts import zones
from shared.policy import Pack
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys

from . import failpoints, misspelt
from .admission import Admission
from .clock import SystemClock, VirtualClock
from .clock_watch import ClockWatch
from .ending import leave_alone
from .engine import Engine
from .former import FormatRange, format_to_store
from .health import Health
from .kafka import codecs
from .limits import set_limits
from .logs import configure, logger
from .loops import Step
from .machine import Machine
from .migration import COMMAND, migration
from .pg.beside import PgBeside
from .pg.keys import PgKeys
from .pg.master_key import fitting_master
from .pg.migrate import prepare
from .pg.retention import PgRetention
from .pg.store import PgStore
from .ports import Clock, Unavailable
from .questions import AnswerQuestion, Questions
from .refusal import EXIT_CODE, WRONG_SETTINGS, StartRefused
from .retention import RetentionTask
from .routing import application
from .settings import Settings, SettingsError, load
from .steps.retention import RetentionRounds, retention_step
from .trouble_words import in_words
from .web import PortTakenError, Web

__all__ = ["Environment", "Service", "Step", "main", "run"]

S = TypeVar("S", bound=Settings)
T = TypeVar("T")
WAIT_S = 1.0
LETS_GO_S = 10.0
"""So long an attempt that hangs may take to close what it has opened, once we are to stop."""
HEALTH_CONNECTIONS_MAX = 64
GARBAGE_THRESHOLDS = (250_000, 20, 50)
"""So many objects more than at the last look are looked at for circles: states and batches have none, and a batch of
1,000 decisions is some 50,000 of them, which all live until it is written."""


@dataclass(frozen=True, slots=True)
class Environment(Generic[S]):
    """What a service's `build` gets: everything is ready except the log."""

    settings: S
    store: PgStore
    beside: PgBeside
    ring: KeyRing
    clock: Clock
    keys: MasterKeys
    health: Health
    clock_wrong: Callable[[], bool]

    def retention(self, pack: Pack, tasks: Sequence[RetentionTask]) -> Step:
        """The loop that ends what is over for longer than the pack says."""
        store = PgRetention(self.store, self.health.service)
        folder = self.settings.retention_folder
        return retention_step(RetentionRounds(store, self.clock, pack, tasks, folder, self.health))


@dataclass(frozen=True, slots=True)
class Service:
    """What `build` returns: the machine, and what the service does besides. `routes` are served on `web_port`.

    `why_not` answers questions, beside `/ready`. While somebody outside waits (`asked`), decisions leave them the room.
    """

    machine: Machine[Any]
    steps: tuple[Step, ...] = ()
    routes: tuple[BaseRoute, ...] = ()
    web_port: int = 0
    admission: Admission | None = None
    closing: tuple[Callable[[], Awaitable[None]], ...] = ()
    asked: Callable[[], bool] = lambda: False
    why_not: AnswerQuestion | None = None


@dataclass(frozen=True, slots=True)
class ServiceSpec(Generic[S]):
    """A service's constants: its name, schema and settings, known before anything runs."""

    service: str
    build: Callable[[Environment[S]], Awaitable[Service]]
    settings: type[S]
    migrations: tuple[str, ...]
    queries: Mapping[str, str] = field(default_factory=dict)
    formats: FormatRange = field(default_factory=FormatRange)


def main(recipe: ServiceSpec[Any]) -> None:
    """Run a service until a signal.

    Exits with 78 when a setting is wrong or a port is taken, with 77 when PostgreSQL or Kafka will never let it work.
    It says why on standard error; starting it again changes nothing. With `migrate` as first argument it brings its
    schema up to date and ends (see `migration`).
    """
    if sys.argv[1:2] == [COMMAND]:
        raise SystemExit(migration(recipe.service, recipe.migrations, sys.argv[2:]))
    set_limits()
    try:
        settings = load(recipe.settings)
        keys = MasterKeys.read(settings.master_key_file)
    except (SettingsError, ValueError, OSError) as error:
        lines = str(error) if isinstance(error, SettingsError) else f"DOORSTEP_MASTER_KEY_FILE: {error}"
        sys.stderr.write(f"{recipe.service} can't start:\n" + "".join(f"  {line}\n" for line in lines.splitlines()))
        raise SystemExit(WRONG_SETTINGS) from None
    if lacking := codecs.missing():
        sys.stderr.write(
            f"{recipe.service} can't start: records packed with {', '.join(lacking)} could not be read. "
            "Install what requirements.lock has (cramjam among it).\n"
        )
        raise SystemExit(WRONG_SETTINGS)
    zones.load()
    if settings.failpoints is not None:
        failpoints.watch(settings.failpoints)
    configure(recipe.service, settings.log_level)
    misspelt.warn(recipe.service, os.environ)
    try:
        import uvloop

        runner: Callable[..., Any] = uvloop.run
    except ImportError:
        runner = asyncio.run
    try:
        runner(run(recipe, settings, keys))
    except PortTakenError as error:
        sys.stderr.write(f"{recipe.service} can't start: {error}\n")
        raise SystemExit(WRONG_SETTINGS) from None
    except StartRefused as refusal:
        sys.stderr.write(f"{recipe.service} can't start: {refusal.what}\n  {refusal.todo}\n")
        raise SystemExit(EXIT_CODE) from None


async def run(recipe: ServiceSpec[S], settings: S, keys: MasterKeys) -> None:
    """Start, work until SIGTERM or SIGINT, drain."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    log = logger(recipe.service)
    health = Health(recipe.service)
    health.down("start", "starting")
    questions = Questions(recipe.service)
    app = application([*health.routes(), *questions.routes()])
    web = (
        Web(
            app,
            settings.health_port,
            setting="DOORSTEP_HEALTH_PORT",
            host=settings.bind,
            admission=Admission(HEALTH_CONNECTIONS_MAX),
        )
        if settings.health_port
        else None
    )
    if web is not None:
        await web.start()
    clock: Clock = SystemClock() if settings.clock_file is None else VirtualClock(settings.clock_file)
    watch = ClockWatch(clock, on=settings.clock_file is None)
    store = PgStore(settings.live("DATABASE_URL"), recipe.service, recipe.queries)
    try:
        prepared = await _patiently(health, "database", stopping, partial(_prepare, recipe, settings, store, keys))
        if prepared is not None:
            keys = prepared
            ring = KeyRing(PgKeys(store), keys.wrap)
            beside = PgBeside(store, settings.live("DATABASE_URL"), recipe.service, recipe.queries)
            env = Environment(settings, store, beside, ring, clock, keys, health, watch.wrong)
            service = await recipe.build(env)
            questions.answer = service.why_not
            await _work(service, settings, store, clock, keys, health, watch, ring, stopping)
    finally:
        await store.close()
        if web is not None:
            await web.stop()
    log.info("stopped", pid=os.getpid())


async def _work(
    service: Service,
    settings: Settings,
    store: PgStore,
    clock: Clock,
    keys: MasterKeys,
    health: Health,
    watch: ClockWatch,
    ring: KeyRing,
    stopping: asyncio.Event,
) -> None:
    health.down("partitions", "the group has not been joined yet")
    engine = Engine(service.machine, settings, store, clock, keys, health, watch, service.asked, ring)
    log = logger(health.service)
    routes = (
        Web(
            application(service.routes),
            service.web_port,
            setting="DOORSTEP_WEBHOOK_PORT",
            host=settings.bind,
            admission=service.admission,
        )
        if service.routes
        else None
    )
    try:
        if routes is not None:
            await routes.start()
        await _patiently(health, "kafka", stopping, engine.join)
        if not stopping.is_set():
            health.up("start")
            log.info("started", pid=os.getpid(), owner=store.owner)
            gc.collect()
            gc.freeze()
            gc.set_threshold(*GARBAGE_THRESHOLDS)
            await engine.work(service.steps, stopping)
    finally:
        if routes is not None:
            await routes.stop()
        await engine.leave()
        for close in service.closing:
            await close()


async def _prepare(recipe: ServiceSpec[Any], settings: Settings, store: PgStore, keys: MasterKeys) -> MasterKeys:
    """Tables are there, the key is theirs, and `store.format` says in which format to store (see `former`)."""
    await prepare(settings.live("DATABASE_URL")(), recipe.service, recipe.migrations)
    await store.start()
    fit = await fitting_master(keys, store)
    store.format = await format_to_store(recipe.formats, store, beside_former=settings.beside_former)
    if settings.beside_former:
        logger(recipe.service).info("beside-former", format=store.format)
    return fit


async def _patiently(
    health: Health, name: Literal["database", "kafka"], stopping: asyncio.Event, attempt: Callable[[], Awaitable[T]]
) -> T | None:
    """Wait for a dependency as long as it takes, saying so; None when we are to stop, also while an attempt hangs.

    Raises `StartRefused` when no waiting helps.
    """
    stop = asyncio.ensure_future(stopping.wait())
    try:
        while not stopping.is_set():
            trying = asyncio.ensure_future(attempt())
            await asyncio.wait({trying, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not trying.done():
                leave_alone(trying)
                await asyncio.wait({trying}, timeout=LETS_GO_S)
                return None
            try:
                found = trying.result()
                health.up(name)
                return found
            except Unavailable as error:
                if name not in health.problems:
                    logger(health.service).warning("waiting", what=name, error=str(error))
                health.down(name, in_words(str(error)))
            await asyncio.wait({stop}, timeout=WAIT_S)
        return None
    finally:
        stop.cancel()
