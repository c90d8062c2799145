"""Doctor finds before `up` what would stand in its way, each thing on its own, and prints no secret."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from deploy.checks import surroundings as looked_at
from deploy.checks.database import COMPRESSION, compression, database
from deploy.checks.finding import Diagnosis
from deploy.checks.kafka import kafka
from deploy.checks.master_key import KEEP_A_COPY, master_key
from deploy.checks.retention import retention
from deploy.checks.safe_url import safe_url
from deploy.checks.surroundings import ports, surroundings
from deploy.checks.twilio import twilio
from deploy.local.folder import Folder
from deploy.local.key_file import make_key
from deploy.local.progress import SilentOutput
from deploy.local.stack import Stack
from deploy.local.user_error import UserError
from services.console.cli.doctor import show
from services.console.cli.service_settings import MODELS, SENDER
from services.console.cli.up import check_settings
from shared.privacy.master import MasterKeys
from shared.runtime.misspelt import setting_names
from shared.runtime.pg.master_key import fitting_master
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from tests.made_topics import make_catalogue

SID = "AC" + "0" * 32
ACCOUNT = {"TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": "0123456789abcdef", "TWILIO_FROM": "+15005550006"}


def grades(found: list[Diagnosis]) -> dict[str, str]:
    return {finding.what: finding.grade for finding in found}


@asynccontextmanager
async def twilio_says(status: int, body: object) -> AsyncIterator[str]:
    """A server that answers every request so; its URL."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        text = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + text)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


async def test_the_account_is_asked_for_whatever_else_is_wrong() -> None:
    async with twilio_says(401, {}) as api:
        env = ACCOUNT | {"TWILIO_API_URL": api, "TWILIO_FROM": "no number!", "DOORSTEP_PUBLIC_URL": "http://x.example"}
        found = {finding.found: finding.grade for finding in await twilio(env, SENDER)}
    assert found["answers 401 to these credentials"] == "bad"
    assert found["DOORSTEP_PUBLIC_URL: plain http is for this machine only; it should begin with https://"] == "bad"
    assert any(line.startswith("TWILIO_FROM is not usable") for line in found)


@pytest.mark.parametrize(
    ("status", "body", "grade"),
    [(200, {"status": "active"}, "good"), (200, {"status": "suspended"}, "bad"), (200, ["no object"], "bad")],
)
async def test_an_account_is_good_when_it_is_active(status: int, body: object, grade: str) -> None:
    async with twilio_says(status, body) as api:
        env = ACCOUNT | {"TWILIO_API_URL": api, "DOORSTEP_PUBLIC_URL": "https://x.example"}
        assert grades(await twilio(env, SENDER))["Twilio"] == grade


def test_an_address_for_everybody_is_noted_and_one_of_another_machine_is_bad(tmp_path: Path) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path)}
    assert ports(env | {"DOORSTEP_BIND": "127.0.0.2"}) == []
    assert [finding.grade for finding in ports(env | {"DOORSTEP_BIND": "0.0.0.0"})] == ["note"]
    assert [finding.grade for finding in ports(env | {"DOORSTEP_BIND": "192.0.2.1"})] == ["bad"]
    assert ports(env | {"DOORSTEP_BIND": "no address"}) == []  # which the settings themselves refuse


@pytest.mark.parametrize(
    ("name", "value"), [("DOORSTEP_PARTITIONS", "0"), ("DOORSTEP_PARTITIONS", "1001"), ("DOORSTEP_REPLICATION", "10")]
)
def test_a_number_that_up_would_refuse_is_bad(name: str, value: str) -> None:
    (finding,) = looked_at.settings({name: value}, MODELS)
    assert finding.grade == "bad"
    assert finding.found.startswith(f"{name} is not usable: it should be a number from 1 to ")


def test_two_servers_on_one_port_are_bad(tmp_path: Path, unused_tcp_port: int) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path)}
    env |= dict.fromkeys(("DOORSTEP_WEBHOOK_PORT", "DOORSTEP_KAFKA_PORT"), str(unused_tcp_port))
    bad = [finding.found for finding in ports(env) if finding.grade == "bad"]
    assert bad == [f"DOORSTEP_WEBHOOK_PORT and DOORSTEP_KAFKA_PORT are both {unused_tcp_port}"]


def test_a_port_that_is_taken_is_bad(taken: int, tmp_path: Path) -> None:
    env = {"DOORSTEP_DATA": str(tmp_path)}
    for name in ("DOORSTEP_WEBHOOK_PORT", "DOORSTEP_KAFKA_PORT", "DOORSTEP_POSTGRES_PORT"):
        (finding,) = ports(env | {name: str(taken)})
        assert finding.grade == "bad"
        assert name in finding.found


