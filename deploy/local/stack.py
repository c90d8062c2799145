"""What the services stand on, started in a folder: PostgreSQL, Kafka with its topics, the master key, the settings.

    async with Stack(Folder(path), progress, partitions=6) as stack:
        await stack.supervisor.start(stack.service("notifier"), stack.service("notifier", replica=2))
        await stack.supervisor.kill("notifier-2")

With `DATABASE_URL` (or `DATABASE_URL_FILE`) or `KAFKA_BOOTSTRAP_SERVERS` in `env`, those are used and nothing is
embedded in their place. Who must never touch a foreign system (the demo, the tests) passes an empty `env`: services get
our variables from there, never from this process's environment.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import hindered
from shared.runtime.kafka.topics import create_topics
from shared.runtime.ports import Unavailable
from shared.runtime.settings import KafkaSettings, Settings, SettingsError, load, overridden
from shared.runtime.trouble_words import in_words

from .asked_ports import ASKED_PORTS, asked_port, check_ports
from .command_settings import commands, said
from .environment import only_ours
from .folder import Folder, cache_root, data_root
from .jars import fetch
from .kafka import Kafka
from .master_key import check_key, own_key
from .ports import Ports
from .postgres import Postgres
from .program import LOOPBACK, Program, http_probe, nearest, written
from .progress import ProgressOutput
from .quiet_logger import quiet_logger
from .supervisor import Supervisor
from .user_error import UserError

AGAIN_S = 2.0
# Settings that must not reach services that use the embedded Kafka. An empty one counts as not set.
OF_FOREIGN_KAFKA = tuple(
    name + suffix
    for name in (field.alias or "" for field in KafkaSettings.model_fields.values())
    if name.startswith("KAFKA_")
    for suffix in ("", "_FILE")
)
T = TypeVar("T")
BROWSER_ASSETS = "fetching what browsers are given"
BROWSER_JARS = Path(__file__).parent / "browser-jars.sha256"
PERMANENT = ("InvalidReplicationFactor", "Authorization", "Authentication", "PolicyViolation")


class Stack:
    """`settings` are the variables that it adds to `env` for the services. Known once it is open."""

    def __init__(
        self, folder: Folder, progress: ProgressOutput, *, env: Mapping[str, str], partitions: int | None = None,
        cache: Path | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder.make()
        self.progress = progress
        self.supervisor = Supervisor(self.folder, progress.say)
        self.settings: dict[str, str] = {}
        self._env = env
        self._partitions = partitions or commands(env).partitions
        self._cache = cache or cache_root()
        self._ports: Ports | None = None

    async def __aenter__(self) -> Stack:
        await self.supervisor.open()
        try:
            await self._start()
        except BaseException:
            await self.supervisor.close()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.supervisor.close()

    def port(self, name: str) -> int:
        """A free loopback port, the same as last time where possible."""
        assert self._ports is not None
        return self._ports(name)

    def asked_port(self, name: str) -> int:
        """`DOORSTEP_KAFKA_PORT` and the like: for those who want to connect tools of their own. Raises `UserError`
        where it is no port, or taken."""
        return asked_port(self._env, name) or self.port(name)

    def service(self, name: str, *, replica: int = 1, env: Mapping[str, str] | None = None) -> Program:
        """The process of `services.NAME`; its second replica is called `NAME-2`."""
        called = name if replica == 1 else f"{name}-{replica}"
        return self.python(called, f"services.{name}", env=env)

    def python(
        self,
        called: str,
        module: str,
        *,
        env: Mapping[str, str] | None = None,
        port: int | None = None,
        host: str | None = None,
    ) -> Program:
        """A Python module that serves `/live` and `/ready` on `DOORSTEP_HEALTH_PORT`, with the services' settings."""
        health = port or self.port(called)
        host = host or nearest(said(self._env, "DOORSTEP_BIND") or LOOPBACK)
        given = {**self.settings, "DOORSTEP_HEALTH_PORT": str(health), **(env or {})}
        return Program(
            name=called,
            argv=(sys.executable, "-m", module),
            env=overridden(only_ours(self._env), given),
            ready=http_probe(health, "/ready", host),
            ready_s=30,
            patient=True,
            live=http_probe(health, "/live", host),
            about={"health_port": health, "health_host": host},
        )

    async def console(self, processes: Sequence[Program], *, env: Mapping[str, str] | None = None) -> Program:
        """The web console, which asks `processes` how they are. What browsers get is fetched first, if need be."""
        jars = await self._fetched(lambda stop: fetch(BROWSER_JARS, self._cache, self.progress, BROWSER_ASSETS, stop))
        ready = ",".join(
            f"{each.name}={written(each.about['health_host'])}:{each.about['health_port']}" for each in processes
        )
        bind = said(self._env, "DOORSTEP_CONSOLE_BIND") or LOOPBACK
        more = {
            "DOORSTEP_CONSOLE_JARS": str(jars[0].parent),
            "DOORSTEP_CONSOLE_READY": ready,
            "DOORSTEP_CONSOLE_BIND": bind,
            "DOORSTEP_DATA": str(data_root()),
        }
        port, host = self.asked_port("console"), nearest(bind)
        return self.python("console", "services.console.web", env={**more, **(env or {})}, port=port, host=host)

    async def _start(self) -> None:
        # After the supervisor holds the folder: leftovers of a killed run are gone, so their ports are free again.
        self._ports = Ports(self.folder.run / "ports.json")
        theirs = {"postgres": said(self._env, "DATABASE_URL"), "kafka": said(self._env, "KAFKA_BOOTSTRAP_SERVERS")}
        check_ports(self._env, [name for name in ASKED_PORTS if not theirs.get(name)])
        postgres = None if theirs["postgres"] else Postgres(self.folder, self.asked_port("postgres"))
        key = said(self._env, "DOORSTEP_MASTER_KEY_FILE") or str(own_key(self.folder, embedded=postgres is not None))
        kafka = None if theirs["kafka"] else await self._kafka()
        self.settings = {
            **({} if kafka is None else own_kafka(kafka.bootstrap)),
            **({} if postgres is None else {"DATABASE_URL": postgres.url()}),
            "DOORSTEP_MASTER_KEY_FILE": key,
            "DOORSTEP_PARTITIONS": str(self._partitions),
        }
        try:
            settings = load(Settings, overridden(self._env, self.settings))
        except SettingsError as error:
            raise UserError(f"A setting is wrong. {error}.", "Mend it in the environment and start again.") from None
        check_key(settings.master_key_file)
        self.supervisor.facts = {
            "postgres": "embedded" if postgres is not None else "DATABASE_URL",
            "kafka": settings.kafka_bootstrap,
            "kafka_embedded": kafka is not None,
            "topic_prefix": settings.topic_prefix,
            "policy": settings.policy,
        }
        embedded = [part.program() for part in (postgres, kafka) if part is not None]
        if embedded:
            self.progress.say(f"starting {' and '.join(program.name for program in embedded)}")
        await self.supervisor.start(*embedded)
        await self._topics(settings, 1 if kafka is not None else commands(self._env).replication)

    async def _kafka(self) -> Kafka:
        port, controller = self.asked_port("kafka"), self.port("kafka-controller")
        return await self._fetched(
            lambda stop: Kafka.fetched(self.folder, port, controller, self._cache, self.progress, stop)
        )

    async def _fetched(self, get: Callable[[threading.Event], T]) -> T:
        stop = threading.Event()
        try:
            return await asyncio.to_thread(get, stop)
        finally:
            # Threads can't be cancelled: after Ctrl-C the download must end by itself.
            stop.set()

    async def _topics(self, settings: Settings, replication: int) -> None:
        said = ""
        # While we wait, the client's own complaints would drown our one sentence.
        while True:
            try:
                with quiet_logger("aiokafka"):
                    await create_topics(
                        connection(settings), prefix=settings.topic_prefix, partitions=self._partitions,
                        replication=replication,
                    )  # fmt: skip
                return
            except Unavailable as error:
                if any(name in str(error) for name in PERMANENT):
                    raise UserError(
                        f"Kafka refuses to make the topics: {error}.",
                        "Make them yourself (docs: event catalogue), or set DOORSTEP_REPLICATION to what it allows.",
                    ) from None
                why = await _why_away(settings, error)
                if said != why:
                    said = why
                    self.progress.say(f"waiting. {why}")
                await asyncio.sleep(AGAIN_S)


async def _why_away(settings: KafkaSettings, error: Unavailable) -> str:
    """What is in the way, and what to do about it. Raises `UserError` for what no waiting helps against."""
    with quiet_logger("aiokafka"):
        found = await hindered(connection(settings))
    if found is None:
        return f"{in_words(str(error))}. ./doorstep doctor looks closer."
    if not found.passes:
        raise UserError(found.what, found.todo)
    return str(found)


def own_kafka(bootstrap: str) -> dict[str, str]:
    """Settings for the embedded Kafka; they hide what the environment says of a foreign one."""
    return {**dict.fromkeys(OF_FOREIGN_KAFKA, ""), "KAFKA_BOOTSTRAP_SERVERS": bootstrap}
