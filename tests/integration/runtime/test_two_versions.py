"""An older replica beside a newer one, as in every roll-out: what it can't read it leaves to the newer."""

from collections.abc import Iterator
from itertools import count

from shared.contracts.loans import LoanOverdue
from tests.apart import campaign

from .service_runner import PARTITIONS, Replica, ServiceRunner, overdue

OLDER, NEWER = "tests.integration.runtime.toy", "tests.integration.runtime.newer_toy"
CASES = 48
PARTITIONS_HEARD = 3 * PARTITIONS  # of `loans`, `switches` and `operations`


def round_of_events() -> Iterator[list[LoanOverdue]]:
    """One event for each case, and again."""
    for number in count():
        yield [overdue(f"case-{case}", f"case-{case}-{number}") for case in range(CASES)]


async def causes_of(replica: Replica) -> set[str]:
    return {problem["cause"] for problem in (await replica.ready()).get("problems", ())}


@campaign
async def test_an_older_replica_parks_loses_and_doubles_nothing_of_a_newer_one(toy: ServiceRunner) -> None:
    rounds, sent = round_of_events(), list[LoanOverdue]()

    async def send(times: int) -> None:
        for _ in range(times):
            events = next(rounds)
            await toy.send(events)
            sent.extend(events)

    async def handled() -> int:
        return await toy.count("SELECT count(*) FROM history")

    async def all_handled() -> bool:
        return await handled() >= len(sent)

    older = toy.start(OLDER)
    await send(1)
    await toy.until(all_handled)

    newer = toy.start(NEWER)

    async def shared() -> bool:
        await send(1)
        owned = [(await replica.ready()).get("partitions", 0) for replica in (older, newer)]
        return all(owned) and sum(owned) == PARTITIONS_HEARD

    async def newer_documents() -> bool:
        await send(1)
        return (
            await toy.count("SELECT count(*) FROM states WHERE convert_from(doc, 'UTF8') LIKE '%resting%'") > CASES // 8
        )

    await toy.until(shared)
    await send(5)
    await toy.until(newer_documents)

    newer.kill()
    await send(5)

    async def left_to_the_newer() -> bool:
        return "version" in await causes_of(older)

    await toy.until(left_to_the_newer)
    assert await toy.count("SELECT count(*) FROM parked") == 0
    assert older.process.poll() is None

    last = toy.start(NEWER)
    await send(5)
    await toy.until(all_handled)

    assert await toy.count("SELECT count(*) FROM parked") == 0
    assert await toy.count("SELECT count(*) FROM parked_events") == 0
    assert await toy.count("SELECT count(*) FROM dead_letters") == 0
    causes = [row[0] for row in await toy.rows("SELECT cause FROM history WHERE cause LIKE 'case-%'")]
    assert sorted(causes) == sorted(event.id for event in sent)
    assert await toy.count("SELECT count(*) FROM states WHERE convert_from(doc, 'UTF8') NOT LIKE '%resting%'") == 0

    async def told() -> list[bytes]:
        return [dict(record.headers)["ce_id"] for record in await toy.published("texts")]

    async def all_told() -> bool:
        return len(set(await told())) >= len(sent)

    await toy.until(all_told)
    assert len(set(await told())) == len(sent)

    async def newer_alone_is_ready() -> bool:
        answer = await last.ready()
        return bool(answer.get("status") == 200 and answer["partitions"] == PARTITIONS_HEARD)

    await toy.until(newer_alone_is_ready)
    assert "version" in await causes_of(older)
    assert older.end() == 0
