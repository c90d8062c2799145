"""What the services stand on: embedded, or the user's own."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from deploy.local.folder import Folder
from deploy.local.key_file import make_key
from deploy.local.master_key import own_key
from deploy.local.ports import free_port
from deploy.local.progress import SilentOutput
from deploy.local.stack import Stack, own_kafka
from deploy.local.supervisor import Supervisor
from deploy.local.user_error import UserError
from shared.contracts.catalogue import TOPICS
from shared.privacy.master import MasterKeys
from shared.runtime.settings import Settings, load
from tests.polling import until

from .local_programs import program


async def test_processes_inherit_none_of_our_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path).make()
    monkeypatch.setenv("DATABASE_URL_FILE", "/of/a/real/system")
    monkeypatch.setenv("LANG", "pt_PT.UTF-8")
    code = (
        "import json, os, pathlib, signal, sys; folder = pathlib.Path(sys.argv[2]);"
        "(folder / 'env').write_text(json.dumps(dict(os.environ))); (folder / 'one.up').touch(); signal.pause()"
    )
    async with Supervisor(folder) as supervisor:
        await supervisor.start(program("one", tmp_path, code, env={"DOORSTEP_POLICY": "default"}))
    seen = json.loads((tmp_path / "env").read_text())
    assert "DATABASE_URL_FILE" not in seen
    assert seen["DOORSTEP_POLICY"] == "default"
    assert seen["LANG"] == "pt_PT.UTF-8"


async def test_servers_of_the_user_are_used_and_get_the_topics(
    tmp_path: Path, database_url: str, kafka_bootstrap: str
) -> None:
    make_key(tmp_path / "key")
    env = {
        "DATABASE_URL": database_url, "KAFKA_BOOTSTRAP_SERVERS": kafka_bootstrap, "DOORSTEP_REPLICATION": "1",
        "DOORSTEP_PARTITIONS": "2", "DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key"),
    }  # fmt: skip
    async with Stack(Folder(tmp_path), SilentOutput(), env=env) as stack:
        assert stack.supervisor.names() == []
        service = stack.service("notifier", replica=2)
        assert service.name == "notifier-2"
        assert service.env["DATABASE_URL"] == database_url
        assert "KAFKA_SSL_CAFILE" not in service.env
        assert service.env["KAFKA_BOOTSTRAP_SERVERS"] == kafka_bootstrap
        assert database_url not in " ".join(service.argv)
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    described = {topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics()}
    await admin.close()
    assert {topic.name for topic in TOPICS} <= described.keys()
    assert described["loans"] == 2


async def test_settings_in_files_are_obeyed_by_what_starts_the_processes(
    tmp_path: Path, database_url: str, kafka_bootstrap: str
) -> None:
    said = {
        "DATABASE_URL": database_url, "KAFKA_BOOTSTRAP_SERVERS": kafka_bootstrap, "DOORSTEP_REPLICATION": "1",
        "DOORSTEP_PARTITIONS": "3", "DOORSTEP_TOPIC_PREFIX": f"{tmp_path.name[-30:]}.", "DOORSTEP_BIND": "127.0.0.2",
        "DOORSTEP_HEALTH_PORT": "1",
    }  # fmt: skip
    make_key(tmp_path / "key")
    env = {"DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key")}
    for name, value in said.items():
        file = tmp_path / name
        file.write_text(f"{value}\n", encoding="utf-8")
        env[f"{name}_FILE"] = str(file)
    async with Stack(Folder(tmp_path / "data"), SilentOutput(), env=env) as stack:
        assert stack.supervisor.names() == []
        service = stack.service("notifier")
        settings = load(Settings, service.env)
    assert service.about == {"health_port": settings.health_port, "health_host": "127.0.0.2"}
    assert settings.health_port > 1
    assert settings.bind == "127.0.0.2"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    (described,) = await admin.describe_topics([f"{said['DOORSTEP_TOPIC_PREFIX']}loans"])
    await admin.close()
    assert len(described["partitions"]) == 3


@pytest.mark.parametrize(("bind", "host"), [(None, "127.0.0.1"), ("127.0.0.2", "127.0.0.2"), ("0.0.0.0", "127.0.0.1")])
async def test_the_console_listens_where_its_setting_says(
    tmp_path: Path, database_url: str, kafka_bootstrap: str, bind: str | None, host: str
) -> None:
    env = {
        "DATABASE_URL": database_url, "KAFKA_BOOTSTRAP_SERVERS": kafka_bootstrap, "DOORSTEP_REPLICATION": "1",
        "DOORSTEP_PARTITIONS": "1", "DOORSTEP_TOPIC_PREFIX": f"{tmp_path.name[-30:]}.", "DOORSTEP_BIND": "127.0.0.3",
        "DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key"), **({"DOORSTEP_CONSOLE_BIND": bind} if bind else {}),
    }  # fmt: skip
    make_key(tmp_path / "key")
    async with Stack(Folder(tmp_path), SilentOutput(), env=env) as stack:
        console = await stack.console([])
    assert console.env["DOORSTEP_CONSOLE_BIND"] == (bind or "127.0.0.1")
    assert console.about["health_host"] == host


FOREIGN = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1"}


async def test_a_key_is_never_made_for_a_database_that_is_not_ours(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"./doorstep keys make FILE"):
        async with Stack(Folder(tmp_path), SilentOutput(), env=FOREIGN):
            raise AssertionError("it started")
    assert list((tmp_path / "keys").iterdir()) == []


async def test_a_key_that_others_may_read_is_refused_before_anything_starts(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    with pytest.raises(UserError, match=f"chmod 600 {tmp_path / 'key'}"):
        async with Stack(
            Folder(tmp_path), SilentOutput(), env=FOREIGN | {"DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key")}
        ):
            raise AssertionError("it started")


def test_an_embedded_database_gets_a_key_with_it_and_none_later(tmp_path: Path) -> None:
    folder = Folder(tmp_path).make()
    made = own_key(folder, embedded=True)
    assert own_key(folder, embedded=True) == made
    assert own_key(folder, embedded=False) == made, "one that was made by a former version"
    (folder.postgres / "data").mkdir(parents=True)
    (folder.postgres / "data" / "PG_VERSION").write_text("18")
    assert own_key(folder, embedded=True) == made
    made.unlink()
    with pytest.raises(UserError, match=r"its master key .* is gone"):
        own_key(folder, embedded=True)


def test_a_key_is_made_for_its_owner_alone_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "key"
    before = os.umask(0o377)
    try:
        make_key(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    made = MasterKeys.read(path)
    with pytest.raises(UserError, match="never overwritten"):
        make_key(path)
    assert MasterKeys.read(path) == made
    with pytest.raises(UserError, match="can't be written: No such file"):
        make_key(tmp_path / "nowhere" / "key")


@pytest.mark.parametrize(
    ("setting", "value", "wanted"),
    [
        ("DATABASE_URL", "mysql://somewhere", "a PostgreSQL URL"),
        ("KAFKA_BOOTSTRAP_SERVERS", "somewhere", "host:port"),
        ("KAFKA_SECURITY_PROTOCOL", "TLS", "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"),
        ("DOORSTEP_MASTER_KEY_FILE", "/nowhere/key", "no such file"),
        ("DOORSTEP_PARTITIONS", "many", "a number from 1 to 1000"),
        ("DOORSTEP_REPLICATION", "0", "a number from 1 to 9"),
    ],
)
async def test_a_wrong_setting_refuses_the_start_and_is_named(
    tmp_path: Path, setting: str, value: str, wanted: str
) -> None:
    make_key(tmp_path / "key")
    foreign = FOREIGN | {"DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key")}
    with pytest.raises(UserError, match=setting) as caught:
        async with Stack(Folder(tmp_path), SilentOutput(), env={**foreign, setting: value}):
            raise AssertionError("it started")
    assert wanted in str(caught.value)


async def test_who_waits_for_kafka_says_what_to_do(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    port, said = free_port(), list[str]()
    env = FOREIGN | {"DOORSTEP_MASTER_KEY_FILE": str(tmp_path / "key"), "KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{port}"}

    class Heard(SilentOutput):
        def say(self, text: str) -> None:
            said.append(text)

    async def start() -> None:
        async with Stack(Folder(tmp_path / "data"), Heard(), env=env):
            raise AssertionError("it started")

    starting = asyncio.create_task(start())

    async def waits() -> bool:
        return any(line.startswith("waiting") for line in said)

    await until(waits)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    (line,) = said
    assert line == (
        f"waiting. Kafka: nobody answers at 127.0.0.1:{port}. Is it running, and is the port in KAFKA_BOOTSTRAP_SERVERS"
        " the right one?"
    )


@pytest.mark.parametrize("value", ["0x10", "many"])
async def test_a_port_of_the_console_s_that_is_none_refuses_the_start_before_any_server(
    value: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="DOORSTEP_CONSOLE_PORT"):
        async with Stack(Folder(tmp_path), SilentOutput(), env={"DOORSTEP_CONSOLE_PORT": value}):
            raise AssertionError("it started")
    assert not (tmp_path / "postgres").exists()


async def test_a_port_of_the_console_s_that_is_taken_refuses_the_start_before_any_server(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {port}"):
            async with Stack(Folder(tmp_path), SilentOutput(), env={"DOORSTEP_CONSOLE_PORT": str(port)}):
                raise AssertionError("it started")
    assert not (tmp_path / "postgres").exists()


def test_settings_of_a_foreign_kafka_do_not_reach_services_of_the_embedded_one() -> None:
    inherited = {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_USERNAME": "somebody", "KAFKA_SASL_PASSWORD": "x"}
    embedded = {**own_kafka("127.0.0.1:9"), "DATABASE_URL": "postgresql://x", "DOORSTEP_MASTER_KEY_FILE": __file__}
    settings = load(Settings, {**inherited, **embedded})
    assert settings.kafka_protocol == "PLAINTEXT"
    assert settings.kafka_username is None
