"""Golden samples as events and as records of the monitor."""

from __future__ import annotations

import json
from pathlib import Path

from services.console.monitor.topic_record import NO_CLOCK, TopicRecord
from shared.contracts.catalogue import BY_NAME
from shared.contracts.codec import Malformed, decode_value
from shared.contracts.envelope import Event

GOLDEN = Path(__file__).parents[2] / "golden"
SAMPLES = sorted(path for path in GOLDEN.glob("*/*.json") if path.parent.name in BY_NAME)


def event_of(path: Path) -> Event:
    event = decode_value(path.parent.name, path.read_bytes(), NO_CLOCK)
    assert not isinstance(event, Malformed), event
    return event


def named(name: str) -> Event:
    """The sample whose file is called so."""
    (path,) = (path for path in SAMPLES if path.stem == name)
    return event_of(path)


def record(path: Path, *, offset: int = 0, partition: int = 0, at_s: float = 60.0) -> TopicRecord:
    value = path.read_bytes()
    return TopicRecord(path.parent.name, partition, offset, json.loads(value)["subject"].encode(), value, at_s)


def secrets(path: Path) -> set[str]:
    """Every sealed box of a sample."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "box" in value:
                found.add(str(value["box"]))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(json.loads(path.read_bytes()))
    return found
