"""The stack as it is deployed, and what it talks to: three processes on real Kafka and PostgreSQL, a carrier at the
wire, a bank that publishes, operators at their commands. All on one clock, which jumps from moment to moment.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, LiteralString

import psycopg
from aiokafka import AIOKafkaProducer
from psycopg.rows import dict_row
from psycopg.sql import SQL, Composed, Identifier
from typer.testing import CliRunner

from deploy.local.folder import Folder
from deploy.local.key_file import make_key
from deploy.local.ports import free_port
from deploy.local.program import Program, http_status
from deploy.local.progress import SilentOutput
from deploy.local.stack import Stack
from deploy.local.supervisor import Supervisor
from services.console.cli.main import application
from services.sandbox.agenda import Agenda
from services.sandbox.borrowers import Borrower
from services.sandbox.cities import PORTO
from services.sandbox.conductor.clock_driver import ClockDriver
from services.sandbox.conductor.lag import Groups
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.conductor.services import SERVICES, Databases
from services.sandbox.conductor.system_watch import SystemWatch
from services.sandbox.twin.account import CarrierAccount
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.contracts.loans import Cause, LoanClosed, LoanOverdue, Overdue, Person
from shared.contracts.values import Money
from shared.ids import derive
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.clock import VirtualClock, write_moment
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from tests.polling import until

from .carrier_twin import Twin, twin

ACCOUNT, TOKEN, SECOND_TOKEN = "AC" + "0" * 32, "a token for tests", "another token for tests"
SENDER = PORTO.phone(0)
PARTITIONS = 2
WAIT_S = 180.0


@dataclass
class RunningStack:
    ports: Mapping[str, int]
    twin: Twin
    agenda: Agenda
    clock: VirtualClock
    clock_file: Path
    ring: KeyRing
    keys: MasterKeys
    connection: psycopg.AsyncConnection
    prefix: str
    producer: AIOKafkaProducer
    clock_driver: Callable[[datetime], ClockDriver]
    env: Mapping[str, str]
    numbers: count[int]
    url: str
    supervisor: Supervisor
    programs: Sequence[Program]
    owing: set[str] = field(default_factory=set)

    def now(self) -> datetime:
        return self.clock.now()

    async def later(self, **by: float) -> None:
        """So much later, and everything that is due until then is done."""
        clock_driver = self.clock_driver(self.now() + timedelta(**by))
        try:
            async with asyncio.timeout(WAIT_S):
                await clock_driver.jump()
        except TimeoutError:
            raise AssertionError(f"not done in time: {clock_driver.progress}; {await self.problems()}") from None

    async def monday(self) -> None:
        """On to the next Monday at ten, in contact hours wherever the clocks stand."""
        ten = self.now().replace(hour=10, minute=0, second=0, microsecond=0)
        days = next(n for n in range(1, 8) if (ten + timedelta(days=n)).isoweekday() == 1)
        await self.later(hours=(ten + timedelta(days=days) - self.now()) / timedelta(hours=1))

    def hours(self, number: float) -> timedelta:
        return timedelta(hours=number)

    def jump(self, **by: float) -> None:
        """So much later, whatever is still to do."""
        write_moment(self.clock_file, self.now() + timedelta(**by))

    async def until(self, true: Callable[[], Awaitable[Any]]) -> Any:
        """What `true` gives once it gives something; what is on the agenda is done meanwhile."""
        return await until(
            true, seconds=WAIT_S, meanwhile=lambda: self.agenda.run_due(self.now()), problems=self.problems
        )

    def somebody(self, **more: Any) -> Borrower:
        """A borrower whom nobody has heard of."""
        n = next(self.numbers)
        home = PORTO.somewhere("gaia", Random(n))
        made = Borrower(
            id=f"person-{n}", phone=PORTO.phone(n), name="Alda Faia", address="Rua das Urzes 1", home=home,
            language="en", officer="Nuno Teixo", profile="silent", debts=(),
        )  # fmt: skip
        return replace(made, **more)

    async def overdue(self, who: Borrower, *, dpd: int = 20, minor: int = 500_000) -> str:
        """The bank reports that they owe; the case's id."""
        case = f"case-of-{who.id}"
        person = await self.person(who, event_id := self.id(case, "overdue"))
        since = (self.now() - timedelta(days=dpd)).date()
        data = Overdue(amount=Money(minor=minor, currency="EUR"), due_since=since, person=person)
        await self.say(LoanOverdue(id=event_id, source="bank", subject=case, time=self.now(), data=data))
        self.owing.add(case)
        return case

    async def nobody_owes(self) -> None:
        """The bank closes every loan: the weeks of later tests need not be lived through by all who came before."""
        time, data = self.now(), Cause(cause="settled")
        closed = [
            LoanClosed(id=self.id(case, "closed-after-test"), source="bank", subject=case, time=time, data=data)
            for case in sorted(self.owing)
        ]
        self.owing.clear()
        await self.say(*closed)

    async def posting_goes_on(self) -> None:
        """Whatever the test before came to, and however long the way back would take on a clock that stands."""
        await self.rows("DELETE FROM notifier.outages")

    async def person(self, who: Borrower, event_id: str) -> Person:
        return await who.person(self.ring, self.keys, event_id)

    def id(self, *what: object) -> str:
        return str(derive("outside", *map(str, what), self.now().isoformat()))

    async def say(self, *events: Event) -> None:
        for event in events:
            await self.put(event.topic, event.subject.encode(), encode(event))

    async def put(self, topic: str, key: bytes | None, *values: bytes, partition: int | None = None) -> None:
        sent = [await self.producer.send(self.prefix + topic, value, key, partition=partition) for value in values]
        await asyncio.gather(*sent)

    async def stopped(self) -> None:
        """All services end in order, and nobody has the database open but its server."""
        await asyncio.gather(*(self.supervisor.stop(program.name) for program in self.programs))
        await self.connection.close()

    async def started(self) -> None:
        """All services are started, ready or not."""
        self.connection = await psycopg.AsyncConnection.connect(self.url, autocommit=True)
        starting = asyncio.create_task(self.supervisor.start(*self.programs))
        starting.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def rows(self, sql: LiteralString | Composed, *params: object) -> list[dict[str, Any]]:
        cursor = await self.connection.cursor(row_factory=dict_row).execute(sql, params)
        return await cursor.fetchall() if cursor.description else []

    async def reasons(self, case: str, service: str = "notifier") -> list[str]:
        """Of every decision about the case, in order."""
        query = SQL("SELECT reason FROM {}.history WHERE about = %s ORDER BY aggregate, version")
        return [row["reason"] for row in await self.rows(query.format(Identifier(service)), case)]

    async def reminders(self, case: str) -> int:
        """How many the carrier took."""
        found = await self.rows(
            "SELECT 1 AS one FROM notifier.texts WHERE case_id = %s AND sid IS NOT NULL AND kind LIKE 'reminder-%%'",
            case,
        )
        return len(found)

    async def state(self, case: str) -> dict[str, Any]:
        """Notifier's state of a case."""
        (row,) = await self.rows("SELECT doc FROM notifier.states WHERE aggregate = %s", case)
        found: dict[str, Any] = json.loads(row["doc"])
        return found

    async def brakes(self, case: str) -> set[str]:
        return {brake["cause"] for brake in (await self.state(case)).get("brakes", ())}

    async def command(self, command: str, *arguments: str) -> str:
        """What an operator's command prints. Fails the test when the command fails."""

        def typed() -> str:
            app = application(command)
            result = CliRunner().invoke(app, list(arguments), env=dict(self.env))
            assert result.exit_code == 0, (result.output, result.exception)
            return str(result.stdout)

        return await asyncio.to_thread(typed)

    async def problems(self, service: str = "notifier") -> dict[str, Any]:
        """What `/ready` says is the matter, by cause."""
        answer = await http_status(self.ports[service], "/ready")
        if answer is None:
            return {"silence": "no answer"}
        return {problem["cause"]: problem for problem in json.loads(answer[1])["problems"]}

    def writes(self, who: Borrower, words: str, *, pictures: Sequence[str] = ()) -> str:
        """They text us; the message's id."""
        return self.twin.carrier.reply(who.phone, words, "test", pictures=pictures).sid


