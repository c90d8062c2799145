"""The main job over servers that grant nothing by themselves: from overdue to a text to a visit that is agreed.

Each process has a user of its own in Kafka and in PostgreSQL, with what `topics acls` and `migrate --print-grants`
printed and nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.local.program import http_status
from shared.runtime.kafka.connect import connection
from shared.runtime.settings import KafkaSettings, load
from tests.integration.outside.crews_at_work import crews, hired, lives, owe
from tests.integration.outside.running_stack import RunningStack, running_stack

from .locked_kafka import LockedKafka
from .printed_acls import bindings, printed
from .test_grants import Bank, bank

TEXTED_FOR_DAYS = 20
REGION = "matosinhos"
SERVICES = ("notifier", "scheduler", "router")
__all__ = ["bank"]


@pytest.fixture
def unique() -> str:
    return uuid4().hex[:8]


@pytest.fixture
async def running(kafka: LockedKafka, bank: Bank, unique: str, tmp_path: Path) -> AsyncIterator[RunningStack]:
    logins = {service: f"{service}-{unique}" for service in SERVICES}
    users = {"notifier": f"n-{unique}", "scheduler": "plain", "router": f"r-{unique}", "up": f"up-{unique}"}
    said = f"people-{unique}"
    for login in logins.values():
        bank.administrator(f"CREATE ROLE \"{login}\" LOGIN PASSWORD '{bank.secret}'")
    grants = [word for service, login in logins.items() for word in ("--grant", f"{service}={login}")]
    bank.administrator(
        bank.doorstep("migrate", "--print-grants", "--owner", bank.owner, *grants, "--operator", bank.login)
    )
    bank.doorstep("migrate", url=bank.url(bank.owner))
    for user in (users["notifier"], users["up"], said):
        kafka.scram(user)
    asked = [
        *(f"{service}={users[service]}" for service in SERVICES), f"maker={users['up']}", f"console={users['up']}",
        f"bank={said}", f"staff-system={said}",
    ]  # fmt: skip
    text = printed(*(word for each in asked for word in ("--user", each)), prefix=f"outside{unique}.")
    kafka.bind(bindings(text))
    comes = {
        "notifier": kafka.as_user(users["notifier"], mechanism="SCRAM-SHA-512"),
        "scheduler": kafka.as_user(users["scheduler"]),
        "router": kafka.by_certificate(users["router"]),
        "up": kafka.as_user(users["up"], mechanism="SCRAM-SHA-512"),
    }
    theirs = {name: env | {"DATABASE_URL": bank.url(logins.get(name, bank.login))} for name, env in comes.items()}
    theirs["router"] |= {"KAFKA_SASL_USERNAME": "", "KAFKA_SASL_PASSWORD": "", "KAFKA_SASL_MECHANISM": ""}
    outsiders = connection(load(KafkaSettings, kafka.as_user(said, mechanism="SCRAM-SHA-512")))
    url = bank.postgres.url(bank.database)
    try:
        async with running_stack(tmp_path, url, kafka.bootstrap, unique, theirs=theirs, outsiders=outsiders) as made:
            yield made
    finally:
        for login in logins.values():
            bank.administrator(f'DROP OWNED BY "{login}" CASCADE')
            bank.administrator(f'DROP ROLE "{login}"')


async def test_cases_come_from_overdue_to_a_text_to_a_visit_that_a_crew_is_found_for(
    running: RunningStack, bank: Bank
) -> None:
    people = [lives(running, REGION) for _ in range(2)]
    cases = await owe(running, *people)
    await running.later(days=TEXTED_FOR_DAYS)
    await hired(running, REGION, ("k1", "k2", "k3", "k4"), time(9), time(18))
    await running.later(days=1, hours=3)
    for who in people:
        assert "1" in running.twin.phones.texts(who.phone)[-1]
        running.writes(who, "1")
    await running.later(hours=1)
    for case in cases:
        assert len((await crews(running, case))[-1]) == 2
        assert await running.reminders(case) == 3
    for name in SERVICES:
        answer = await http_status(running.ports[name], "/ready")
        assert answer is not None
        assert answer[0] == 200
    await _nobody_comes_without_tls(running)
    assert "reads" in await running.command("lag")
    assert cases[0] in await running.command("case", "show", cases[0])


async def _nobody_comes_without_tls(running: RunningStack) -> None:
    rows = await running.rows(
        "SELECT usename, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE client_addr IS NOT NULL"
    )
    assert {row["ssl"] for row in rows} == {True}
    assert len({row["usename"] for row in rows}) >= len(SERVICES)
