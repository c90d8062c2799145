"""A case that was closed long ago, on a real database, and one turn of retention."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from services.notifier.shell.posting import post_texts
from services.notifier.shell.retention import TASKS
from shared.policy.retention import kept_days, kept_rule
from shared.runtime.pg.retention import PgRetention
from shared.runtime.retention import RetentionTurn

from .events import RULES, pays
from .notifier_process import NotifierProcess
from .test_replies_kept import says

YEARS = 4
OF_CASES = ("states", "history", "texts", "contacts", "phones", "replies_to_read")


async def closed_case(notifier: NotifierProcess) -> None:
    """Texted, answered, read by a person, paid, thanked; everything was told."""
    await notifier.hear(await notifier.known())
    await notifier.settle()
    await post_texts(notifier.desk)
    await notifier.settle()
    await says(notifier, "SM1", "the dog bites")
    await notifier.rows("UPDATE replies_to_read SET settled_at = received_at, settled_by = 'ana', verdict = 'nothing'")
    notifier.later(hours=1)
    await notifier.hear(pays(0, notifier.clock.at))
    await notifier.settle()
    await post_texts(notifier.desk)
    await notifier.settle()
    await notifier.rows("DELETE FROM outbox")


async def long_ago(notifier: NotifierProcess, years: int = YEARS) -> None:
    """All of that was years ago."""
    for table, column in (
        ("history", "at"), ("texts", "claimed_at"), ("contacts", "at"), ("inbox", "at"), ("reveals", "at"),
        ("unmatched_replies", "received_at"), ("operations", "done_at"), ("unread_records", "at"),
        ("dead_letters", "at"), ("dead_letters", "discarded_at"), ("suppressions", "at"),
    ):  # fmt: skip
        await notifier.rows(f"UPDATE {table} SET {column} = {column} - make_interval(years => %(years)s)", years=years)


async def turn(notifier: NotifierProcess, name: str, folder: Path | None) -> RetentionTurn:
    """One turn of the task."""
    task = next(task for task in TASKS if task.name == name)
    days, rule = kept_days(RULES.limits)[task.kept], kept_rule(RULES.limits, task.kept)
    at = notifier.clock.at + timedelta(days=1)
    return await PgRetention(notifier.store, "notifier").turn(task, at, days, rule, folder)


async def whole_round(notifier: NotifierProcess, name: str, folder: Path | None) -> RetentionTurn:
    """A round of it from the beginning, as if the last one had been yesterday: what its turns came to together."""
    await notifier.rows("UPDATE retention_places SET over_at = over_at - interval '2 days'")
    removed = waiting = 0
    while True:
        found = await turn(notifier, name, folder)
        removed, waiting = removed + found.removed, waiting + found.waiting
        if found.over:
            return RetentionTurn(removed, waiting, found.over, found.looked)


async def rows_of(notifier: NotifierProcess) -> dict[str, int]:
    """Rows of the tables that go with a case."""
    return {table: len(await notifier.table(table)) for table in OF_CASES}


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


GONE = dict.fromkeys(OF_CASES, 0)
