"""Services that wait for a recovery, in a PostgreSQL of the user's own: as `/ready` says it, also while none runs."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

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
    found: list[Diagnosis] = []
    for service in SERVICES if url else ():
        try:
            async with await psycopg.AsyncConnection.connect(url or "", connect_timeout=WAIT_S) as connection:
                view = sql.SQL(HELD).format(sql.Identifier(f"{service}_published"))
                row = await (await connection.execute(view)).fetchone()
        except psycopg.Error:
            continue
        if row is not None:
            held = RecoveryOwed(*row)
            found.append(bad(service, sentence(held), MEANINGS[CAUSE_OF.get(held.cause, "restored")].todo))
    return found
