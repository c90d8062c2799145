"""A real service on a database that is older than what it did, and on logs that are not those which it read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from confluent_kafka.admin import AdminClient

from shared.runtime.kafka.topics import create_topics
from tests.apart import campaign

from .database_copies import DatabaseCopies
from .service_runner import PARTITIONS, Replica, ServiceRunner, overdue

GROUP = "doorstep-toy"
WAIT_S = 30


@pytest.fixture
def copies(postgres_url: str, database_url: str) -> Iterator[DatabaseCopies]:
    made = DatabaseCopies(postgres_url, database_url)
    yield made
    made.close()


def cases(*numbers: int) -> Sequence[Any]:
    return [overdue(f"case-{number}") for number in numbers]


async def known(toy: ServiceRunner) -> set[str]:
    return {case for (case,) in await toy.rows("SELECT aggregate FROM states")}


async def told(toy: ServiceRunner) -> int:
    return len(await toy.published("texts"))


async def has_told(toy: ServiceRunner, number: int) -> None:
    async def so_many() -> bool:
        return await told(toy) >= number and not await toy.count("SELECT count(*) FROM outbox")

    await toy.until(so_many)


async def held(toy: ServiceRunner, replica: Replica) -> dict[str, Any]:
    """Until it is; the problem that `/ready` names."""
    found: dict[str, Any] = {}

    async def is_held() -> bool:
        for problem in (await replica.ready()).get("problems", []):
            if problem["cause"] in ("restored", "lost"):
                found.update(problem)
        return bool(found)

    await toy.until(is_held, seconds=90)  # the client looks at topics anew every 30 s
    return found


async def ready(toy: ServiceRunner, replica: Replica) -> None:
    async def is_ready() -> bool:
        return (await replica.ready()).get("status") == 200

    await toy.until(is_ready)


async def stopped(toy: ServiceRunner, replica: Replica) -> None:
    """Ended in order, and nobody of ours connected to the database any more."""
    assert replica.end() == 0
    await toy.disconnect()


async def recovered(toy: ServiceRunner) -> None:
    """The least that a recovery does."""
    await toy.rows("DELETE FROM recovery RETURNING cause")


async def group_offsets(toy: ServiceRunner) -> dict[TopicPartition, Any]:
    admin = AIOKafkaAdminClient(bootstrap_servers=toy.bootstrap)
    await admin.start()
    try:
        found: dict[TopicPartition, Any] = await admin.list_consumer_group_offsets(toy.prefix + GROUP)
    finally:
        await admin.close()
    return found


@campaign
async def test_a_restored_database_does_nothing_until_its_recovery_and_then_reads_what_it_lacks(
    toy: ServiceRunner, copies: DatabaseCopies
) -> None:
    first = toy.start()
    await toy.send(cases(1, 2, 3))
    await has_told(toy, 3)
    await stopped(toy, first)
    backup = copies.keep()
    second = toy.start()
    await toy.send(cases(4, 5, 6, 7))
    await has_told(toy, 7)
    await stopped(toy, second)

    copies.put_back(backup)
    third = toy.start()
    await toy.send(cases(8))
    problem = await held(toy, third)
    assert problem["cause"] == "restored"
    assert "was read" in problem["sentence"]
    assert "./doorstep recover" in problem["todo"]
    fourth = toy.start()
    assert (await held(toy, fourth))["cause"] == "restored"
    assert await known(toy) == {"case-1", "case-2", "case-3"}
    assert await told(toy) == 7
    await recovered(toy)

    async def reads_on() -> bool:
        return await known(toy) == {f"case-{number}" for number in range(1, 9)}

    await toy.until(reads_on)
    for replica in (third, fourth):
        await ready(toy, replica)
    places = {
        (topic, partition): at
        for topic, partition, at in await toy.rows("SELECT topic, partition, next_offset FROM consumed_places")
    }
    for at, offset in (await group_offsets(toy)).items():
        assert offset.offset == places.get((at.topic.removeprefix(toy.prefix), at.partition), 0)


@pytest.mark.campaign
async def test_a_database_put_back_under_a_running_service_is_noticed_and_not_written_over(
    toy: ServiceRunner, copies: DatabaseCopies
) -> None:
    first = toy.start()
    await toy.send(cases(1, 2, 3))
    await has_told(toy, 3)
    await stopped(toy, first)
    backup = copies.keep()
    second = toy.start()
    await toy.send(cases(4, 5, 6, 7))
    await has_told(toy, 7)

    await toy.disconnect()
    copies.put_back(backup)
    await toy.send(cases(8, 9, 10, 11, 12))
    assert (await held(toy, second))["cause"] == "restored"
    assert await known(toy) == {"case-1", "case-2", "case-3"}


@pytest.mark.campaign
async def test_a_new_database_beside_a_group_that_has_read_is_held(toy: ServiceRunner, copies: DatabaseCopies) -> None:
    first = toy.start()
    await toy.send(cases(1, 2))
    await has_told(toy, 2)
    await stopped(toy, first)
    copies.empty()
    second = toy.start()
    assert (await held(toy, second))["cause"] == "restored"
    assert await told(toy) == 2


@pytest.mark.campaign
async def test_a_group_whose_offsets_are_gone_goes_on_where_the_database_says(toy: ServiceRunner) -> None:
    first = toy.start()
    await toy.send(cases(1, 2, 3))
    await has_told(toy, 3)
    await stopped(toy, first)
    kafka = AdminClient({"bootstrap.servers": toy.bootstrap})
    (gone,) = kafka.delete_consumer_groups([toy.prefix + GROUP]).values()
    gone.result(WAIT_S)
    await toy.send(cases(4))
    second = toy.start()
    await has_told(toy, 4)
    await ready(toy, second)
    assert await toy.count("SELECT count(*) FROM history") == 4
    assert await toy.count("SELECT count(*) FROM dead_letters") == 0


@pytest.mark.campaign
@pytest.mark.parametrize("running", [False, True], ids=["while it was away", "under it"])
async def test_a_topic_that_was_made_again_is_said_and_read_from_its_start_after_the_recovery(
    toy: ServiceRunner, running: bool
) -> None:
    first = toy.start()
    await toy.send(cases(*range(12)))
    await has_told(toy, 12)
    if not running:
        await stopped(toy, first)
    kafka = AdminClient({"bootstrap.servers": toy.bootstrap})
    (gone,) = kafka.delete_topics([toy.prefix + "loans"]).values()
    gone.result(WAIT_S)

    async def made_again() -> bool:
        made = await create_topics({"bootstrap_servers": toy.bootstrap}, partitions=PARTITIONS, prefix=toy.prefix)
        return made == ["loans"]

    await toy.until(made_again)
    await toy.send(cases(3, 100))
    problem = await held(toy, first if running else toy.start())
    assert problem["cause"] == "lost"
    assert "loans" in problem["sentence"]
    assert "case-100" not in await known(toy)
    await toy.rows("UPDATE consumed_places SET next_offset = 0 WHERE topic = 'loans' RETURNING 1")
    await recovered(toy)
    await has_told(toy, 13)
    assert await toy.count("SELECT count(*) FROM history WHERE aggregate = 'case-3'") == 1, "seen before, so once"
