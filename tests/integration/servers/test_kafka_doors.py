"""Why a Kafka with locks does not let us in or read, each cause by its own sentence, from `doctor` and services."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer
from confluent_kafka.admin import AclOperation, ResourceType

from deploy.checks.kafka import kafka as doctors_look
from deploy.local.ports import free_port
from shared.contracts.catalogue import TOPICS
from shared.contracts.topic_rights import group_of
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.refusals import hindered, locked_out
from shared.runtime.kafka.shut_out import shut_out
from shared.runtime.refusal import StartRefused
from shared.runtime.settings import KafkaSettings, load
from tests.polling import until
from tests.unit.runtime.test_live_secret import replaced

from .authority import Authority
from .locked_kafka import LockedKafka
from .printed_acls import bindings, printed

READ, WRITE, DESCRIBE = AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE


def options(env: Mapping[str, str]) -> dict[str, object]:
    return connection(load(KafkaSettings, env))


async def said(env: Mapping[str, str]) -> str:
    """What hinders us, which a service waits with or ends with; `doctor` says the same."""
    found = await hindered(options(env))
    told = [each for each in await doctors_look(env) if each.grade == "bad"]
    if found is not None:
        assert [each.found.endswith(found.what) for each in told] == [True]
        assert [each.todo for each in told] == [found.todo]
        assert not re.search(r"secret-of|hush", " ".join(each.found + each.todo for each in told))
    return found.what if found is not None else ""


async def test_every_reason_not_to_come_in_has_a_sentence_of_its_own(kafka: LockedKafka, tmp_path: Path) -> None:
    plain = kafka.as_user("plain")
    broker = plain["KAFKA_BOOTSTRAP_SERVERS"]
    dead = f"localhost:{free_port()}"
    sentences = {
        "password": await said(kafka.as_user("plain", "hush-hush")),
        "mechanism": await said(plain | {"KAFKA_SASL_MECHANISM": "SCRAM-SHA-256"}),
        "authority": await said(plain | {"KAFKA_SSL_CAFILE": str(Authority(tmp_path, "other").file)}),
        "address": await said(plain | {"KAFKA_BOOTSTRAP_SERVERS": dead}),
        "name": await said(plain | {"KAFKA_BOOTSTRAP_SERVERS": "no-such-broker.invalid:9092"}),
        "tls is not spoken": await said(plain | {"KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap}),
        "tls is spoken": await said({"KAFKA_BOOTSTRAP_SERVERS": broker}),
        "a login is wanted": await said(
            {
                "KAFKA_BOOTSTRAP_SERVERS": broker, "KAFKA_SECURITY_PROTOCOL": "SSL",
                "KAFKA_SSL_CAFILE": plain["KAFKA_SSL_CAFILE"],
            }
        ),
    }  # fmt: skip
    assert sentences == {
        "password": "Kafka refuses the user or password in KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.",
        "mechanism": "Kafka does not offer the mechanism in KAFKA_SASL_MECHANISM on this port.",
        "authority": "Kafka: the broker's certificate is not from an authority we know.",
        "address": f"Kafka: nobody answers at {dead}.",
        "name": "Kafka: the host of no-such-broker.invalid:9092 is not known here.",
        "tls is not spoken": "Kafka: KAFKA_SECURITY_PROTOCOL says TLS, and the broker's port speaks none.",
        "tls is spoken": "Kafka: the broker's port speaks TLS, and KAFKA_SECURITY_PROTOCOL says none.",
        "a login is wanted": f"Kafka at {broker} hangs up on us.",
    }
    assert await said(plain) == ""


async def test_what_passes_is_waited_for_and_what_lasts_ends_the_start(kafka: LockedKafka) -> None:
    plain = kafka.as_user("plain")
    dead = f"localhost:{free_port()}"
    assert await locked_out(options(plain | {"KAFKA_BOOTSTRAP_SERVERS": dead})) is None
    assert await locked_out(options(kafka.as_user("plain", "hush-hush"))) is not None


async def test_a_password_that_was_changed_in_its_file_is_used_for_the_next_connection(
    kafka: LockedKafka, tmp_path: Path
) -> None:
    path, plain = tmp_path / "password", kafka.as_user("plain")
    replaced(path, "before-it-was-changed")
    env = plain | {"KAFKA_SASL_PASSWORD": "", "KAFKA_SASL_PASSWORD_FILE": str(path)}
    found = options(env)
    made_before = AIOKafkaConsumer(**found)
    refused = await locked_out(found)
    assert refused is not None
    assert "refuses the user or password" in refused.what
    replaced(path, plain["KAFKA_SASL_PASSWORD"])

    async def let_in() -> bool:
        return await locked_out(found) is None

    await until(let_in)
    await made_before.start()
    await made_before.topics()  # it was let in, and may see none
    await made_before.stop()


async def test_of_several_brokers_one_that_lets_us_in_is_enough(kafka: LockedKafka) -> None:
    plain = kafka.as_user("plain")
    several = f"localhost:{free_port()},{plain['KAFKA_BOOTSTRAP_SERVERS']}"
    assert await said(plain | {"KAFKA_BOOTSTRAP_SERVERS": several}) == ""


async def test_a_certificate_of_ours_is_wanted_where_users_are_known_by_them(kafka: LockedKafka, unique: str) -> None:
    known = kafka.by_certificate(f"c-{unique}")
    assert await said(known) == ""
    without = {name: value for name, value in known.items() if name not in ("KAFKA_SSL_CERTFILE", "KAFKA_SSL_KEYFILE")}
    assert "certificate" in str(await hindered(options(without)))


def test_certificates_that_are_none_end_the_start(tmp_path: Path) -> None:
    (tmp_path / "ca").write_text("not a certificate")
    env = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "KAFKA_SECURITY_PROTOCOL": "SSL"}
    with pytest.raises(StartRefused, match="KAFKA_SSL_CAFILE"):
        options(env | {"KAFKA_SSL_CAFILE": str(tmp_path / "ca")})


async def test_topics_and_groups_without_a_right_are_named_with_the_grant(kafka: LockedKafka, unique: str) -> None:
    user, group = f"u-{unique}", f"g-{unique}"
    kafka.scram(user)
    env = kafka.as_user(user, mechanism="SCRAM-SHA-512")

    async def refused() -> StartRefused | None:
        return await shut_out(options(env), group, ["loans", "switches"], ["texts"])

    async def sentence(expected: str) -> StartRefused:
        """A broker has rights in a cache for some moments."""

        async def true() -> StartRefused | None:
            found = await refused()
            return found if found is not None and found.what == expected else None

        found: StartRefused = await until(true)
        return found

    await sentence("Kafka does not let us see loans, switches, texts.")
    kafka.grant(user, ResourceType.TOPIC, "loans", READ)
    kafka.grant(user, ResourceType.TOPIC, "switches", DESCRIBE)
    kafka.grant(user, ResourceType.TOPIC, "texts", READ)
    found = await sentence("Kafka does not let us read switches, nor write texts.")
    assert "--operation READ --topic switches; " in found.todo
    assert "--operation WRITE --topic texts. " in found.todo
    kafka.grant(user, ResourceType.TOPIC, "switches", READ)
    kafka.grant(user, ResourceType.TOPIC, "texts", WRITE)
    found = await sentence(f"Kafka does not let us into the group {group}, so we would get nothing to read.")
    assert f"--operation READ --group {group}" in found.todo
    kafka.grant(user, ResourceType.GROUP, group, READ)
    assert await until(lambda: _is(refused(), None))


async def test_doctor_finds_nothing_with_what_topics_acls_prints_and_names_what_is_taken_away(
    kafka: LockedKafka, unique: str
) -> None:
    user, prefix = f"d-{unique}", f"{unique}."
    kafka.scram(user)
    env = kafka.as_user(user, mechanism="SCRAM-SHA-512") | {
        "DOORSTEP_TOPIC_PREFIX": prefix, "DOORSTEP_REPLICATION": "1",
    }  # fmt: skip

    async def bad() -> set[str]:
        return {each.found for each in await doctors_look(env) if each.grade == "bad"}

    assert any("does not let us see" in sentence for sentence in {f"Kafka {said}" for said in await bad()})
    kafka.bind(bindings(printed("--one", user, prefix=prefix)))
    assert await until(lambda: _is(bad(), set()))
    assert "all topics to be made" in (await doctors_look(env))[0].found
    kafka.make_topics(prefix + topic.name for topic in TOPICS)
    assert "all topics there" in (await doctors_look(env))[0].found
    kafka.revoke(user, ResourceType.TOPIC, f"{prefix}outcomes", READ)
    kafka.revoke(user, ResourceType.TOPIC, f"{prefix}visits", WRITE)
    kafka.revoke(user, ResourceType.GROUP, group_of("router", prefix), READ)
    kafka.revoke(user, ResourceType.GROUP, group_of("router", prefix), DESCRIBE)
    wanted = {
        f"does not let us read {prefix}outcomes, nor write {prefix}visits.",
        f"does not let us read {prefix}outcomes.",
    }
    assert await until(lambda: _is(bad(), wanted))
    kafka.grant(user, ResourceType.TOPIC, f"{prefix}outcomes", READ)
    kafka.grant(user, ResourceType.TOPIC, f"{prefix}visits", WRITE)
    group = f"does not let us into the group {prefix}doorstep-router, so we would get nothing to read."
    assert await until(lambda: _is(bad(), {group}))


async def _is(found: Awaitable[object], wanted: object) -> bool:
    return await found == wanted
