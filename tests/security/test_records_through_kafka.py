"""The whole corpus over the real topics into a real notifier: nothing is lost, nothing stops, nothing leaks."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from shared.contracts.catalogue import RECORD_BYTES_MAX
from shared.contracts.codec import decode
from shared.contracts.dead_letters import DeadLetter
from tests.integration.runtime.service_runner import PARTITIONS, ServiceRunner

from .corpus import FLOOD_EVENTS, FLOODED, NOW, RECORDS, BadRecord, flood, seen_in, sound_on
from .corpus.record import bad
from .running_notifier import RunningNotifier, running_notifier

END = bad("the end", "undecodable", lambda doc, now: b"the end", "no JSON")
HANDLED = "SELECT aggregate FROM history UNION SELECT substr(scope, 6) FROM switches"
Origin = tuple[str, int, int]
MEMORY_BYTES_MAX = 400 << 20
STATE_BYTES_MAX = 8192
LETTER_BYTES_MAX = RECORD_BYTES_MAX + 1


async def test_bad_records_become_letters_sound_ones_behind_them_are_handled_and_nothing_personal_shows(
    database_url: str, kafka_bootstrap: str, unique: str, tmp_path: Path
) -> None:
    async with running_notifier(database_url, kafka_bootstrap, unique, tmp_path) as there:
        origins = await send_all(there.runner)
        dead = {origin: record for origin, record in origins.items() if record.is_dead}
        letters = await there.hear("dead-letters", len(dead))
        assert there.alive()
        assert there.memory_bytes() < MEMORY_BYTES_MAX
        assert {origin: record.expected for origin, record in dead.items()} == codes(letters)
        assert len(letters) == len(dead) == await there.runner.count("SELECT count(*) FROM dead_letters"), "one each"
        await check_originals(there, letters, dead)
        await check_events(there)
        handled = {case for (case,) in await there.runner.rows(HANDLED)}
        assert [r.name for number, r in enumerate(RECORDS) if f"behind-{number}" not in handled] == []
        assert await there.runner.count("SELECT count(*) FROM parked") == 0
        assert await there.runner.count("SELECT count(*) FROM texts") == 0
        ((version, length),) = await there.runner.rows(
            f"SELECT version, length(doc) FROM states WHERE aggregate = '{FLOODED}'"
        )
        assert version == FLOOD_EVENTS
        assert length < STATE_BYTES_MAX, "a case does not grow with its events"
        for name, text in (await shown(there, letters)).items():
            assert seen_in(text) == [], name


async def send_all(runner: ServiceRunner) -> dict[Origin, BadRecord]:
    """The corpus, each record with a sound one right behind it on its partition, and the flood. Where each went.

    The last record of each partition is a bad one too: when its letter comes, all before it is done.
    """
    producer = AIOKafkaProducer(bootstrap_servers=runner.bootstrap, max_request_size=20 << 20)
    await producer.start()
    try:
        sent, rest = {}, []
        for number, record in enumerate(RECORDS):
            partition = zlib.crc32(record.case.encode()) % PARTITIONS
            topic = runner.prefix + record.topic
            sent[await producer.send(topic, record.value(), record.key, partition)] = record
            key, value = sound_on(record.topic, f"behind-{number}", NOW)
            rest.append(await producer.send(topic, value, key, partition))
        for value in flood():
            rest.append(await producer.send(runner.prefix + "loans", value, FLOODED.encode(), 0))
        for topic in {record.topic for record in RECORDS}:
            for partition in range(PARTITIONS):
                sent[await producer.send(runner.prefix + topic, END.value(), END.key, partition)] = replace(
                    END, topic=topic
                )
        await producer.flush()
        told = {await future: record for future, record in sent.items()}
        return {(record.topic, meta.partition, meta.offset): record for meta, record in told.items()}
    finally:
        await producer.stop()


def codes(letters: list[Any]) -> dict[Origin, str]:
    told = [event_of(letter).data for letter in letters]
    return {(data.origin_topic, data.partition, data.offset): data.code for data in told}


def event_of(letter: Any) -> DeadLetter:
    event = decode("dead-letters", letter.key, letter.value, NOW)
    assert isinstance(event, DeadLetter), event
    return event


async def check_originals(there: RunningNotifier, letters: list[Any], dead: dict[Origin, BadRecord]) -> None:
    """The row holds the very bytes, and the letter too unless they are huge; the quarantine key alone opens them."""
    kept = {str(name): box for name, box in await there.runner.rows("SELECT id, original FROM dead_letters")}
    keys = there.keys
    for event in map(event_of, letters):
        data = event.data
        value = dead[data.origin_topic, data.partition, data.offset].value()
        assert data.size_bytes == len(value or b"")
        if value is not None:
            assert keys.look_at(kept[event.id], event.id) == value
        if value is None or len(value) > LETTER_BYTES_MAX:
            assert data.original is None
        else:
            assert data.original is not None
            assert keys.look_at(data.original.box, event.id) == value


async def check_events(there: RunningNotifier) -> None:
    """What is an event after all was decided on exactly once, what is a repetition never again."""
    rows = await there.runner.rows("SELECT aggregate, cause, reason, changes::text FROM history ORDER BY version")
    reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for case, cause, reason, _ in rows:
        reasons[case, cause].append(reason)
    for record in RECORDS:
        if record.expected == "handled":
            reason = reasons[record.case, record.event_id()].pop(0)
            assert record.reason in (None, reason), record.name
    ours = {record.case for record in RECORDS}
    # A record that can't be read holds the case that it names, beside what was decided on the others.
    more = {decided: left for decided, left in reasons.items() if left and decided[0] in ours}
    assert {reason for left in more.values() for reason in left} <= {"unread-record"}
    assert "999999" not in str([changes for case, _, _, changes in rows if case == "ids"]), "the first body counts"


async def shown(there: RunningNotifier, letters: list[Any]) -> dict[str, str]:
    """Everything that may be read without opening a box."""
    read = [event_of(letter) for letter in letters]
    unboxed = [event.model_copy(update={"data": event.data.model_copy(update={"original": None})}) for event in read]
    texts = await there.runner.published("texts")
    return {
        "log": there.logged(),
        "http": await there.told(),
        "letters": "\n".join(event.model_dump_json() for event in unboxed),
        "keys and headers": "\n".join(repr((record.key, record.headers)) for record in [*letters, *texts]),
        "rows": repr(await there.runner.rows("SELECT topic, code, detail FROM dead_letters")),
        "history": repr(await there.runner.rows("SELECT * FROM history")),
    }