@pytest.mark.parametrize("name", ["DOORSTEP_WEBHOOK_PORT", "DOORSTEP_KAFKA_PORT", "DOORSTEP_POSTGRES_PORT"])
def test_a_port_in_a_file_is_looked_at_where_the_address_in_a_file_is(taken: int, tmp_path: Path, name: str) -> None:
    port, bind, data = tmp_path / "port", tmp_path / "bind", tmp_path / "data"
    port.write_text(f"{taken}\n", encoding="utf-8")
    bind.write_text("127.0.0.1\n", encoding="utf-8")
    data.write_text(str(tmp_path), encoding="utf-8")
    env = {"DOORSTEP_DATA_FILE": str(data), "DOORSTEP_BIND_FILE": str(bind), f"{name}_FILE": str(port)}
    (finding,) = ports(env)
    assert finding.grade == "bad"
    assert name in finding.found
    bind.write_text("192.0.2.1\n", encoding="utf-8")
    assert "192.0.2.1 (DOORSTEP_BIND)" in ports(env)[0].found


def test_a_typo_is_noted_with_the_nearest_name() -> None:
    (finding,) = looked_at.settings({"DOORSTEP_HELTH_PORT": "1"}, MODELS)
    assert finding.grade == "note"
    assert finding.found.endswith("has no effect; is DOORSTEP_HEALTH_PORT meant?")


def test_both_forms_of_a_setting_at_once_are_bad() -> None:
    (finding,) = looked_at.settings({"DOORSTEP_PARTITIONS": "1", "DOORSTEP_PARTITIONS_FILE": "/x"}, MODELS)
    assert finding.found == "DOORSTEP_PARTITIONS and DOORSTEP_PARTITIONS_FILE are both set: keep one of them"


async def test_a_database_is_judged_by_what_its_user_may_do(database_url: str, unique: str) -> None:
    judged = grades(await database({"DATABASE_URL": database_url}))
    assert {what: grade for what, grade in judged.items() if what != COMPRESSION} == {"PostgreSQL": "good"}
    login = f"login_{unique}"
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:
        await admin.execute(f"CREATE ROLE {login} LOGIN PASSWORD 'hush-hush'".encode())
        where = database_url.rpartition("@")[2]
        found = await database({"DATABASE_URL": f"postgresql://{login}:hush-hush@{where}"})
        wrong = await database({"DATABASE_URL": f"postgresql://{login}:hush-hash@{where}"})
        await admin.execute(f"DROP ROLE {login}".encode())
    assert {finding.grade for finding in found + wrong} == {"bad"}
    assert any(f"TO {login};" in finding.todo for finding in found)
    assert "refuses the password" in wrong[0].found


async def test_that_the_database_could_write_less_is_noted_where_it_could(database_url: str) -> None:
    slow = compression("off")
    assert (slow.grade, slow.found) == ("note", "wal_compression is off")
    assert "lz4" in slow.todo
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        asked = "SELECT setting, enumvals FROM pg_settings WHERE name = 'wal_compression'"
        ((value, able),) = await (await connection.execute(asked)).fetchall()
    could = "lz4" in (able or ()) and value not in ("lz4", "zstd")
    assert (COMPRESSION in grades(await database({"DATABASE_URL": database_url}))) == could


async def test_the_key_is_compared_with_the_database(database_url: str, tmp_path: Path) -> None:
    async def said(name: str = "key", **env: str) -> tuple[str, str]:
        found = await master_key(
            {"DATABASE_URL": database_url, "DOORSTEP_MASTER_KEY_FILE": str(tmp_path / name), **env}
        )
        return found.grade, found.found

    make_key(tmp_path / "key")
    make_key(tmp_path / "other")
    grade, found = await said()
    assert (grade, "kept in mind by the first start" in found) == ("good", True)
    await migrate(database_url, "notifier", ("shared.runtime.pg",))
    grade, found = await said()
    assert (grade, "no check value yet" in found) == ("note", True)
    store = PgStore(database_url, "notifier")
    try:
        await fitting_master(MasterKeys.read(tmp_path / "key"), store)
    finally:
        await store.close()
    assert await said() == ("good", f"{tmp_path / 'key'} fits the database ({KEEP_A_COPY})")
    grade, found = await said("other")
    assert (grade, f"{tmp_path / 'other'} doesn't fit" in found) == ("bad", True)
    assert await said("nowhere") == ("bad", "DOORSTEP_MASTER_KEY_FILE names no such file")
    (tmp_path / "key").chmod(0o644)
    assert await said() == ("bad", f"readable by others: {tmp_path / 'key'}")
    assert (await said(DOORSTEP_MASTER_KEY_FILE=""))[0] == "bad"
    assert (await said("other", DATABASE_URL="postgresql://nobody@127.0.0.1:1/x"))[0] == "note"
    assert (await said("other", DATABASE_URL="", DOORSTEP_DATA=str(tmp_path)))[0] == "good"


