"""What a row happens to: broker, database and services as `up` runs them, with a carrier, a bank, and a way between the
services and each of the two servers that can go bad.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

from deploy.local.environment import without_ours
from deploy.local.folder import ROOT, Folder, data_root
from deploy.local.kafka import Kafka
from deploy.local.program import Program
from deploy.local.progress import SilentOutput
from deploy.local.stack import Stack
from services.sandbox.agenda import Agenda
from services.sandbox.cities import PORTO
from services.sandbox.journal import Journal
from services.sandbox.publisher import Outbound
from services.sandbox.retry import RetryingKeys
from services.sandbox.twin.account import CarrierAccount
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from tests.chaos.broker import Door, KafkaWithDoors
from tests.chaos.proxy import HOST, Link

from .bank import PARTITIONS, CampaignBank
from .carrier import CampaignCarrier, carrier_at
from .certified_kafka import CertifiedKafka, authority_of
from .listener import Listener
from .small_disk import small_disk
from .world_clock import WorldClock

SERVICES = ("notifier", "scheduler", "router")
ACCOUNT, TOKEN, NEW_TOKEN = "AC" + "0" * 32, "a token of the campaign", "the next token of the campaign"
TOKEN_FILE = "token"
COMMAND_S = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """`disk_mb`: its data lie on a disk of that size. `real_clock`: services go by the machine's. `certified`: they
    come to Kafka by TLS, and the broker has a certificate that may expire."""

    disk_mb: int = 0
    real_clock: bool = False
    certified: bool = False


@dataclass(frozen=True)
class OutageSystem:
    """`links` are the services' ways to `kafka` and `postgres`; the campaign itself goes straight to both."""

    stack: Stack
    env: Mapping[str, str]
    programs: Mapping[str, Program]
    links: Mapping[str, Link]
    clock: WorldClock
    carrier: CampaignCarrier
    bank: CampaignBank
    listener: Listener
    world: Path
    sent: Journal

    @property
    def database_url(self) -> str:
        return self.stack.settings["DATABASE_URL"]

    @property
    def bootstrap(self) -> str:
        return self.stack.settings["KAFKA_BOOTSTRAP_SERVERS"]

    @property
    def webhook_port(self) -> int:
        return int(self.env["DOORSTEP_WEBHOOK_PORT"])

    async def start(self) -> None:
        await self.stack.supervisor.start(*self.programs.values())

    async def stop(self, *names: str) -> None:
        await asyncio.gather(*(self.stack.supervisor.stop(name) for name in names or SERVICES))

    async def restart(self, *names: str, env: Mapping[str, str] | None = None) -> None:
        """Orderly; with `env` besides what they have."""
        await self.stop(*names)
        programs = [self.programs[name] for name in names or SERVICES]
        await self.stack.supervisor.start(*(replace(each, env={**each.env, **(env or {})}) for each in programs))

    def pid(self, name: str) -> int:
        found = self.stack.supervisor.pid(name)
        assert found is not None, f"{name} does not run"
        return found

    def signal(self, name: str, number: int) -> None:
        """To the process and all that it started, which are its own."""
        process = psutil.Process(self.pid(name))
        for each in (process, *process.children(recursive=True)):
            each.send_signal(number)

    async def command(
        self, *words: str, env: Mapping[str, str] | None = None, at_most_s: float = COMMAND_S
    ) -> tuple[int, str]:
        """An operator's `./doorstep` command, with the services' own settings and `env`: its exit code, and what it
        said. It is ended when it takes too long, and then said so."""
        env = {
            **without_ours(os.environ), **self.env, **self.stack.settings,
            "DOORSTEP_DATA": str(self.stack.folder.path.parent), "PYTHONPATH": str(ROOT), "COLUMNS": "200",
            **(env or {}),
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.console.cli", *words, env=env, cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        try:
            async with asyncio.timeout(at_most_s):
                said, _ = await process.communicate()
        except TimeoutError:
            process.terminate()  # in order: what it started has to end with it
            said = b"no end in time: " + (await process.communicate())[0]
        text = said.decode(errors="replace")
        self.listener.hear("command", text)
        return process.returncode or 0, text

    async def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        """Of the database, whatever is between the services and it."""
        async with await psycopg.AsyncConnection.connect(
            self.database_url, autocommit=True, connect_timeout=5
        ) as connection:
            cursor = await connection.execute(sql.encode(), params)
            return await cursor.fetchall() if cursor.description else []


class _Stack(Stack):
    """A stack whose broker has a door for the services; its supervisor's sentences are heard."""

    door: Door
    certified = False

    async def _kafka(self) -> Kafka:
        self.door = Door(self.port("kafka-door"), self.port("kafka-link"))
        kind = CertifiedKafka if self.certified else KafkaWithDoors
        return kind.of(await super()._kafka(), (self.door,))


class _Heard(SilentOutput):
    """What the supervisor says is heard by whoever listens, and kept."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.listener: Listener | None = None

    def say(self, text: str) -> None:
        self.told.append(text)
        if self.listener is not None:
            self.listener.hear("supervisor", text)


@asynccontextmanager
async def outage_system(name: str, wanted: Wanted) -> AsyncIterator[OutageSystem]:
    """Everything runs and is ready. All that was started is gone afterwards; the logs stay."""
    home = data_root() / "outages" / name
    async with AsyncExitStack() as leaving:
        shutil.rmtree(home, ignore_errors=True)
        world = home / "world"
        world.mkdir(parents=True)
        disk = leaving.enter_context(small_disk(home / "disk", wanted.disk_mb)) if wanted.disk_mb else home
        heard = _Heard()
        stack = _Stack(Folder(disk / "up"), heard, env={}, partitions=PARTITIONS)
        stack.certified = wanted.certified
        await leaving.enter_async_context(stack)
        made = await _opened(stack, heard, world, wanted, leaving)
        await made.start()
        yield made


async def _opened(stack: _Stack, heard: _Heard, world: Path, wanted: Wanted, leaving: AsyncExitStack) -> OutageSystem:
    agenda = Agenda()
    clock = WorldClock(world / "clock", agenda, real=wanted.real_clock)
    database = urlsplit(stack.settings["DATABASE_URL"])
    assert database.port is not None
    links = {
        "kafka": await leaving.enter_async_context(Link("kafka", [stack.door.port], stack.door.advertised)),
        "postgres": await leaving.enter_async_context(Link("postgres", [database.port])),
    }
    there = f"{database.username}:{database.password}@{HOST}:{links['postgres'].port}"
    webhook, api = stack.port("webhook"), stack.port("carrier")
    (world / TOKEN_FILE).write_text(TOKEN, encoding="ascii")
    (world / TOKEN_FILE).chmod(0o600)
    env = {
        "DOORSTEP_CLOCK_FILE": "" if wanted.real_clock else str(world / "clock"),
        "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN_FILE": str(world / TOKEN_FILE),
        "TWILIO_FROM": PORTO.phone(0), "TWILIO_API_URL": f"http://{HOST}:{api}",
        "DOORSTEP_PUBLIC_URL": f"http://{HOST}:{webhook}", "DOORSTEP_WEBHOOK_PORT": str(webhook),
    }  # fmt: skip
    ways = {
        "DATABASE_URL": urlunsplit(("postgresql", there, database.path, "sslmode=disable&gssencmode=disable", "")),
        "KAFKA_BOOTSTRAP_SERVERS": f"{HOST}:{links['kafka'].port}",
    }
    if wanted.certified:
        ways |= {"KAFKA_SECURITY_PROTOCOL": "SSL", "KAFKA_SSL_CAFILE": str(authority_of(stack.folder).file)}
    programs = {name: stack.service(name, env={**env, **ways}) for name in SERVICES}
    keys = MasterKeys.read(Path(stack.settings["DOORSTEP_MASTER_KEY_FILE"]))
    account = CarrierAccount(
        ACCOUNT, TOKEN, env["TWILIO_FROM"], f"{env['DOORSTEP_PUBLIC_URL']}/twilio/replies", api=env["TWILIO_API_URL"]
    )
    carrier = await leaving.enter_async_context(
        carrier_at(world / "twin.jsonl", api, account, agenda, clock, keys)
    )  # fmt: skip
    await migrate(stack.settings["DATABASE_URL"], "outages", ("shared.runtime.pg",))
    store = PgStore(stack.settings["DATABASE_URL"], "outages")
    leaving.push_async_callback(store.close)
    sent = Journal(world / "sent.jsonl", clock)
    leaving.callback(sent.close)
    out = Outbound(
        {"bootstrap_servers": stack.settings["KAFKA_BOOTSTRAP_SERVERS"]}, sent, agenda, clock, gremlins=False,
        seed="outages", prefix="",
    )  # fmt: skip
    await out.start()
    leaving.push_async_callback(_closed, out)
    bank = CampaignBank(
        stack.settings["KAFKA_BOOTSTRAP_SERVERS"],
        out,
        sent,
        KeyRing(RetryingKeys(PgKeys(store)), keys.wrap),
        keys,
        clock,
    )
    leaving.push_async_callback(bank.close)
    listener = Listener(
        {name: program.about["health_port"] for name, program in programs.items()},
        {name: stack.folder.logs / f"{name}.log" for name in SERVICES},
    )
    heard.listener = listener
    for work in (clock.run(), listener.run()):
        leaving.push_async_callback(_ended, asyncio.create_task(work))
    return OutageSystem(stack, env, programs, links, clock, carrier, bank, listener, world, sent)


async def _closed(out: Outbound) -> None:
    """However the broker stands by then."""
    try:
        async with asyncio.timeout(10):
            await out.stop()
    except Exception:  # of whatever kind: the row has been judged, and what is left ends with this process
        return


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
