"""Reads what there is to know of a system's cases: the carrier's file, all topics, the services' tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

import psycopg
from psycopg.sql import SQL, Identifier

from services.sandbox.conductor.services import SERVICES
from services.verifier.journals import read_journal
from services.verifier.tables import read_tables
from services.verifier.topics import read_topics
from services.verifier.verdict import Breach
from services.verifier.verify import judge
from shared.ids import derive

from .account import Account, PostedText, account_of
from .outage_system import OutageSystem

LATER = timedelta(days=4)
"""The verifier leaves room for what may still come. A row has waited for all of it, so nothing is too recent."""


class Accountant:
    """One for a system: what the verifier found once it does not find again for a later row."""

    def __init__(self, system: OutageSystem) -> None:
        self._opened = system
        self._known: set[Breach] = set()

    def posts(self, cases: Iterable[str]) -> Counter[str]:
        """How many texts the carrier took for each of these cases, by the phone."""
        del cases
        owners = self._opened.bank.case_of_hash
        rows = (row for row in self._opened.carrier.rows() if row.kind == "post")
        return Counter(owners.get(row.text("to_hash"), "") for row in rows)

    async def taken(self, replies: Mapping[str, str]) -> set[str]:
        """Ids of those messages that notifier has decided on, for their case."""
        ids = {str(derive("reply", sid, case)): sid for sid, case in replies.items()}
        if not ids:
            return set()
        rows = await self._opened.rows("SELECT cause FROM notifier.history WHERE cause = ANY(%s)", list(ids))
        return {ids[str(cause)] for (cause,) in rows}

    async def at_rest(self) -> str:
        """What lies undone in the tables; a database that is away is something too."""
        now = self._opened.clock.now()
        try:
            async with await psycopg.AsyncConnection.connect(
                self._opened.database_url, autocommit=True, connect_timeout=5
            ) as connection:
                for service in SERVICES:
                    left = SQL(
                        "SELECT (SELECT count(*) FROM {0}.outbox) + (SELECT count(*) FROM {0}.intake)"
                        " + (SELECT count(*) FROM {0}.timers WHERE due_at <= %s)"
                    ).format(Identifier(service))
                    row = await (await connection.execute(left, (now,))).fetchone()
                    if row is None or row[0]:
                        return f"{row[0] if row else '?'} rows wait at {service}"
                open_texts = await (
                    await connection.execute(
                        "SELECT count(*) FROM notifier.texts WHERE status IN ('posting', 'uncertain')"
                    )
                ).fetchone()
        except psycopg.Error as error:
            return type(error).__name__
        return f"{open_texts[0]} texts are in doubt" if open_texts and open_texts[0] else ""

    async def account(self, due: Mapping[str, int], told: Collection[str] = ()) -> Account:
        system = self._opened
        now = system.clock.now()
        verdict = judge(
            await read_topics(system.bootstrap, {}), system.carrier.rows(),
            read_journal(system.world / "sent.jsonl"), now + LATER, await read_tables(system.database_url, now),
        )  # fmt: skip
        new = [each for each in verdict.findings if each not in self._known and each.code not in told]
        self._known |= set(verdict.findings)
        owners = system.bank.case_of_hash
        posted = [
            PostedText(owners.get(row.text("to_hash"), ""), row.text("intent"))
            for row in system.carrier.rows()
            if row.kind == "post" and owners.get(row.text("to_hash"), "") in due
        ]
        return account_of(due, posted, new)
