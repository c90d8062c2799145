"""What is counted of a record: where it was, its type and its reason. Ids and codes only, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from shared.contracts.codec import Malformed, decode
from shared.contracts.envelope import Event
from shared.contracts.values import Reason

UNDECODABLE = "undecodable"
# Whether a time lies in the future is for the services to say, by their clock, which may be a virtual one.
NO_CLOCK = datetime(2300, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A record as Kafka holds it. `at_s` is its timestamp in seconds since 1970: when it was published, really."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    at_s: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """`type` without its common prefix and first version; `reason` may be empty. An undecodable one has no `id`."""

    type: str
    reason: str
    id: str | None = None
    cause: str | None = None


AHEAD_S_MAX = 600.0


def moment_s(stamp_s: float | None, now_s: float) -> float:
    """When a record was published: its timestamp, or now where that is none.

    Sums are published under their minute, and no broker takes a time that is far ahead (some producers write
    microseconds): they would be tried for ever.
    """
    return stamp_s if stamp_s is not None and 0 < stamp_s <= now_s + AHEAD_S_MAX else now_s


def read(record: TopicRecord) -> Sighting:
    """Never raises: what is no event is seen as `undecodable`, with the refusal's code as its reason."""
    event = decode(record.topic, record.key, record.value, NO_CLOCK)
    if isinstance(event, Malformed):
        return Sighting(UNDECODABLE, event.code)
    return Sighting(short(event.type), reason_of(event), event.id, event.causationid)


@cache
def short(type_name: str) -> str:
    """`loan.overdue` of `doorstep.loan.overdue.v1`; a later version stays visible."""
    return type_name.removeprefix("doorstep.").removesuffix(".v1")


def reason_of(event: Event) -> str:
    """The first code an event gives for itself, in the order of `_CODES`; empty where it gives none."""
    data: object = getattr(event, "data", None)
    for field in _codes_of(type(data)):
        found = _code(getattr(data, field))
        if found:
            return found
    return ""


def _codes_of(kind: type[object]) -> tuple[str, ...]:
    """To ask a model for what it hasn't takes longer than to count the rest of the event."""
    known = _CODES_OF.get(kind)
    if known is None:
        known = _CODES_OF[kind] = tuple(field for field in _CODES if field in getattr(kind, "model_fields", ()))
    return known


_CODES_OF: dict[type[object], tuple[str, ...]] = {}
_CODES = ("outcome", "reason", "refused", "code", "cause", "meanings")


def _code(found: Any) -> str:
    match found:
        case str():
            return found
        case Reason():
            return found.code
        case (first, *_):
            return str(getattr(first, "code", "") or getattr(first, "kind", ""))
        case _:
            return ""
