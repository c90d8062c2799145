"""What the topic of erasures names is forgotten by a database that does not know it (any more)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer

from shared.contracts.codec import encode
from shared.contracts.erasures import Erasure, KeyErased
from shared.privacy.cipher import Unreadable
from shared.privacy.keys import KeyForgotten, KeyRing
from shared.runtime.kafka.erasures import replay_tombstones
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Unavailable
from tests.made_topics import make_catalogue

MASTER = b"m" * 32


@pytest.fixture
async def keys(database_url: str) -> AsyncIterator[PgKeys]:
    """Of an empty database."""
    await migrate(database_url, "notifier", ("shared.runtime.pg",))
    store = PgStore(database_url, "notifier")
    await store.start()
    yield PgKeys(store)
    await store.close()


@pytest.fixture
async def prefix(kafka_bootstrap: str, unique: str) -> str:
    await make_catalogue({"bootstrap_servers": kafka_bootstrap}, prefix=f"{unique}.", partitions=3)
    return f"{unique}."


def erased(kid: str, at: datetime | None = None) -> bytes:
    time = at or datetime.now(UTC)
    return encode(KeyErased(id=str(uuid4()), source="notifier", subject=kid, time=time, data=Erasure(borrower="b1")))


async def say(bootstrap: str, topic: str, *told: tuple[str, bytes | None]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        for kid, value in told:
            await producer.send_and_wait(topic, key=kid.encode(), value=value)


async def sealed(keys: PgKeys, kid: str) -> Any:
    return await KeyRing(keys, MASTER).seal("+447700900042", kid=kid, of="e", field="phone")


async def test_every_key_that_the_topic_names_is_erased_whenever_and_by_whichever_clock_it_was(
    keys: PgKeys, kafka_bootstrap: str, prefix: str
) -> None:
    boxes = {kid: await sealed(keys, kid) for kid in ("b-1", "b-2", "b-3", "b-kept")}
    ahead = datetime(2031, 5, 1, tzinfo=UTC)
    told = [("b-1", erased("b-1")), ("b-2", erased("b-2", ahead)), ("b-1", erased("b-1")), ("b-3", erased("b-3"))]
    await say(kafka_bootstrap, f"{prefix}erasures", *told, ("b-kept", b"not an event"), ("b-kept", None))
    kafka = {"bootstrap_servers": kafka_bootstrap}
    for _ in range(2):
        assert await replay_tombstones(kafka, prefix, keys) == 3
        ring = KeyRing(keys, MASTER)
        for kid in ("b-1", "b-2", "b-3"):
            with pytest.raises(Unreadable):
                await ring.open(boxes[kid], "phone")
            with pytest.raises(KeyForgotten):
                await ring.seal("x", kid=kid, of="e", field="phone")
        assert await ring.open(boxes["b-kept"], "phone") == "+447700900042"


async def test_a_topic_that_is_not_there_or_empty_names_nothing(
    keys: PgKeys, kafka_bootstrap: str, prefix: str
) -> None:
    kafka = {"bootstrap_servers": kafka_bootstrap}
    assert await replay_tombstones(kafka, prefix, keys) == 0
    assert await replay_tombstones(kafka, "nobody-made-these.", keys) == 0


async def test_without_a_broker_it_is_tried_again(keys: PgKeys) -> None:
    with pytest.raises(Unavailable, match="erasures can't be read"):
        await replay_tombstones({"bootstrap_servers": "127.0.0.1:9", "request_timeout_ms": 500}, "", keys)


async def test_a_copy_of_the_row_in_any_moment_of_its_erasure_opens_nothing(keys: PgKeys) -> None:
    box = await sealed(keys, "b-1")
    row = dict(await keys.load(["b-1"]))
    await keys.add(row)
    await keys.forget("b-1")
    await keys.add(row)
    assert await keys.load(["b-1"]) == {}
    await keys._store.fetch(
        "INSERT INTO privacy.data_keys (kid, wrapped) VALUES ('b-1', %(row)s) ON CONFLICT DO NOTHING",
        {"row": row["b-1"]},
    )
    with pytest.raises(Unreadable):
        await KeyRing(keys, MASTER).open(box, "phone")
    await keys.erase({"b-1": "b1"})
    assert await keys._store.fetch("SELECT kid FROM privacy.data_keys", {}) == [], "and what was copied goes again"
    assert await keys._store.fetch("SELECT borrower FROM privacy.forgotten", {}) == [{"borrower": "b1"}]


async def test_a_service_may_add_to_what_was_forgotten_and_take_nothing_back(keys: PgKeys) -> None:
    await keys.forget("b-1")
    for statement in ("DELETE FROM privacy.forgotten", "UPDATE privacy.forgotten SET kid = 'b-2'"):
        with pytest.raises(Exception, match=r"permission denied|InsufficientPrivilege"):
            await keys._store.fetch(statement, {})
