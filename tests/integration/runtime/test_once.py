"""Every event has its effect once: whatever comes twice, and whoever is killed."""

import json
import random

from tests.apart import campaign

from .service_runner import PARTITIONS, ServiceRunner, overdue

EVENTS = 3000


async def test_the_same_id_twice_has_no_second_effect(toy: ServiceRunner) -> None:
    toy.start()
    await toy.send([overdue("c-1", "e-1"), overdue("c-1", "e-1"), overdue("c-2", "e-2")])

    async def handled() -> bool:
        return await toy.count("SELECT count(*) FROM states") == 2

    await toy.until(handled)
    await toy.send([overdue("c-1", "e-1"), overdue("c-3", "e-3")])

    async def third() -> bool:
        return await toy.count("SELECT count(*) FROM states") == 3

    await toy.until(third)
    assert await toy.rows("SELECT aggregate, version FROM states ORDER BY 1") == [("c-1", 1), ("c-2", 1), ("c-3", 1)]


async def _all_told(toy: ServiceRunner, number: int) -> bool:
    return await toy.count("SELECT count(*) FROM history") >= number and not await toy.count(
        "SELECT count(*) FROM outbox"
    )


async def _assert_each_once(toy: ServiceRunner, number: int) -> None:
    told = [json.loads(record.value) for record in await toy.published("texts")]
    ids = {event["id"] for event in told}
    assert len(ids) == number
    assert {event["subject"] for event in told} == {f"c-{index}" for index in range(number)}
    assert await toy.rows("SELECT version, count(*) FROM states GROUP BY 1") == [(1, number)]


async def test_a_service_that_is_killed_again_and_again_loses_and_doubles_nothing(toy: ServiceRunner) -> None:
    chance = random.Random(20261005)
    replica = toy.start()
    await toy.send([overdue(f"c-{number}") for number in range(EVENTS)])
    for share in (0.1, 0.4, 0.7):
        target = int(EVENTS * share) + chance.randrange(50)

        async def reached(target: int = target) -> bool:
            return await toy.count("SELECT count(*) FROM history") >= target

        await toy.until(reached)
        replica.kill()
        replica = toy.start()
    await toy.until(lambda: _all_told(toy, EVENTS))
    await _assert_each_once(toy, EVENTS)


@campaign
async def test_of_two_replicas_one_is_killed_and_the_other_takes_over_within_15_seconds(toy: ServiceRunner) -> None:
    first, second = toy.start(), toy.start()

    async def shared() -> bool:
        owned = [(await replica.ready()).get("partitions", 0) for replica in (first, second)]
        return all(owned) and sum(owned) == 3 * PARTITIONS  # of `loans`, `switches` and `operations`

    started_s = await toy.until(shared)
    await toy.send([overdue(f"c-{number}") for number in range(EVENTS // 2)])

    async def begun() -> bool:
        return await toy.count("SELECT count(*) FROM history") > 100

    await toy.until(begun)
    first.kill()
    await toy.send([overdue(f"c-{number}") for number in range(EVENTS // 2, EVENTS)])
    took = await toy.until(lambda: _all_told(toy, EVENTS))
    # Where others use the machine too, what is not waiting for the group's word takes as long as a start.
    assert took < max(15, 10 + started_s), f"{took:.1f} s"
    await _assert_each_once(toy, EVENTS)


async def test_a_service_told_to_end_finishes_what_it_has_in_work(toy: ServiceRunner) -> None:
    replica = toy.start()
    await toy.send([overdue(f"c-{number}") for number in range(EVENTS)])

    async def begun() -> bool:
        return await toy.count("SELECT count(*) FROM history") > 100

    await toy.until(begun)
    assert replica.end() == 0
    assert await toy.count("SELECT count(*) FROM outbox") == 0
    assert await toy.count("SELECT count(*) FROM history") == await toy.count("SELECT count(*) FROM inbox")
