"""A topic is deleted while a service writes to it: what goes there waits with its case, all else is published, and when
the topic is back everything is in it once, in order.
"""

from __future__ import annotations

import json
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient

from tests.apart import campaign
from tests.made_topics import make_topics

from .service_runner import PARTITIONS, Replica, ServiceRunner, overdue

pytestmark = campaign
SLOW_S = 90.0


async def said(replica: Replica, refused: dict[str, int]) -> dict[str, Any] | None:
    found = await replica.ready()
    return found if found.get("refused") == refused else None


async def test_a_topic_that_is_gone_holds_up_what_goes_there_and_nothing_else(toy: ServiceRunner) -> None:
    replica = toy.start()
    await toy.send([overdue("c-1", "first")])

    async def told(topic: str, number: int) -> bool:
        return len(await toy.published(topic)) >= number

    await toy.until(lambda: told("texts", 1), seconds=SLOW_S)
    admin = AIOKafkaAdminClient(bootstrap_servers=toy.bootstrap)
    await admin.start()

    async def nothing_waits() -> bool:
        return await toy.count("SELECT count(*) FROM outbox") == 0

    async def is_gone() -> bool:
        return f"{toy.prefix}texts" not in await admin.list_topics()

    try:
        await admin.delete_topics([f"{toy.prefix}texts"])
        await toy.until(is_gone)  # until then it takes records that go with it
        await toy.send([overdue("c-1", "second"), overdue("c-2", "first"), overdue("c-1", "third")])
        await toy.until(lambda: said(replica, {"texts": 2}), seconds=SLOW_S)
        assert await toy.count("SELECT count(*) FROM outbox") == 3
        await toy.send_raw([(b"bad", b"\xff")])
        await toy.until(lambda: told("dead-letters", 1), seconds=SLOW_S)
        waits = (await replica.ready())["waiting_for"]
        assert waits["outbox"].startswith("Kafka shows us no topic texts: 2 events wait")
        await make_topics(toy.bootstrap, f"{toy.prefix}texts", partitions=PARTITIONS)
        await toy.read_anew("texts")
        await toy.until(lambda: told("texts", 3), seconds=SLOW_S)
        await toy.until(nothing_waits, seconds=SLOW_S)
    finally:
        await admin.close()
    cases = [json.loads(record.value)["causationid"] for record in await toy.published("texts")]
    assert sorted(cases) == ["first", "second", "third"]
    assert cases.index("second") < cases.index("third")
    await toy.until(lambda: said(replica, {}), seconds=SLOW_S)