@asynccontextmanager
async def running_stack(
    folder: Path,
    url: str,
    kafka: str,
    unique: str,
    *,
    theirs: Mapping[str, Mapping[str, str]] = {},
    outsiders: Mapping[str, Any] | None = None,
) -> AsyncIterator[RunningStack]:
    """`url` and `kafka` are how the test itself comes in, who may do everything.

    `theirs` are other settings for `up` and operators, and by their names for services; `outsiders` how bank and staff
    reach Kafka.
    """
    clock_file = folder / "clock"
    write_moment(clock_file, BEGINS)
    clock, agenda, prefix = VirtualClock(clock_file), Agenda(), f"outside{unique}."
    webhook, carrier = free_port(), free_port()
    env = {
        "DATABASE_URL": url, "KAFKA_BOOTSTRAP_SERVERS": kafka, "DOORSTEP_CLOCK_FILE": str(clock_file),
        "DOORSTEP_TOPIC_PREFIX": prefix, "DOORSTEP_PARTITIONS": str(PARTITIONS), "DOORSTEP_REPLICATION": "1",
        "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_AUTH_TOKEN_SECONDARY": SECOND_TOKEN,
        "TWILIO_FROM": SENDER, "TWILIO_API_URL": f"http://127.0.0.1:{carrier}",
        "DOORSTEP_PUBLIC_URL": f"http://127.0.0.1:{webhook}", "DOORSTEP_WEBHOOK_PORT": str(webhook),
    } | dict(theirs.get("up", {}))  # fmt: skip
    make_key(folder / "master")
    env["DOORSTEP_MASTER_KEY_FILE"] = key = str(folder / "master")
    async with Stack(Folder(folder / "data"), SilentOutput(), env=env) as stack:
        programs = {name: stack.service(name, env=theirs.get(name)) for name in SERVICES}
        await stack.supervisor.start(*programs.values())
        keys = MasterKeys.read(Path(key))
        account = CarrierAccount(
            ACCOUNT, TOKEN, SENDER, f"{env['DOORSTEP_PUBLIC_URL']}/twilio/replies", api=env["TWILIO_API_URL"]
        )
        await migrate(url, "outside", ())
        store, databases = PgStore(url, "outside"), Databases(url)
        groups = Groups({"bootstrap_servers": kafka}, prefix=prefix)
        connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
        async with connection, twin(folder, carrier, account, agenda, clock, keys) as the_twin:
            producer = AIOKafkaProducer(**(outsiders or {"bootstrap_servers": kafka}))
            await producer.start()
            await groups.start()

            def clock_driver(ends: datetime) -> ClockDriver:
                look = SystemWatch(groups, databases, lambda _ends: _named({"webhooks": the_twin.courier.in_flight}))
                return ClockDriver(clock_file, agenda, look, clock.now(), ends)

            ports = {name: program.about["health_port"] for name, program in programs.items()}
            operator = {**env, "DOORSTEP_MASTER_KEY_FILE": key, "DOORSTEP_DATA": str(folder / "none")}
            made = RunningStack(
                ports, the_twin, agenda, clock, clock_file, KeyRing(PgKeys(store), keys.wrap), keys, connection, prefix,
                producer, clock_driver, operator, count(1), url, stack.supervisor, tuple(programs.values()),
            )  # fmt: skip
            try:
                await made.until(lambda: _all_ready(made))
                yield made
            finally:
                await made.connection.close()
                await producer.stop()
                await groups.stop()
                await databases.close()
                await store.close()


async def _all_ready(running: RunningStack) -> bool:
    answers = await asyncio.gather(*(http_status(running.ports[name], "/ready") for name in SERVICES))
    return all(answer is not None and answer[0] == 200 for answer in answers)


def _named(found: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in found.items() if number}
