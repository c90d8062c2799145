"""A PostgreSQL of the user's own: is it there, is it new enough, may we do what we need?"""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from shared.runtime.pg.certificate import closer
from shared.runtime.pg.pooler import refuse_shared_sessions
from shared.runtime.pg.rights import lacking, rights, unwritable
from shared.runtime.pg.target import HOW, NotAUrlError, target
from shared.runtime.refusal import StartRefused
from shared.runtime.settings import SettingsError, setting

from .finding import Diagnosis, bad, good, note
from .kept_rows import kept_rows

WHAT = "PostgreSQL"
OLDEST = 14
WAIT_S = 8
SERVICES = ("notifier", "scheduler", "router")
COMPRESSION = "PostgreSQL's WAL"
SORTED_SINCE = 15
# After an upgrade of the system's library texts may sort in another way than the indexes were built: a case is not
# found then, or is there twice.
SORTED = """
SELECT datname FROM pg_database WHERE datname = current_database()
    AND datcollversion IS DISTINCT FROM pg_database_collation_actual_version(oid)
"""
# Only what this server was built with is among the values. Before version 15 there is no choice of methods.
SLOW = """
SELECT setting FROM pg_settings
WHERE name = 'wal_compression' AND 'lz4' = ANY(enumvals) AND setting NOT IN ('lz4', 'zstd')
"""


async def database(env: Mapping[str, str]) -> list[Diagnosis]:
    """Nothing where the embedded one will be used."""
    try:
        url = setting(env, "DATABASE_URL")
        if url is None:
            return []
        if not url.startswith(("postgresql://", "postgres://")):
            raise NotAUrlError
        where = target(url)
    except SettingsError as error:
        return [bad(WHAT, str(error), "")]
    except NotAUrlError:
        return [bad(WHAT, "DATABASE_URL can't be read as a URL", f"It should be {HOW}.")]
    try:
        async with await psycopg.AsyncConnection.connect(
            url, connect_timeout=WAIT_S, client_encoding="UTF8", autocommit=True
        ) as connection:
            await refuse_shared_sessions(connection, url)
            version = connection.info.server_version // 10000
            if version < OLDEST:
                return [bad(WHAT, f"{where} has version {version}", f"Version {OLDEST} or newer is needed.")]
            known = {service: await rights(connection, service) for service in SERVICES}
            missing = [
                refused
                for service, found in known.items()
                if not found.can_act
                for refused in lacking(found, service, SERVICES)
            ]
            only_acts = [service for service, found in known.items() if found.can_act and not found.owns]
            encoded = next((unwritable(found) for found in known.values() if found.schema_there), None)
            missing += [encoded] if encoded is not None else []
            slow = await (await connection.execute(SLOW)).fetchall()
            kept = await kept_rows(connection)
            sorts = await (await connection.execute(SORTED)).fetchall() if version >= SORTED_SINCE else []
    except StartRefused as refused:
        return [bad(WHAT, refused.what.removeprefix("PostgreSQL: "), refused.todo)]
    except psycopg.Error as error:
        found = await closer(error, url)
        if found is None:
            todo = "Is it running, and can it be reached from here? Check host and port in DATABASE_URL."
            return [bad(WHAT, f"{where} does not answer", todo)]
        return [bad(WHAT, f"{where}: {found.what}", found.todo)]
    once = {refused.todo: refused for refused in reversed(missing)}
    findings = [bad(WHAT, refused.what.removeprefix("PostgreSQL: "), todo) for todo, refused in reversed(once.items())]
    if sorts:
        findings.append(unsorted())
    if only_acts:
        what = f"the user may act for {', '.join(only_acts)} and not change their tables"
        findings.append(note(WHAT, what, "Before a new version starts, run ./doorstep migrate as their owner."))
    sound = findings or [good(WHAT, f"{where}, version {version}")]
    return [*sound, *kept, *(compression(setting) for (setting,) in slow)]


def unsorted() -> Diagnosis:
    todo = "REINDEX DATABASE name, then ALTER DATABASE name REFRESH COLLATION VERSION, with the services stopped."
    return bad(WHAT, "texts are sorted by another version of the system's library than its indexes were", todo)


def compression(setting: str) -> Diagnosis:
    """What to say of a server that could compress page images in its WAL, and does not, or slowly (docs/adr/0067)."""
    todo = "Set it to lz4, which this server has: each decision writes a third less then."
    return note(COMPRESSION, f"wal_compression is {setting}", todo)
