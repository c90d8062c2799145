"""The whole check: read everything, hold it against each other, say what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from .checks import CHECKS
from .endings import endings
from .history import NEVER, History
from .journals import JournalRow, read_journal
from .tables import Tables, read_tables
from .topic_events import Raw
from .topics import read_topics
from .verdict import RunVerdict


async def verify(
    bootstrap: str,
    twin: Path,
    sent: Path,
    *,
    ended: datetime | None = None,
    security: dict[str, object] | None = None,
    database_url: str | None = None,
) -> RunVerdict:
    """Read the topics of `bootstrap` from the beginning and both files, and check all of it.

    `ended` is the world's time at the end of the run (aware); without it the last stamp of the files is taken. With
    `database_url`, the services' tables are held against all that too.
    """
    records = await read_topics(bootstrap, security or {})
    tables = await read_tables(database_url, ended or NEVER) if database_url is not None else None
    return judge(records, read_journal(twin), read_journal(sent), ended, tables)


def judge(
    records: Iterable[Raw],
    twin: Sequence[JournalRow],
    sent: Sequence[JournalRow],
    ended: datetime | None = None,
    tables: Tables | None = None,
) -> RunVerdict:
    """The verdict on what was read. Pure."""
    history = History(records, twin, sent, ended, tables)
    findings = tuple(finding for check in CHECKS for finding in check(history))
    where = endings(history)
    return RunVerdict(findings, {name: len(cases) for name, cases in where.items()}, counts(history), where)


def counts(history: History) -> dict[str, int]:
    letters = history.all("record.refused")
    in_doubt = [
        intent
        for intent, fates in history.fates.items()
        if "text.uncertain" in fates and not fates & {"text.sent", "text.delivered", "text.failed"}
    ]
    return {
        "cases": len(history.cases),
        "events": len(history.facts),
        "texts_intended": len(history.texts),
        "texts_posted": len(history.posts),
        "replies": len(history.rows("reply")),
        "visits": len({str(fact.get("booking")) for fact in history.all("visit.ended")}),
        "uncertain": len(in_doubt),
        "poison": len(history.poison),
        "dead_letters": len(letters),
        "refused_again": len({(one.case, one.get("service")) for one in letters}) - len({one.case for one in letters}),
        "repeated": sum(int(row.get("copies") or 1) - 1 for row in history.sent),
    }
