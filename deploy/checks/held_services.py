"""Services that wait for a recovery: as `/ready` says it, also while none of them runs.

Looked at is a PostgreSQL of the user's own, or each embedded one that runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql

from deploy.local.folder import PLACES, Folder, named_root
from deploy.local.postgres import Postgres
from deploy.local.supervisor import read_state, supervisor_of
from shared.runtime.causes import MEANINGS
from shared.runtime.place_words import CAUSE_OF, sentence
from shared.runtime.places import RecoveryOwed
from shared.runtime.settings import SettingsError, setting

from .finding import Diagnosis, bad

SERVICES = ("notifier", "scheduler", "router")
WAIT_S = 8
HELD = "SELECT cause, since, detail FROM {}.recovery"


async def held_services(env: Mapping[str, str]) -> list[Diagnosis]:
    """Nothing where it can't be looked at: other checks say why."""
    try:
        url = setting(env, "DATABASE_URL")
    except SettingsError:
        return []
    urls = [url] if url else list(embedded(env))
    return [found for url in urls for service in SERVICES if (found := await _held(url, service)) is not None]


def embedded(env: Mapping[str, str]) -> Iterator[str]:
    """Of each embedded PostgreSQL that runs, by its run file."""
    for name in PLACES:
        folder = Folder(named_root(env) / name)
        if supervisor_of(folder) is None:
            continue
        for process in (read_state(folder) or {}).get("processes", ()):
            if process.get("name") == "postgres" and isinstance(process.get("port"), int):
                yield Postgres(folder, process["port"]).url()


async def _held(url: str, service: str) -> Diagnosis | None:
    try:
        async with await psycopg.AsyncConnection.connect(url, connect_timeout=WAIT_S) as connection:
            view = sql.SQL(HELD).format(sql.Identifier(f"{service}_published"))
            row = await (await connection.execute(view)).fetchone()
    except psycopg.Error:
        return None
    if row is None:
        return None
    held = RecoveryOwed(*row)
    return bad(service, sentence(held), MEANINGS[CAUSE_OF.get(held.cause, "restored")].todo)
