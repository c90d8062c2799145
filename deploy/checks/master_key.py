"""The master key: is there a file, may only the right ones read it, and is it the one of this database?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local.folder import Folder, named_root
from deploy.local.postgres import Postgres
from deploy.local.supervisor import read_state, supervisor_of
from shared.privacy.fit import KeyDoesNotFit, fitting
from shared.privacy.master import READ_BY_OTHERS, MasterKeys
from shared.runtime.pg.master_key import ConnectionMaster
from shared.runtime.pg.rights import OPERATORS, rights
from shared.runtime.settings import SettingsError, setting

from .finding import Diagnosis, bad, good, note

WHAT = "master key"
WAIT_S = 8
KEEP_A_COPY = "keep a copy elsewhere: without it no data can be read"
RUNBOOK = "See docs/runbooks/master-key.md."


async def master_key(env: Mapping[str, str]) -> Diagnosis:
    found = _read(env)
    return found if isinstance(found, Diagnosis) else await _compared(env, *found)


def _read(env: Mapping[str, str]) -> Diagnosis | tuple[Path, MasterKeys]:
    """The file and what is in it, or why there is nothing to compare."""
    try:
        named, database = setting(env, "DOORSTEP_MASTER_KEY_FILE"), setting(env, "DATABASE_URL")
    except SettingsError as error:
        return bad(WHAT, f"{error}", "Mend it in the environment.")
    path = Path(named) if named else named_root(env) / "up" / "keys" / "master"
    if not os.path.exists(path):  # takes any text: somebody may have given the key itself, which is never printed
        if named:
            return bad(WHAT, "DOORSTEP_MASTER_KEY_FILE names no such file", "Name the file, not the key itself.")
        if database:
            todo = "Name the key file of its other hosts; for a new database, ./doorstep keys make FILE."
            return bad(WHAT, "DATABASE_URL is set, and DOORSTEP_MASTER_KEY_FILE is not", todo)
        return good(WHAT, "made at the first start")
    try:
        if path.is_file() and path.stat().st_mode & READ_BY_OTHERS:
            return bad(WHAT, f"readable by others: {path}", f"chmod 600 {path}")
        return path, MasterKeys.read(path)
    except (ValueError, OSError) as error:
        return bad(WHAT, f"{path}: {error}", "Restore it from your backup: without it no data can be read.")


async def _compared(env: Mapping[str, str], path: Path, keys: MasterKeys) -> Diagnosis:
    """With what the database keeps, where one can be asked now."""
    url = _database(env)
    if url is None:
        return good(WHAT, f"{path}, not compared while no database runs ({KEEP_A_COPY})")
    try:
        async with await psycopg.AsyncConnection.connect(url, connect_timeout=WAIT_S) as connection:
            await connection.set_read_only(True)
            await _act(connection)
            store = ConnectionMaster(connection)
            known = await store.kept() is not None
            await fitting(keys, store, keep=False)
    except KeyDoesNotFit as trouble:
        return bad(WHAT, f"{path} doesn't fit: {trouble.what}", trouble.todo)
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return good(WHAT, f"{path}, kept in mind by the first start ({KEEP_A_COPY})")
    except psycopg.Error as error:
        return note(WHAT, f"{path}, not compared with the database ({type(error).__name__})", RUNBOOK)
    if not known:
        return note(WHAT, f"{path}: the database has no check value yet", "The next start of a service writes it.")
    return good(WHAT, f"{path} fits the database ({KEEP_A_COPY})")


def _database(env: Mapping[str, str]) -> str | None:
    """Where it can be asked: the user's own, or the embedded one while it runs."""
    try:
        if url := setting(env, "DATABASE_URL"):
            return url
    except SettingsError:
        return None
    folder = Folder(named_root(env) / "up")
    state = read_state(folder) if supervisor_of(folder) is not None else None
    running = next((one for one in (state or {}).get("processes", ()) if one.get("name") == "postgres"), None)
    return Postgres(folder, running["port"]).url() if running is not None else None


async def _act(connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
    """As a role that may look, where we may act as one; else as whom we are."""
    for service in ("notifier", "scheduler", "router"):
        if (await rights(connection, service)).can_act:
            await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(f"doorstep_{service}")))
            return
    member = "SELECT FROM pg_roles WHERE rolname = %s AND pg_has_role(current_user, oid, 'MEMBER')"
    if (await connection.execute(member, (OPERATORS,))).rowcount:
        await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OPERATORS)))
