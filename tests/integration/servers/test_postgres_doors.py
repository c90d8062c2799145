"""Why a PostgreSQL with TLS does not let us in, each cause by its own sentence, from `doctor` and a service's start."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.checks.database import database as doctors_look
from deploy.local.ports import free_port
from shared.runtime.pg.migrate import prepare
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused
from tests.polling import until

from .authority import Authority
from .test_grants import Bank, bank
from .tls_postgres import TlsPostgres

__all__ = ["bank"]
PACKAGES = ("shared.runtime.pg",)
HUSH = "hush-hush"


async def said(url: str) -> str:
    """What a start says, whether it ends or waits; `doctor` says the same."""
    with pytest.raises((StartRefused, Unavailable)) as caught:
        await prepare(url, "notifier", PACKAGES)
    (told,) = await doctors_look({"DATABASE_URL": url})
    start = str(caught.value)
    assert told.grade == "bad"
    assert start == f"{told.found.partition(': ')[2]} {told.todo}"
    assert HUSH not in start + told.found
    return told.found.partition(": ")[2]


async def test_every_reason_not_to_come_in_has_a_sentence_of_its_own(bank: Bank, tmp_path: Path) -> None:
    bank.granted()
    postgres, login, database = bank.postgres, bank.login, bank.database
    good = bank.url(login)
    other = str(Authority(tmp_path, "other").file)
    sentences = {
        "password": await said(postgres.as_login(login, HUSH, database)),
        "database": await said(postgres.as_login(login, bank.secret, "nowhere")),
        "authority": await said(postgres.as_login(login, bank.secret, database, sslrootcert=other)),
        "the system's authorities": await said(postgres.as_login(login, bank.secret, database, sslrootcert="system")),
        "file of authorities": await said(postgres.as_login(login, bank.secret, database, sslrootcert="/none")),
        "tls is wanted": await said(postgres.as_login(login, bank.secret, database, sslmode="disable")),
        "name": await said(good.replace("@localhost:", "@no-such-host.invalid:")),
        "address": await said(good.replace(f":{postgres.port}/", f":{free_port()}/")),
    }
    unknown = "The server's certificate is not from an authority in sslrootcert."
    assert sentences == {
        "password": "PostgreSQL refuses the password of the user in DATABASE_URL.",
        "database": "The server has no such database as DATABASE_URL names.",
        "authority": unknown,
        "the system's authorities": unknown,
        "file of authorities": "The file of certificates that sslrootcert names is not there or can't be read.",
        "tls is wanted": "PostgreSQL takes this user from this machine only with TLS, if at all.",
        "name": "The host in DATABASE_URL is not known here.",
        "address": "Nobody answers at the host and port in DATABASE_URL.",
    }


async def test_a_role_that_was_taken_away_is_named_with_its_grant(bank: Bank) -> None:
    bank.granted()
    bank.doorstep("migrate", url=bank.url(bank.owner))
    bank.administrator(f'REVOKE doorstep_router FROM "{bank.login}"')
    found = [each for each in await doctors_look({"DATABASE_URL": bank.url(bank.login)}) if each.grade == "bad"]
    assert "the role doorstep_router is there already" in found[0].found
    assert f'TO "{bank.login}";' in found[0].todo


async def test_the_channel_is_bound_and_addresses_of_both_kinds_are_in_the_certificate(bank: Bank) -> None:
    bank.granted()
    bank.doorstep("migrate", url=bank.url(bank.owner))
    bound = bank.postgres.as_login(bank.login, bank.secret, bank.database, channel_binding="require")
    for host in ("localhost", "127.0.0.1", "[::1]"):
        await prepare(bound.replace("@localhost:", f"@{host}:"), "router", ("shared.runtime.pg",))
        (told,) = await doctors_look({"DATABASE_URL": bound.replace("@localhost:", f"@{host}:")})
        assert told.grade != "bad"


@pytest.fixture
def renewed(postgres: TlsPostgres) -> Iterator[TlsPostgres]:
    """Whatever certificate a test leaves, the server has a good one afterwards."""
    yield postgres
    postgres.certify()
    postgres.reload()


async def test_a_certificate_for_another_host_and_one_that_has_expired_are_told_apart(
    bank: Bank, renewed: TlsPostgres
) -> None:
    renewed.certify(hosts=("db.bank.example",))
    renewed.reload()
    assert await until(lambda: _says(bank.url(bank.login), "The server's certificate is for another host name."))
    renewed.certify(ends_in_s=-60.0)
    renewed.reload()
    assert await until(lambda: _says(bank.url(bank.login), "The server's certificate has expired."))


async def test_a_store_says_that_the_certificate_has_expired_and_goes_on_when_it_is_renewed(
    bank: Bank, renewed: TlsPostgres
) -> None:
    bank.granted()
    bank.doorstep("migrate", url=bank.url(bank.owner))
    store = PgStore(bank.url(bank.login), "router")
    await store.start()
    try:
        renewed.certify(ends_in_s=-60.0)
        renewed.reload()
        _end_connections(renewed, bank)

        async def trouble() -> bool:
            try:
                await store.counts()
            except Unavailable as error:
                return str(error).startswith("The server's certificate has expired.")
            return False

        assert await until(trouble)
        renewed.certify()
        renewed.reload()
        assert await until(lambda: _not(trouble()))
    finally:
        await store.close()


def _end_connections(postgres: TlsPostgres, bank: Bank) -> None:
    with psycopg.connect(postgres.unchecked(), autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (bank.database,))


async def _not(found: Awaitable[bool]) -> bool:
    return not await found


async def _says(url: str, sentence: str) -> bool:
    (told,) = await doctors_look({"DATABASE_URL": url})
    return told.found.endswith(sentence)
