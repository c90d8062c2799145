"""A database with many cases, as the services would have left them; made up, and nobody's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

import psycopg

from shared.runtime.pg.migrate import migrate

SERVICES = ("notifier", "scheduler", "router")
BEGAN = datetime(2026, 9, 1, 8, tzinfo=UTC)
STATES = ("texting", "texting", "held", "visiting", "closed")
TEXTS = 8
LONG_LIFE = "case-of-a-long-life"


async def fill(url: str, cases: int, decisions: int) -> None:
    """So many cases, and one (`LONG_LIFE`) of which so many decisions were made."""
    for service in SERVICES:
        await migrate(url, service, ("shared.runtime.pg", f"services.{service}.shell"))
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        names = [LONG_LIFE, *(f"case-{number:06d}" for number in range(cases))]
        async with cursor.copy("COPY notifier.states (aggregate, version, doc) FROM STDIN") as rows:
            for number, name in enumerate(names):
                await rows.write_row((name, 24, _texting(number)))
        async with cursor.copy("COPY scheduler.states (aggregate, version, doc) FROM STDIN") as rows:
            for number, name in enumerate(names[::5]):
                await rows.write_row((name, 6, _visiting(number)))
        async with cursor.copy(
            "COPY notifier.history (aggregate, version, about, at, said, cause, reason, why, rule, accepted, changes,"
            " published) FROM STDIN"
        ) as rows:
            for version in range(1, decisions + 1):
                await rows.write_row(
                    (LONG_LIFE, version, LONG_LIFE, BEGAN + timedelta(hours=version), "timer:cadence", "t",
                     "text-allowed", "it may go out now", "contact.caps[0]: at most 3 attempts in 7 days", True, "[]",
                     [])
                )  # fmt: skip
        await cursor.execute("ANALYZE")


def _texting(number: int) -> bytes:
    texts = [
        {"intent": str(uuid5(NAMESPACE_OID, f"{number}-{text}")), "kind": "reminder-firm", "status": "delivered",
         "at": (BEGAN + timedelta(days=text)).isoformat()}
        for text in range(TEXTS)
    ]  # fmt: skip
    loan = {
        "person": {"zone": "Europe/Lisbon", "region": f"region-{number % 20}"},
        "amount": {"minor": 10_000 + number, "currency": "EUR"}, "due_since": "2026-08-01", "texts": texts,
    }  # fmt: skip
    brakes = [{"cause": "hardship"}] if STATES[number % 5] == "held" else []
    return json.dumps({"kind": STATES[number % 5], "loan": loan, "brakes": brakes}).encode()


def _visiting(number: int) -> bytes:
    return json.dumps(
        {"stage": {"kind": "offered", "visit": {"visit": f"v-{number}", "region": f"region-{number % 20}"}}}
    ).encode()
