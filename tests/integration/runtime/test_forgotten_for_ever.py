"""A person who was forgotten is gone from every table, topic and log, and stays so when a backup is restored."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from psycopg import sql

from services.notifier.bootstrap import MIGRATIONS
from services.notifier.shell.forgetting import forget_again
from services.notifier.shell.posting import post_texts
from shared.contracts.catalogue import TOPICS
from shared.contracts.codec import encode
from shared.contracts.operations import PersonForgotten
from shared.contracts.values import Sealed
from shared.privacy.cipher import Unreadable
from shared.privacy.keys import KeyRing
from shared.runtime.kafka.erasures import replay_tombstones
from shared.runtime.kafka.producer import KafkaOut
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.ports import Outgoing, Record
from shared.runtime.steps.consume import sort_out
from shared.runtime.steps.relay import adopt_outbox, relay_outbox
from shared.runtime.steps.transact import transact
from shared.runtime.steps.whose import for_their_persons
from tests.made_topics import make_catalogue
from tests.unit.notifier.events import CASE
from tests.unit.notifier.notifier_process import (
    KEYS,
    PHONE,
    NotifierProcess,
    notifier_process,
    operator_asks,
)
from tests.unit.notifier.test_replies_kept import says
from tests.unit.notifier.test_whose_number import goes_out, writes

HASH = KEYS.phone_hash(PHONE)
NAME, ADDRESS, WORDS, NOTE = "Eva", "Rua 1", "the dog bites", "Zebulon Quartz, who lives upstairs"
SENTINELS = (PHONE, HASH, ADDRESS, WORDS, NOTE)
PARTITIONS = 2


@pytest.fixture
async def prefix(kafka_bootstrap: str, unique: str) -> str:
    await make_catalogue({"bootstrap_servers": kafka_bootstrap}, prefix=f"{unique}.", partitions=PARTITIONS)
    return f"{unique}."


@asynccontextmanager
async def copied(url: str) -> AsyncIterator[str]:
    """A copy of the database as it is now: what a backup would bring back."""
    name = url.partition("?")[0].rpartition("/")[2]
    server = url.replace(f"/{name}", "/postgres")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (f"{name}_copy", name))))
        yield url.replace(f"/{name}", f"/{name}_copy")
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(f"{name}_copy")))


async def a_life(notifier: NotifierProcess, out: KafkaOut) -> Any:
    """Texts, a reply that a person has to read, one that is understood, a letter with their name in clear."""
    event = await notifier.known()
    said = Outgoing(BANKS, "bank", "loans", CASE, encode(event), event.type, None)
    await out.publish([said])
    await notifier.hear(event)
    await notifier.settle()
    await post_texts(notifier.desk)
    await notifier.settle()
    await says(notifier, "SM1", WORDS)
    await writes(notifier, f"who is this? {WORDS}")
    document = json.loads(encode(event)) | {"id": "broken", "note": NOTE, "data": {"person": {"borrower": "b1"}}}
    for number, value in enumerate((json.dumps(document).encode(), f'{{"subject": "{CASE}", "n": "{NOTE}"'.encode())):
        record = Record("loans", 0, 900 + number, CASE.encode(), value, notifier.clock.at)
        inputs, apart = sort_out(notifier.deciding, [record], notifier.clock.at)
        await transact(notifier.deciding, inputs, await for_their_persons(notifier.deciding, apart))
    await notifier.settle()
    await published(notifier, out)
    return event


BANKS = uuid4()


async def published(notifier: NotifierProcess, out: KafkaOut) -> None:
    relay = notifier.deciding.relay
    while await relay_outbox(relay, notifier.store, out) + await adopt_outbox(relay, notifier.store):
        pass


async def tables(notifier: NotifierProcess) -> dict[str, str]:
    """What stands in each table, as text."""
    found = await notifier.rows(
        "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables"
        " WHERE table_schema IN ('notifier', 'privacy') AND table_type = 'BASE TABLE'"
    )
    told: dict[str, str] = {}
    for table in found:
        rows = await notifier.rows(f"SELECT * FROM {table['name']}")
        told[table["name"]] = "\n".join(_text(value) for row in rows for value in row.values())
    return told


def _text(value: Any) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


async def topics(bootstrap: str, prefix: str) -> dict[str, str]:
    async with AIOKafkaConsumer(bootstrap_servers=bootstrap) as consumer:
        at = [TopicPartition(prefix + topic.name, number) for topic in TOPICS for number in range(PARTITIONS)]
        ends = await consumer.end_offsets(at)
        consumer.assign(at)
        await consumer.seek_to_beginning(*at)
        told: dict[str, str] = {}
        left = sum(ends.values())
        while left:
            for place, records in (await consumer.getmany(timeout_ms=500)).items():
                left -= len(records)
                name = place.topic.removeprefix(prefix)
                for one in records:
                    told[name] = told.get(name, "") + f"{one.key!r}{_text(one.value or b'')}{one.headers!r}\n"
    return told


def boxes(text: str) -> Iterator[Sealed]:
    """Everything in a text that is sealed, also in a string within a string."""
    decoder = json.JSONDecoder()
    for start in (place for place, letter in enumerate(text) if letter == "{" and text[place : place + 6] == '{"kid"'):
        try:
            document, _ = decoder.raw_decode(text, start)
            yield Sealed.model_validate(document)
        except ValueError:
            continue


async def readable(text: str, ring: KeyRing) -> str:
    """The text with all that anybody who has the database and the master key can open of it."""
    found = [text]
    for one in boxes(text.replace('\\"', '"')):
        try:
            found.append(await ring.open(one, one.field))
        except Unreadable:
            if one.kid == "quarantine":
                found.append(KEYS.look_at(one.box, one.of).decode("utf-8", "replace"))
    return "\n".join(found)


async def open_letters(notifier: NotifierProcess) -> str:
    rows = await notifier.rows("SELECT id, original FROM dead_letters WHERE original <> 'erased'")
    found = [row for row in rows if not row["original"].startswith("{")]
    return "\n".join(KEYS.look_at(row["original"], row["id"]).decode() for row in found)


async def standing(notifier: NotifierProcess, bootstrap: str, prefix: str) -> dict[str, list[str]]:
    """Which sentinels can be read where, by whoever has everything that we have."""
    ring = KeyRing(PgKeys(notifier.store), KEYS.wrap)
    places = await tables(notifier) | {
        f"topic {name}": text for name, text in (await topics(bootstrap, prefix)).items()
    }
    places = {place: await readable(text, ring) for place, text in places.items()}
    places["opened letters"] = await open_letters(notifier)
    return {place: seen for place, text in places.items() if (seen := [one for one in SENTINELS if one in text])}


async def test_nothing_of_them_can_be_read_anywhere_and_a_restored_database_forgets_them_too(
    database_url: str, kafka_bootstrap: str, prefix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    await migrate(database_url, "notifier", MIGRATIONS)
    kafka: dict[str, Any] = {"bootstrap_servers": kafka_bootstrap}
    out = KafkaOut(kafka, prefix=prefix)
    try:
        async with notifier_process(database_url) as notifier:
            event = await a_life(notifier, out)
            before = await standing(notifier, kafka_bootstrap, prefix)
            assert {one for seen in before.values() for one in seen} == set(SENTINELS), "the test looks where they are"
            row = (await notifier.rows("SELECT wrapped FROM privacy.data_keys WHERE kid = 'b-b1'"))[0]["wrapped"]
            clock = notifier.clock
        async with copied(database_url) as backup:
            async with notifier_process(database_url, clock=clock) as notifier:
                notifier.offsets = 100
                assert await operator_asks(notifier, PersonForgotten, borrower="b1") == ""
                await notifier.settle()
                await published(notifier, out)
                assert await standing(notifier, kafka_bootstrap, prefix) == {"topic loans": [HASH]}, "the bank's record"
                await notifier.rows(
                    "INSERT INTO privacy.data_keys (kid, wrapped) VALUES ('b-b1', %(row)s)", row=bytes(row)
                )
                assert await standing(notifier, kafka_bootstrap, prefix) == {"topic loans": [HASH]}, "the row came back"
                assert await goes_out(notifier) == 0
            async with notifier_process(backup, clock=clock) as restored:
                assert await KeyRing(PgKeys(restored.store), KEYS.wrap).open(event.data.person.phone, "phone") == PHONE
                assert await replay_tombstones(kafka, prefix, PgKeys(restored.store)) == 1
                with pytest.raises(Unreadable):
                    await KeyRing(PgKeys(restored.store), KEYS.wrap).open(event.data.person.phone, "phone")
                assert await forget_again(restored.store, restored.clock) == 1
                await restored.settle()
                assert await standing(restored, kafka_bootstrap, prefix) == {"topic loans": [HASH]}
                assert (await restored.reasons())[-1] == "forgotten-person"
                assert await goes_out(restored) == 0
    finally:
        await out.close()
    logged = "".join(capfd.readouterr())
    assert not [one for one in (*SENTINELS, base64.b64encode(PHONE.encode()).decode()) if one in logged]
