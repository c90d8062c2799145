"""What tests of the console put into tables and topics, and how they type a command."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from psycopg.rows import dict_row
from typer.testing import CliRunner, Result

from services.console.cli.main import application
from shared.privacy.master import MasterKeys
from tests.emptied import empty

PARTITIONS = 2
SERVICES = ("notifier", "scheduler", "router")
OF_A_TEST = (
    f"schemaname IN {SERVICES} AND tablename <> 'migrations' OR schemaname = 'console' AND tablename LIKE 'model%'"
    " OR schemaname = 'privacy'"
)


@dataclass
class ConsoleStack:
    """`keys` are those of the stack's services. `run` types a command and gives what came of it."""

    database_url: str
    master: bytes
    bootstrap: str = ""
    prefix: str = ""

    @property
    def keys(self) -> MasterKeys:
        return MasterKeys.of(self.master)

    def run(self, command: str, *arguments: str) -> Result:
        result: Result = CliRunner().invoke(application(command), list(arguments))
        return result

    def json(self, command: str, *arguments: str) -> Any:
        """What it prints with `--json`. Fails the test when the command fails."""
        result = self.run(command, *arguments, "--json")
        assert result.exit_code == 0, (result.output, result.exception)
        return json.loads(result.stdout)

    def execute(self, statement: LiteralString, **params: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.database_url, autocommit=True, row_factory=dict_row) as connection:
            cursor = connection.execute(statement, params)
            return cursor.fetchall() if cursor.description else []

    def clear(self) -> None:
        """Empty every table but those of the migrations, and the read model."""
        empty(self.database_url, OF_A_TEST)

    def decided(self, row: dict[str, Any]) -> None:
        """A row of a service's history."""
        filled = {"about": row["aggregate"], "changes": "[]", "published": []} | row
        statement = (
            "INSERT INTO {}.history (aggregate, version, about, at, said, cause, reason, why, rule, accepted, changes,"
            " published)"
            " VALUES (%(aggregate)s, %(version)s, %(about)s, %(at)s, %(said)s, %(cause)s, %(reason)s, %(why)s,"
            " %(rule)s, %(accepted)s, %(changes)s, %(published)s)"
        )
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            query = psycopg.sql.SQL(statement).format(psycopg.sql.Identifier(row["service"]))
            connection.execute(query, filled)

    def publish(self, records: Sequence[tuple[str, bytes | None, bytes | None]]) -> None:
        """Records as (topic, key, value)."""

        async def send() -> None:
            async with AIOKafkaProducer(bootstrap_servers=self.bootstrap, acks="all", max_request_size=20 << 20) as out:
                for topic, key, value in records:
                    await out.send(self.prefix + topic, value, key=key)
                await out.flush()

        asyncio.run(send())

    def records(self, topic: str) -> list[Any]:
        """Everything in a topic."""

        async def read() -> list[Any]:
            async with AIOKafkaConsumer(bootstrap_servers=self.bootstrap) as consumer:
                at = [TopicPartition(self.prefix + topic, number) for number in range(PARTITIONS)]
                # Asked while it reads, this would wait for records that may never come.
                ends = await consumer.end_offsets(at)
                consumer.assign(at)
                await consumer.seek_to_beginning(*at)
                found: list[Any] = []
                while len(found) < sum(ends.values()):
                    for batch in (await consumer.getmany(timeout_ms=500)).values():
                        found += batch
                return found

        return asyncio.run(read())
