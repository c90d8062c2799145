"""Between whom events flow: out of the catalogue of topics, and the way to the carrier, which is no topic. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.catalogue import TOPICS, Topic

from ...views.database import SERVICES
from .throughput import Came

CALLED = {"crew-app": "crews", "staff-system": "staff system"}
"""Parties that a person calls otherwise than the catalogue does."""


@dataclass(frozen=True, slots=True)
class FlowChannel:
    """`writers` and `readers` are parties with events a second; None where nobody knows. `type_of` of a way that is no
    topic says which events tell of it."""

    name: str
    writers: tuple[tuple[str, float | None], ...]
    readers: tuple[tuple[str, float | None], ...]
    is_topic: bool = True


POSTS = frozenset({"doorstep.text.sent.v1"})
RECEIPTS = frozenset({"doorstep.text.delivered.v1", "doorstep.text.failed.v1", "doorstep.reply.understood.v1"})
CARRIER = (
    ("posts", "notifier", "carrier", POSTS),
    ("reports, replies", "carrier", "notifier", RECEIPTS),
)  # fmt: skip
"""What goes over HTTP is seen by the events that tell of it."""


def channels(rates: Mapping[Came, float], read: Mapping[tuple[str, str], float]) -> tuple[FlowChannel, ...]:
    """`read` is how many records a second each service gets through, by service and topic."""
    return (
        *(_of_topic(topic, rates, read) for topic in TOPICS),
        *(_of_carrier(name, writer, reader, types, rates) for name, writer, reader, types in CARRIER),
    )


def writers(topic: Topic) -> tuple[str, ...]:
    """`any` are those of us who read what others wrote."""
    return tuple(party for each in topic.producers for party in (SERVICES if each == "any" else (each,)))


def _of_topic(topic: Topic, rates: Mapping[Came, float], read: Mapping[tuple[str, str], float]) -> FlowChannel:
    mine = {came: rate for came, rate in rates.items() if came.topic == topic.name}
    parties = writers(topic)
    by_party = {
        party: sum(rate for came, rate in mine.items() if len(parties) == 1 or came.source.split("/")[0] == party)
        for party in parties
    }
    return FlowChannel(
        topic.name,
        tuple(by_party.items()),
        tuple((party, read.get((party, topic.name))) for party in topic.consumers),
    )


def _of_carrier(name: str, writer: str, reader: str, types: frozenset[str], rates: Mapping[Came, float]) -> FlowChannel:
    rate = sum(rate for came, rate in rates.items() if came.type in types)
    return FlowChannel(name, ((writer, rate),), ((reader, rate),), is_topic=False)