async def test_topics_are_looked_for_under_the_prefix(kafka_bootstrap: str, unique: str) -> None:
    env = {
        "KAFKA_BOOTSTRAP_SERVERS": kafka_bootstrap,
        "DOORSTEP_TOPIC_PREFIX": f"{unique}.",
        "DOORSTEP_REPLICATION": "1",
    }
    assert "all topics to be made" in (await kafka(env))[0].found
    assert "too few for 3 copies" in (await kafka(env | {"DOORSTEP_REPLICATION": "3"}))[0].found
    await make_catalogue({"bootstrap_servers": kafka_bootstrap}, prefix=f"{unique}.", partitions=1)
    assert f"all topics there under {unique}." in (await kafka(env))[0].found


SECRET = "Hush7Hush"
FORMS = (
    SECRET, f"https://user:{SECRET}@host.example/p", f"http://{SECRET}@host.example", f"https://u:a/{SECRET}@host.example",
    f"postgresql://u:{SECRET}@127.0.0.1:1/db", f"postgresql://u:a@{SECRET}@127.0.0.1:1/db",
    f"postgresql://u:{SECRET}/x@127.0.0.1:1/db", f"postgresql://u:1/{SECRET}@127.0.0.1:1/db",
    f"postgresql://u:%zz{SECRET}@127.0.0.1:1/db", f"postgresql://127.0.0.1:1/db?user=u&password={SECRET}",
    f"postgresql://u:a?{SECRET}@127.0.0.1:1/db", f"postgresql://u:a#{SECRET}@127.0.0.1:1/db",
    f"postgres://u:{quote('@:/' + SECRET, safe='')}@127.0.0.1:1/db?sslmode={SECRET}",
    f"host=127.0.0.1 password={SECRET}",
    f"{SECRET}@127.0.0.1:9", f"user:{SECRET}@127.0.0.1:9", f"127.0.0.1:9,{SECRET}@127.0.0.1:9", "x" * 300 + SECRET,
)  # fmt: skip
# What is shown on purpose: folders, and the prefix, which is part of every name.
SHOWN = {"DOORSTEP_DATA", "DOORSTEP_CACHE", "DOORSTEP_TOPIC_PREFIX", "DOORSTEP_PYTHON"}
HIDDEN = sorted(setting_names() - SHOWN)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([*HIDDEN, "DATABASE_URL_FILE", "TWILIO_AUTH_TOKEN_FILE", "DOORSTEP_TYPO"]),
        st.sampled_from(FORMS), min_size=1, max_size=6,
    )
)  # fmt: skip
def test_a_secret_is_printed_by_nobody_wherever_somebody_put_it(tmp_path: Path, env: dict[str, str]) -> None:
    # Nothing embedded is fetched for this, and nothing leaves this machine.
    full = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "DATABASE_URL": "postgresql://u@127.0.0.1:1/x"}
    full |= {"TWILIO_API_URL": "http://127.0.0.1:9", **env, "DOORSTEP_DATA": str(tmp_path)}
    if "host.example" in full["TWILIO_API_URL"]:
        full["TWILIO_API_URL"] = f"http://u:{SECRET}@127.0.0.1:9"
    assert SECRET not in everything_said(full, tmp_path)


@pytest.mark.parametrize("no_name", ["x" * 300, "a\0b"])
def test_what_can_be_no_folder_is_none_for_evidence(no_name: str) -> None:
    (found,) = retention({"DATABASE_URL": "postgresql://x/x", "DOORSTEP_RETENTION_FOLDER": no_name})
    assert (found.grade, no_name in found.found) == ("bad", False)


def everything_said(env: Mapping[str, str], folder: Path) -> str:
    async def looked() -> list[Diagnosis]:
        return [*await surroundings(env, MODELS), *await twilio(env, SENDER)]

    lines = []
    console = Console(width=200, record=True, quiet=True)
    found = asyncio.run(looked())
    with console.capture() as capture:
        show(found, console)
    lines += [capture.get(), json.dumps([finding.doc() for finding in found])]

    async def started() -> None:
        # A Kafka that is away would be waited for, so only what is refused before is looked at.
        async with asyncio.timeout(0.3):
            async with Stack(Folder(folder / "up"), SilentOutput(), env=env, cache=folder):
                pass

    try:
        check_settings(env)
    except UserError as error:
        lines.append(str(error))
    try:
        asyncio.run(started())
    except (UserError, TimeoutError) as error:
        lines.append(str(error))
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("url", "spoken"),
    [
        ("https://bank.example/texts", "https://bank.example/texts"),
        ("https://user:hush@bank.example:8443/texts", "https://bank.example:8443/texts"),
        ("https://user:hu/sh@bank.example/texts", "(not shown: it is no URL)"),
        ("https://bank.example/texts?token=hush", "https://bank.example/texts"),
        ("hush", "(not shown: it is no URL)"),
    ],
)
def test_a_url_is_said_without_who_goes_there(url: str, spoken: str) -> None:
    assert safe_url(url) == spoken
