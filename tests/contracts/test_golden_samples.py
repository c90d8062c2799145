"""Good records, one file each: what every version of the code has to read, and to write the same again."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docs.generate.samples import golden, names_of_each_type
from shared.contracts.catalogue import BY_NAME, BY_TYPE
from shared.contracts.codec import Malformed, decode, encode, headers
from shared.contracts.envelope import Event
from shared.contracts.schema import schema_of
from shared.contracts.values import Sealed
from shared.privacy.cipher import unseal

from .json_schema import violations

LATER = datetime(2027, 1, 1, tzinfo=UTC)
SAMPLES = golden()
EACH = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")


def read(path: Path) -> Event:
    document = SAMPLES[path]
    event = decode(path.parent.name, document["subject"].encode(), path.read_bytes(), LATER)
    assert not isinstance(event, Malformed), event
    return event


@EACH
def test_a_golden_sample_is_read_and_written_back_byte_for_byte(path: Path) -> None:
    event = read(path)
    written = encode(event)
    assert json.dumps(json.loads(written), indent=2, ensure_ascii=False) + "\n" == path.read_text("utf-8")
    again = decode(event.topic, event.subject.encode(), written, LATER)
    assert again == event
    assert encode(event) == written


@EACH
def test_a_golden_sample_fits_its_published_schema(path: Path) -> None:
    document = SAMPLES[path]
    assert violations(schema_of(BY_TYPE[document["type"]]), document) == []


@EACH
def test_a_golden_sample_lies_in_its_topic_s_folder_under_the_key_of_that_topic(path: Path) -> None:
    event = read(path)
    shapes = {"case": event.subject.startswith("case-"), "region": event.subject == "porto"}
    shapes["scope"] = event.subject == "all" or event.subject.partition(":")[0] in ("region", "case")
    shapes["service"] = event.subject in ("notifier", "scheduler", "router")
    shapes["data-key"] = event.subject.startswith("b-")
    shapes["origin"] = event.subject.count(":") == 2
    # A plan is a region's; it travels with the assignments it explains.
    kind = "region" if event.type.startswith("doorstep.plan.") else BY_NAME[event.topic].key
    assert shapes[kind]


@EACH
def test_headers_repeat_id_and_type_and_say_nothing_of_the_person(path: Path) -> None:
    event = read(path)
    named = dict(headers(event))
    assert named["ce_id"].decode() == event.id
    assert named["ce_type"].decode() == event.type
    assert set(named) <= {"ce_id", "ce_type", "traceparent"}


@EACH
def test_every_box_in_a_golden_sample_opens_with_the_golden_key_of_its_owner(path: Path) -> None:
    for field, box in boxes(SAMPLES[path]):
        key = hashlib.sha256(b"doorstep golden key " + box.kid.encode()).digest()
        assert unseal(box, key=key, field=box.field)
        assert field in (box.field, "original")


def boxes(document: Any, field: str = "") -> Iterator[tuple[str, Sealed]]:
    """Every sealed value in a document, with the name of the field that holds it."""
    if isinstance(document, list):
        for item in document:
            yield from boxes(item, field)
    elif isinstance(document, dict) and "box" in document:
        yield field, Sealed.model_validate(document)
    elif isinstance(document, dict):
        for name, value in document.items():
            yield from boxes(value, name)


def test_every_event_type_has_a_golden_sample() -> None:
    assert set(names_of_each_type()) == set(BY_TYPE)


def test_a_field_of_a_newer_producer_is_ignored_at_any_depth() -> None:
    path = next(path for path in SAMPLES if path.stem == "an-overdue-loan-of-60-days")
    newer = json.loads(path.read_text("utf-8"))
    newer["sequence"] = newer["data"]["product"] = newer["data"]["amount"]["rounding"] = "new"
    assert decode("loans", b"case-1042", json.dumps(newer).encode(), LATER) == read(path)


def test_a_type_written_with_escapes_or_behind_a_nested_type_is_still_found() -> None:
    path = next(path for path in SAMPLES if path.stem == "a-plan-signed")
    data = {"type": "doorstep.loan.closed.v1", **SAMPLES[path]["data"]}
    nested = {"data": data, **{name: value for name, value in SAMPLES[path].items() if name != "data"}}
    for value in (json.dumps(nested), json.dumps(SAMPLES[path]).replace("doorstep.", "doorstep\\u002e")):
        assert decode("loans", b"case-1042", value.encode(), LATER) == read(path)


def test_a_subject_said_twice_is_no_event_whichever_one_is_the_key() -> None:
    path = next(path for path in SAMPLES if path.stem == "a-plan-signed")
    twice = path.read_bytes().strip().removesuffix(b"}") + b', "subject": "case-2099"}'
    for key in (b"case-1042", b"case-2099"):
        found = decode("loans", key, twice, LATER)
        assert isinstance(found, Malformed)
        assert found.code == "repeated-field"
