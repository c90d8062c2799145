"""The codec has two quick ways of doing what a slow one does plainly. Each is held to the slow one here."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import SchemaValidator

from docs.generate.samples import golden
from shared.contracts import codec
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.codec import Malformed, decode_value, encode, encode_parts
from shared.contracts.envelope import Event
from shared.contracts.names_taken import all_taken, names_taken

LATER = datetime(2027, 1, 1, tzinfo=UTC)
SAMPLES = list(golden().items())
PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=64)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=OFFSETS)  # noqa: DTZ001
TRACES = st.none() | st.from_regex(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", fullmatch=True)


@given(st.sampled_from(SAMPLES), st.uuids(), TIMES, PRINTABLE, PRINTABLE, TRACES)
def test_an_event_written_in_parts_has_the_bytes_of_one_that_was_built(
    sample: tuple[Any, dict[str, Any]], event_id: UUID, time: datetime, cause: str, policy: str, trace: str | None
) -> None:
    kind = sample[1]["type"]
    data = BY_TYPE[kind].model_validate_json(json.dumps(sample[1])).data  # type: ignore[attr-defined]
    subject = sample[1]["subject"]
    said: dict[str, Any] = {"source": "scheduler", "subject": subject, "data": data}
    event = BY_TYPE[kind](
        id=str(event_id),
        causationid=cause,
        traceparent=trace,
        policyversion=policy,
        type=kind,
        time=time.astimezone(UTC),
        **said,
    )
    parts = encode_parts(kind, event_id=event_id, cause=cause, policy=policy, trace=trace, time=time, **said)
    assert parts == encode(event)


@given(st.sampled_from(SAMPLES), st.data())
def test_a_field_said_twice_is_found_wherever_it_is_and_nothing_else_is_taken_for_one(
    sample: tuple[Any, dict[str, Any]], data: st.DataObject
) -> None:
    # Names and marks are counted first; fields that nobody knows, escapes and other spacing must not mislead that.
    text = written(sample[1], data.draw)
    found = decode_value(sample[0].parent.name, text.encode(), LATER)
    if said_twice(text):
        assert isinstance(found, Malformed)
        assert found.code == "repeated-field"
    else:
        assert isinstance(found, Event), found


def test_a_field_said_twice_is_not_hidden_by_quotation_marks_that_are_escaped() -> None:
    # Written again an escaped mark is a plain one: as many marks as the field that is said twice adds.
    path, document = next(
        (path, event) for path, event in SAMPLES if event["type"] == "doorstep.appointment.noticed.v1"
    )
    text = json.dumps(document).replace('"version": 1', '"version": 1, "version": 1')
    text = text.replace("delivered 141 hours", "\\u0022delivered\\u0022 141 hours")
    assert text.count('"') == json.dumps(json.loads(text)).count('"')
    found = decode_value(path.parent.name, text.encode(), LATER)
    assert isinstance(found, Malformed)
    assert found.code == "repeated-field"


COLONS = st.sampled_from([":", ": ", " : ", "\t:", "\n:", "\r:"] + [":"] * 30)


@pytest.mark.parametrize("colon", [" :", "\t:", "\n:", "\r:"])
def test_a_field_said_twice_is_not_hidden_by_space_before_its_colon(colon: str) -> None:
    # As many names with a colon right behind them as the event has fields.
    path, document = next((path, event) for path, event in SAMPLES if event["type"] == "doorstep.loan.overdue.v1")
    text = json.dumps(document, separators=(",", ":"))
    text = text.replace('"specversion":"1.0"', f'"specversion":"1.0","specversion"{colon}"1.0"')
    found = decode_value(path.parent.name, text.encode(), LATER)
    assert isinstance(found, Malformed)
    assert found.code == "repeated-field"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample[0].stem)
def test_a_record_without_a_field_that_is_ignored_is_not_written_again(sample: tuple[Any, dict[str, Any]]) -> None:
    event = BY_TYPE[sample[1]["type"]].model_validate_json(json.dumps(sample[1]))
    as_said = event.model_dump_json(exclude_unset=True).encode()
    assert names_taken(event) == as_said.count(b'":')
    assert all_taken(event, as_said)


def written(node: Any, draw: Any) -> str:
    """JSON of `node`, here and there with a field that nobody knows, an escape, or a field that stands there twice."""
    if isinstance(node, list):
        return "[" + ", ".join(written(item, draw) for item in node) + "]"
    if not isinstance(node, dict):
        return json.dumps(node, ensure_ascii=draw(st.booleans()))
    fields = [f"{json.dumps(name)}{draw(COLONS)}{written(value, draw)}" for name, value in node.items()]
    match draw(st.integers(0, 30)):
        case 0:
            fields.append('"nobody-knows": "this"')
        case 1:
            fields.append(draw(st.sampled_from(fields)))
        case 2:
            first = next(iter(node))
            fields[0] = f'"\\u{ord(first[0]):04x}{first[1:]}": {written(node[first], draw)}'
        case 3:
            fields += ['"x": ""', '"x": 1']
    return "{" + ", ".join(fields) + "}"


def said_twice(text: str) -> bool:
    """The plain way to find out."""
    found = False

    def once(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found |= len({name for name, _ in pairs}) < len(pairs)

    json.loads(text, object_pairs_hook=once)
    return found


@pytest.mark.parametrize("name", sorted(codec._MODELS))
def test_what_reads_an_event_is_the_validator_itself_and_not_who_looks_for_it_each_time(name: bytes) -> None:
    assert isinstance(codec._validator(name), SchemaValidator)
