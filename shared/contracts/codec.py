"""Bytes to events and back. A record that can't be an event is refused with a code, never with an exception.

Refusal codes: `tombstone`, `too-large`, `undecodable`, `not-an-object`, `unknown-type`, `wrong-topic`,
`schema`, `repeated-field`, `key-mismatch`, `time-in-the-future`, `time-in-the-past`. The runtime has
four more, for what only it can know: `same-id-other-content`, `unreadable-batch`, `removed-unread`, `beyond-the-end`.

An event that two readers could read differently is none: a field said twice (RFC 8259 leaves open which one counts),
or a number that JSON does not have (`NaN`), also where nobody looks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from .catalogue import BY_NAME, BY_TYPE, RECORD_BYTES_MAX, type_name
from .envelope import Event
from .names_taken import all_taken
from .schema_words import in_sentences
from .times import NEWS
from .values import Value

FUTURE_MAX = timedelta(days=1)
PAST = datetime(2000, 1, 1, tzinfo=UTC)
"""Older than any loan here, and later than what unset clocks and empty fields show: 1900, 1904, 1970, 1980."""
PAST_DAY = PAST.date()
_BYTES_MAX = {name: topic.bytes_max for name, topic in BY_NAME.items()}
TYPE_SAID = re.compile(rb'"type"\s*:\s*"([a-z0-9.-]{1,80})"')
"""Finds what a record calls its type, before the record is read."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Why a record is no event. `detail` names fields and rules, never values: values may be personal."""

    code: str
    detail: str


def encode(event: Event) -> bytes:
    """Structured-mode CloudEvents JSON; fields without a value are left out."""
    return event.__pydantic_serializer__.to_json(event, exclude_none=True)


def encode_parts(
    kind: str,
    *,
    event_id: UUID,
    source: str,
    subject: str,
    time: datetime,
    cause: str,
    trace: str | None,
    policy: str,
    data: Value,
) -> bytes:
    """The bytes that `encode` would make of these parts, without building the envelope first (a fifth of the time).
    `time` is written in UTC, whatever offset it has.

    For the runtime alone, whose parts are typed and bounded already.
    """
    trace_part = f',"traceparent":"{trace}"' if trace is not None else ""
    head = (
        f'{{"specversion":"1.0","id":"{event_id}","type":"{kind}","source":"{source}","subject":"{subject}",'
        f'"time":"{_instant(time)}","datacontenttype":"application/json",'
        f'"causationid":{_quoted(cause)}{trace_part},"policyversion":{_quoted(policy)},"data":'
    )
    return head.encode() + data.__pydantic_serializer__.to_json(data, exclude_none=True) + b"}"


@lru_cache(256)
def _instant(time: datetime) -> str:
    return time.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _quoted(text: str) -> str:
    return json.dumps(text) if '"' in text or "\\" in text else f'"{text}"'


_HOW_NOT_WHAT = {"traceparent", "causationid", "policyversion"}


def content_of(event: Event) -> bytes:
    """8 bytes of what an event says, however it was written and on whatever way it came."""
    said = event.__pydantic_serializer__.to_json(event, exclude=_HOW_NOT_WHAT, exclude_none=True)
    return blake2b(said, digest_size=8).digest()


def headers(event: Event) -> list[tuple[str, bytes]]:
    """What may be read without opening the value: id, type and trace, nothing personal."""
    found = [("ce_id", event.id.encode()), ("ce_type", event.type.encode())]
    if event.traceparent is not None:
        found.append(("traceparent", event.traceparent.encode()))
    return found


_MODELS = {name.encode(): model for name, model in BY_TYPE.items()}


@cache
def _validator(name: bytes) -> Any:
    """The Rust validator itself: one look-up and one call a record. A model is built when it is first used, and what
    its adapter gives before that would look for the real one with each call."""
    adapter: TypeAdapter[Event] = TypeAdapter(_MODELS[name])
    adapter.rebuild()
    return adapter.validator


def decode(topic: str, key: bytes | None, value: bytes | None, now: datetime) -> Event | Malformed:
    """The event in a record of `topic`, or why there is none. Extra fields are ignored. Never raises."""
    event = decode_value(topic, value, now)
    if isinstance(event, Event) and (key is None or key != event.subject.encode()):
        return Malformed("key-mismatch", "the record's key is not the event's subject")
    return event


