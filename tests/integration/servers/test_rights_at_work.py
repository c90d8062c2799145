"""Processes with exactly what `topics acls` prints for them, and what they say when a right is taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer
from confluent_kafka.admin import AclOperation, ResourceType

from deploy.local.user_error import UserError
from services.console.monitor.topics import PREFIX
from shared.contracts.catalogue import TOPICS
from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.shut_out import shut_out
from shared.runtime.settings import KafkaSettings, load
from tests.polling import until

from .locked_kafka import LockedKafka
from .one_service import process
from .printed_acls import bindings, printed

READ, WRITE = AclOperation.READ, AclOperation.WRITE


@pytest.fixture
def holder(kafka: LockedKafka) -> Callable[[str], dict[str, str]]:
    """The settings of a party that may do what is printed for it, on topics of the test's own."""

    def made(party: str) -> dict[str, str]:
        unique = uuid4().hex[:8]
        user, prefix = f"{party}-{unique}", f"{unique}."
        kafka.make_topics(prefix + topic.name for topic in TOPICS)
        kafka.scram(user)
        others = [word for each in ("notifier", "scheduler", "router", "monitor", "console", "maker", "bank",
                                    "staff-system", "crew-app") if each != party
                  for word in ("--user", f"{each}=nobody-{unique}")]  # fmt: skip
        kafka.bind(bindings(printed("--user", f"{party}={user}", *others, prefix=prefix)))
        return kafka.as_user(user, mechanism="SCRAM-SHA-512") | {"DOORSTEP_TOPIC_PREFIX": prefix}

    return made


async def test_the_monitor_makes_its_topics_counts_and_leaves_nothing_behind(
    kafka: LockedKafka, holder: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    env = holder("monitor")
    own = env["DOORSTEP_TOPIC_PREFIX"] + PREFIX
    async with process(tmp_path, "services.console.monitor", env, path="/ready"):
        assert [name for name in kafka.admin().list_topics(timeout=20).topics if name.startswith(own)]

    async def gone() -> bool:
        admin = kafka.admin()
        return not [name for name in admin.list_topics(timeout=20).topics if name.startswith(own)]

    await until(gone)


async def test_the_monitor_says_when_it_may_not_remove_what_it_made(
    kafka: LockedKafka, holder: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    env = holder("monitor")
    own = env["DOORSTEP_TOPIC_PREFIX"] + PREFIX
    async with process(tmp_path, "services.console.monitor", env, path="/ready"):
        kafka.revoke(env["KAFKA_SASL_USERNAME"], ResourceType.TOPIC, own, AclOperation.DELETE, prefixed=True)
    assert [line for line in logged(tmp_path) if "topics-not-removed" in line and "AuthorizationFailed" in line]


async def test_a_service_names_the_topic_that_it_may_not_read_or_write_any_more_and_goes_on_with_the_right(
    kafka: LockedKafka, holder: Callable[[str], dict[str, str]], database_url: str, tmp_path: Path
) -> None:
    env = holder("router")
    user, prefix = env["KAFKA_SASL_USERNAME"], env["DOORSTEP_TOPIC_PREFIX"]
    async with process(tmp_path, "services.router", env | {"DATABASE_URL": database_url}) as router:
        await router.is_well()
        pid = router.pid
        kafka.revoke(user, ResourceType.TOPIC, f"{prefix}fleet", READ)
        await router.says("topics", f"Kafka does not let us read {prefix}fleet.")
        kafka.grant(user, ResourceType.TOPIC, f"{prefix}fleet", READ)
        await router.is_well()
        kafka.revoke(user, ResourceType.TOPIC, f"{prefix}assignments", WRITE)
        await router.says("topics", f"Kafka does not let us write {prefix}assignments.")
        kafka.grant(user, ResourceType.TOPIC, f"{prefix}assignments", WRITE)
        await router.is_well()
        assert router.pid == pid


async def test_a_start_without_a_right_ends_with_the_sentence(
    kafka: LockedKafka, holder: Callable[[str], dict[str, str]], database_url: str, tmp_path: Path
) -> None:
    env = holder("router")
    user, prefix = env["KAFKA_SASL_USERNAME"], env["DOORSTEP_TOPIC_PREFIX"]
    kafka.revoke(user, ResourceType.TOPIC, f"{prefix}fleet", READ)
    options = connection(load(KafkaSettings, env))
    reads = [f"{prefix}fleet"]

    async def known() -> bool:
        return await shut_out(options, f"{prefix}doorstep-router", reads) is not None

    await until(known)
    with pytest.raises(UserError) as refused:
        async with process(tmp_path, "services.router", env | {"DATABASE_URL": database_url}, path="/ready"):
            pass
    assert f"Kafka does not let us read {prefix}fleet." in f"{refused.value} {refused.value.todo}"


async def test_the_crews_app_reads_in_a_group_of_its_own(
    kafka: LockedKafka, holder: Callable[[str], dict[str, str]]
) -> None:
    env = holder("crew-app")
    prefix = env["DOORSTEP_TOPIC_PREFIX"]
    consumer = AIOKafkaConsumer(
        f"{prefix}appointments", f"{prefix}assignments", **connection(load(KafkaSettings, env)),
        group_id=f"{prefix}crew-app-2",
    )  # fmt: skip
    await consumer.start()
    try:
        assert await until(lambda: _some(consumer))
    finally:
        await consumer.stop()


def logged(folder: Path) -> list[str]:
    (log,) = folder.rglob("monitor.log")
    return log.read_text().splitlines()


async def _some(consumer: AIOKafkaConsumer) -> bool:
    await consumer.getmany(timeout_ms=100)
    return bool(consumer.assignment())
