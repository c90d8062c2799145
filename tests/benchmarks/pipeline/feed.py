"""Fills the topic `loans` as a bank would: with overdue loans, one a case, or with what is said of cases later."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from confluent_kafka import Producer

from shared.contracts.codec import encode
from shared.contracts.loans import Loan
from tests.benchmarks.counted.people import later, overdue

FIRST_NTH = 1000
"""Later events are numbered from here, so that none has the id of one that a filled database has."""
WAITING_MAX = 50_000


def first_events(events: int, known: int, at: datetime) -> Iterator[Loan]:
    """Of cases of which nothing is known: `known` of them are taken."""
    return (overdue(number, at) for number in range(known + 1, known + events + 1))


def later_events(events: int, known: int, at: datetime, seed: int = 14) -> Iterator[Loan]:
    """Of random cases among those that are known, each newer than all before it."""
    chosen = random.Random(seed)
    for nth in range(FIRST_NTH, FIRST_NTH + events):
        yield later(chosen.randint(1, known), at - timedelta(hours=1) + timedelta(milliseconds=nth), nth)


def encoded(events: Iterable[Loan]) -> list[tuple[bytes, bytes]]:
    return [(event.subject.encode(), encode(event)) for event in events]


def feed(bootstrap: str, topic: str, records: Iterable[tuple[bytes, bytes]]) -> None:
    """All at once: by a client in C, so that who feeds takes little of the time of those who are measured."""
    producer = Producer({"bootstrap.servers": bootstrap, "linger.ms": 20, "partitioner": "murmur2_random"})
    for number, (key, value) in enumerate(records):
        producer.produce(topic, value, key)
        if number % 1000 == 0:
            producer.poll(0)
            while len(producer) > WAITING_MAX:
                producer.poll(0.01)
    producer.flush()