def decode_value(topic: str, value: bytes | None, now: datetime) -> Event | Malformed:
    """As `decode`, for a record whose key was checked when it came."""
    if value is None:
        return Malformed("tombstone", "a record without a value")
    bytes_max = _BYTES_MAX.get(topic, RECORD_BYTES_MAX)
    if len(value) > bytes_max:
        return Malformed("too-large", f"{len(value)} bytes, at most {bytes_max}")
    found = TYPE_SAID.search(value)
    event = _read(found.group(1), value) if found is not None else None
    if event is None:
        event = _why_not(value)
    if isinstance(event, Malformed):
        return event
    if event.topic != topic:
        return Malformed("wrong-topic", f"{event.type} does not travel on {topic}")
    return _out_of_time(event, now) or event


@cache
def _times_of(kind: type[Any]) -> tuple[bool, bool]:
    """Does data of that kind say when it was booked, and since when it is due? Asking each for it is slow."""
    known = getattr(kind, "model_fields", {})
    return "booked_at" in known, "due_since" in known


def _out_of_time(event: Event, now: datetime) -> Malformed | None:
    """A clock that runs ahead would beat what is true today; one that was never set loses against everything."""
    data = getattr(event, "data", None)
    kind: Any = type(data)
    has_booked_at, has_due_since = _times_of(kind)
    booked_at = data.booked_at if has_booked_at else None  # type: ignore[union-attr]
    # Comparing aware times costs more than it looks: mostly there is only one.
    first, last = event.time, event.time
    if booked_at is not None:
        first, last = min(first, booked_at), max(last, booked_at)
    if last > now + FUTURE_MAX:
        return Malformed("time-in-the-future", f"the event's time is more than {FUTURE_MAX.days} day ahead")
    if first < PAST or (has_due_since and data.due_since < PAST_DAY):  # type: ignore[union-attr]
        return Malformed("time-in-the-past", f"a time or day before {PAST.year}: a clock or a field that was never set")
    return None


def _read(name: bytes, value: bytes) -> Event | Malformed | None:
    if name not in _MODELS:
        return None
    try:
        event: Event = _validator(name).validate_json(value, extra="ignore", context=NEWS)
    except ValidationError as error:
        # A nested "type" may have been met first; only the outer one counts, so look again, slowly.
        return _why_not(value) if _outer_type(value) != name.decode() else _schema(error.errors(include_url=False))
    return _in_doubt(event, value) or event


def _outer_type(value: bytes) -> str | None:
    try:
        document = _ANY.validate_json(value)
    except ValidationError:
        return None
    found = document.get("type") if isinstance(document, dict) else None
    return found if isinstance(found, str) else None


_ANY: TypeAdapter[Any] = TypeAdapter(Any)


def _why_not(value: bytes) -> Event | Malformed:
    try:
        document = _ANY.validate_json(value)
    except ValidationError:
        return Malformed("undecodable", "not JSON in UTF-8")
    if not isinstance(document, dict):
        return Malformed("not-an-object", "JSON, but not an object")
    name = document.get("type")
    if not isinstance(name, str) or name.encode() not in _MODELS:
        return Malformed("unknown-type", "no event type of that name is in the catalogue")
    try:
        event: Event = _validator(name.encode()).validate_json(value, extra="ignore", context=NEWS)
    except ValidationError as error:
        return _schema(error.errors(include_url=False))
    return _in_doubt(event, value) or event


def _in_doubt(event: Event, value: bytes) -> Malformed | None:
    """Why another reader might not see this event in `value`, if so.

    Mostly that is sure by the names in it (`all_taken`). Otherwise: written again, an event has as many quotation marks
    as its record, unless that holds a field that was ignored or said twice, or an escaped one: only then is the record
    read slowly.
    """
    if all_taken(event, value):
        return None
    again = event.__pydantic_serializer__.to_json(event, exclude_unset=True)
    # One byte is looked for far faster than two, and hardly any record has it.
    if again.count(b'"') == value.count(b'"') and (b"\\" not in value or b"\\u" not in value):
        return None
    try:
        # Digits stay text: a field that nobody reads must not cost the time to make a number of them.
        json.loads(value, object_pairs_hook=_once, parse_constant=_no_number, parse_int=str, parse_float=str)
    except _SaidTwice:
        return Malformed("repeated-field", "a field is said twice, and readers differ in which one counts")
    except ValueError:
        return Malformed("undecodable", "not JSON in UTF-8")
    return None


class _SaidTwice(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise _SaidTwice


def _no_number(name: str) -> None:
    raise ValueError(name)


def _schema(errors: Iterable[Any]) -> Malformed:
    return Malformed("schema", in_sentences(errors)[:300] or "does not fit its schema")


def types_of(topic: str) -> tuple[str, ...]:
    """The event types that travel on a topic."""
    return tuple(type_name(event) for event in BY_NAME[topic].events)
