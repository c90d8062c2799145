"""PostgreSQL and Kafka of the user's own: are they there, are they new enough, may we do what we need?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

import psycopg
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.local.folder import Folder, data_root
from deploy.local.hush import hushed
from deploy.local.supervisor import read_state, supervisor_of
from shared.contracts.catalogue import TOPICS
from shared.runtime.kafka.connect import connection
from shared.runtime.settings import Settings, SettingsError, load

from .finding import Finding, bad, good, note

OLDEST_POSTGRES = 14
WAIT_S = 8
# What doesn't concern a check gets a stand-in, so that only its own settings are judged there.
STAND_IN = {
    "DATABASE_URL": "postgresql://x", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "DOORSTEP_MASTER_KEY_FILE": __file__,
}  # fmt: skip


async def reach(env: Mapping[str, str]) -> list[Finding]:
    found = [_running(env)]
    if env.get("DATABASE_URL") or env.get("DATABASE_URL_FILE"):
        try:
            found.append(
                await _database(
                    load(Settings, {**STAND_IN, "DATABASE_URL": "", **_of(env, "DATABASE_URL")}).database_url
                )
            )
        except SettingsError as error:
            found.append(bad("PostgreSQL", str(error), "Mend it in the environment."))
    if env.get("KAFKA_BOOTSTRAP_SERVERS"):
        found.append(await _kafka(env))
    return found


def _of(env: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(prefix)}


def _running(env: Mapping[str, str]) -> Finding:
    for name in ("up", "demo"):
        folder = Folder(data_root(env) / name)
        supervisor = supervisor_of(folder)
        if supervisor is not None:
            return good("running", f"`{name}`, pid {supervisor.pid}: ./doorstep status says more")
        if read_state(folder) is not None:
            return note("running", f"`{name}` was killed", "./doorstep down clears away what is left.")
    return good("running", "nothing")


async def _database(url: str) -> Finding:
    parts = urlsplit(url)
    where = f"{parts.hostname or 'socket'}:{parts.port or 5432}{parts.path}"
    try:
        async with await psycopg.AsyncConnection.connect(url, connect_timeout=WAIT_S) as connection_:
            version = connection_.info.server_version // 10000
            row = await (
                await connection_.execute(
                    "SELECT rolsuper OR rolcreaterole, has_database_privilege(current_database(), 'CREATE'),"
                    " EXISTS (SELECT FROM pg_available_extensions WHERE name = 'btree_gist')"
                    " FROM pg_roles WHERE rolname = current_user"
                )
            ).fetchone()
    except psycopg.Error as error:
        kind = type(error).__name__
        return bad("PostgreSQL", f"{where} can't be used ({kind})", "Check DATABASE_URL, and that it runs.")
    if version < OLDEST_POSTGRES:
        return bad("PostgreSQL", f"{where} has version {version}", f"Version {OLDEST_POSTGRES} or newer is needed.")
    makes_roles, makes_schemas, has_gist = row if row is not None else (False, False, False)
    if not makes_schemas or not makes_roles:
        return bad(
            "PostgreSQL", f"{where}: the user may not make roles and schemas",
            "ALTER ROLE name CREATEROLE; GRANT CREATE ON DATABASE name TO name.",
        )  # fmt: skip
    if not has_gist:
        return bad("PostgreSQL", f"{where} lacks the extension btree_gist", "Install the server's contrib package.")
    return good("PostgreSQL", f"{where}, version {version}")


async def _asked(settings: Settings) -> tuple[set[str], int]:
    """The topics that Kafka knows, and how many brokers it has."""
    admin = AIOKafkaAdminClient(**connection(settings), request_timeout_ms=WAIT_S * 1000)
    try:
        async with asyncio.timeout(WAIT_S):
            await admin.start()
            return set(await admin.list_topics()), len((await admin.describe_cluster())["brokers"])
    finally:
        await admin.close()


async def _kafka(env: Mapping[str, str]) -> Finding:
    try:
        settings = load(Settings, {**STAND_IN, **_of(env, "KAFKA_")})
    except SettingsError as error:
        return bad("Kafka", str(error), "Mend it in the environment.")
    try:
        with hushed("aiokafka"):  # its own complaints would stand between the lines of the table
            known, brokers = await _asked(settings)
    except (KafkaError, TimeoutError, OSError) as error:
        return bad("Kafka", f"{settings.kafka_bootstrap} can't be used ({type(error).__name__})",
                   "Check KAFKA_BOOTSTRAP_SERVERS and the KAFKA_ security settings, and that it runs.")  # fmt: skip
    missing = [topic.name for topic in TOPICS if topic.name not in known]
    said = f"{settings.kafka_bootstrap}, {brokers} broker{'s' if brokers != 1 else ''}"
    if brokers < 3 and missing and env.get("DOORSTEP_REPLICATION", "3") > str(brokers):
        return bad("Kafka", f"{said}: too few for three copies of each record", f"Set DOORSTEP_REPLICATION={brokers}.")
    return good("Kafka", f"{said}, {f'{len(missing)} topics to be made' if missing else 'all topics there'}")
