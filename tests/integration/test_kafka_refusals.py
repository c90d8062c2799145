"""What Kafka will never let us do is said at once, with what mends it; what isn't there yet is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
)

from deploy.local.folder import Folder, cache_root
from deploy.local.ports import free_port
from deploy.local.progress import SilentOutput
from deploy.local.supervisor import Supervisor
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import locked_out, shut_out
from shared.runtime.kafka.topics import create_topics
from shared.runtime.refusal import StartRefused
from shared.runtime.settings import KafkaSettings, load
from tests.apart import campaign
from tests.polling import until
from tests.unit.runtime.test_live_secret import replaced

from .guarded_kafka import PASSWORDS, Guarded, certificate

pytestmark = campaign  # they need a broker of their own


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = Folder(tmp_path_factory.mktemp("guarded")).make()
    guarded = Guarded.fetched(folder, free_port(), free_port(), cache_root(), SilentOutput())
    assert isinstance(guarded, Guarded)
    with asyncio.Runner() as runner:
        supervisor = Supervisor(folder)
        runner.run(supervisor.open())
        try:
            runner.run(supervisor.start(guarded.program()))
            plain = {"bootstrap_servers": guarded.bootstrap}
            runner.run(create_topics(plain, prefix="", partitions=1))
            yield guarded
        finally:
            runner.run(supervisor.close())


def options(env: dict[str, str]) -> dict[str, object]:
    return connection(load(KafkaSettings, env))


async def said(env: dict[str, str]) -> str:
    found = await locked_out(options(env))
    return found.what if found is not None else ""


async def test_a_wrong_password_a_missing_mechanism_and_a_broker_that_is_away_are_told_apart(kafka: Guarded) -> None:
    assert "refuses the user or password" in await said(kafka.as_user("reader", "hush-hush"))
    assert "does not offer the mechanism" in await said(
        kafka.as_user("reader") | {"KAFKA_SASL_MECHANISM": "SCRAM-SHA-512"}
    )
    assert await said(kafka.as_user("reader")) == ""
    assert await said({"KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()}"}) == ""


async def test_a_password_that_was_changed_in_its_file_is_used_for_the_next_connection(
    kafka: Guarded, tmp_path: Path
) -> None:
    path = tmp_path / "password"
    replaced(path, "before-it-was-changed")
    env = kafka.as_user("admin") | {"KAFKA_SASL_PASSWORD": "", "KAFKA_SASL_PASSWORD_FILE": str(path)}
    found = options(env)
    made_before = AIOKafkaConsumer(**found)
    refused = await locked_out(found)
    assert refused is not None
    assert "refuses the user or password" in refused.what
    replaced(path, PASSWORDS["admin"])

    async def let_in() -> bool:
        return await locked_out(found) is None

    await until(let_in)
    await made_before.start()
    assert "loans" in await made_before.topics()
    await made_before.stop()


async def test_of_several_brokers_one_that_lets_us_in_is_enough(kafka: Guarded) -> None:
    env = kafka.as_user("reader")
    assert await said(env | {"KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()},127.0.0.1:{kafka.sasl_port}"}) == ""


async def test_tls_is_told_apart_from_certificates(kafka: Guarded, tmp_path: Path) -> None:
    tls = {"KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{kafka.tls_port}", "KAFKA_SECURITY_PROTOCOL": "SSL"}
    ours = str(kafka.folder.kafka / "server.crt")
    certificate(tmp_path / "other.pem")
    assert "not from an authority" in await said(tls | {"KAFKA_SSL_CAFILE": str(tmp_path / "other.crt")})
    assert "for another host name" in await said(
        tls | {"KAFKA_SSL_CAFILE": ours, "KAFKA_BOOTSTRAP_SERVERS": f"localhost:{kafka.tls_port}"}
    )
    assert await said(tls | {"KAFKA_SSL_CAFILE": ours}) == ""
    # A broker that hangs up may be one that is just ending; whether it is TLS that parts us, doctor asks.
    assert await said(tls | {"KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap, "KAFKA_SSL_CAFILE": ours}) == ""


def test_certificates_that_are_none_end_the_start(tmp_path: Path) -> None:
    (tmp_path / "ca").write_text("not a certificate")
    env = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "KAFKA_SECURITY_PROTOCOL": "SSL"}
    with pytest.raises(StartRefused, match="KAFKA_SSL_CAFILE"):
        options(env | {"KAFKA_SSL_CAFILE": str(tmp_path / "ca")})


async def test_topics_and_groups_without_a_right_are_named_with_the_grant(kafka: Guarded) -> None:
    async def refused(group: str = "doorstep-notifier") -> StartRefused | None:
        return await shut_out(options(kafka.as_user("reader")), group, ["loans", "switches", "not-made-yet"])

    async def after_the_grant(before: StartRefused) -> StartRefused | None:
        """A broker learns of a right some moments after the controller wrote it down."""
        async with asyncio.timeout(30):
            while (now := await refused()) is not None and now.what == before.what:
                pass
        return now

    found = await refused()
    assert found is not None
    assert found.what == "Kafka does not let us see loans, not-made-yet, switches."
    grant(kafka, ResourceType.TOPIC, "*", AclOperation.READ)
    found = await after_the_grant(found)
    assert found is not None
    assert "the group doorstep-notifier" in found.what
    assert "--operation READ --group doorstep-notifier" in found.todo
    grant(kafka, ResourceType.GROUP, "doorstep-notifier", AclOperation.READ)
    assert await after_the_grant(found) is None


def grant(kafka: Guarded, kind: ResourceType, name: str, operation: AclOperation) -> None:
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap})
    acl = AclBinding(kind, name, ResourcePatternType.LITERAL, "User:reader", "*", operation, AclPermissionType.ALLOW)
    for future in admin.create_acls([acl]).values():
        future.result(20)
