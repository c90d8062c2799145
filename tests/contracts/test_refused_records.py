"""Bad records, one file each, in a folder named after the code they are refused with."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docs.generate.samples import GOLDEN, REFUSED
from shared.contracts.catalogue import BY_TYPE, RECORD_BYTES_MAX
from shared.contracts.codec import FUTURE_MAX, Malformed, decode
from shared.contracts.envelope import Event
from shared.contracts.schema import schema_of

from .json_schema import violations

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
CASE = b"case-1042"
BAD = sorted(REFUSED.glob("*/*.json"))
GOOD = GOLDEN / "loans" / "a-plan-signed.json"
# Rules that a JSON Schema can't say: which currencies and zones exist, which years make sense.
ONLY_THE_DECODER_KNOWS = {
    "an-unknown-currency", "an-unknown-time-zone", "a-time-in-year-one", "a-time-in-year-9999"
}  # fmt: skip


def code(value: bytes | None, topic: str = "loans", key: bytes | None = CASE, now: datetime = NOW) -> str:
    event = decode(topic, key, value, now)
    return event.code if isinstance(event, Malformed) else "accepted"


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_bad_record_is_refused_with_the_code_of_its_folder(path: Path) -> None:
    assert code(path.read_bytes()) == path.parent.name


@pytest.mark.parametrize("path", sorted((REFUSED / "schema").glob("*.json")), ids=lambda path: path.stem)
def test_a_record_refused_for_its_schema_does_not_fit_the_published_schema_either(path: Path) -> None:
    document = json.loads(path.read_bytes())
    broken = violations(schema_of(BY_TYPE[document["type"]]), document)
    assert bool(broken) != (path.stem in ONLY_THE_DECODER_KNOWS), broken


def test_every_code_that_a_file_can_show_has_files() -> None:
    codes = {path.name for path in REFUSED.iterdir()}
    assert codes == {
        "undecodable", "not-an-object", "unknown-type", "wrong-topic", "schema", "key-mismatch", "time-in-the-future",
        "time-in-the-past",
    }  # fmt: skip


def test_a_tombstone_is_refused() -> None:
    assert code(None) == "tombstone"


@pytest.mark.parametrize("size", [RECORD_BYTES_MAX + 1, 10 << 20])
def test_a_record_too_large_is_refused_before_it_is_read(size: int) -> None:
    assert code(b" " * size) == "too-large"


def test_a_record_of_just_the_size_allowed_is_read() -> None:
    value = GOOD.read_bytes()
    assert code(value + b" " * (RECORD_BYTES_MAX - len(value)), now=NOW + timedelta(days=10)) == "accepted"


def test_a_dead_letter_may_be_as_large_as_the_record_that_it_holds() -> None:
    letter = json.loads((GOLDEN / "dead-letters" / "a-record-with-an-unknown-currency.json").read_bytes())
    letter["data"]["original"]["box"] = "A" * (10 << 20)
    value = json.dumps(letter).encode()
    assert code(value, "dead-letters", letter["subject"].encode()) == "accepted"


@pytest.mark.parametrize("opener", ["[", '{"a":'])
def test_a_record_nested_without_end_is_refused(opener: str) -> None:
    assert code((opener * 50_000).encode()) == "undecodable"


@pytest.mark.parametrize("key", [None, b"", b"case-1042 ", b"CASE-1042", b"\xff"])
def test_a_key_that_is_not_exactly_the_subject_is_refused(key: bytes | None) -> None:
    assert code(GOOD.read_bytes(), key=key, now=NOW + timedelta(days=10)) == "key-mismatch"


def test_a_clock_a_little_ahead_is_forgiven_and_no_more() -> None:
    document = json.loads(GOOD.read_bytes())
    for ahead, expected in ((FUTURE_MAX, "accepted"), (FUTURE_MAX + timedelta(seconds=1), "time-in-the-future")):
        document["time"] = (NOW + ahead).isoformat()
        assert code(json.dumps(document).encode()) == expected


def test_a_refusal_names_fields_and_rules_but_never_a_value() -> None:
    path = REFUSED / "schema" / "a-phone-in-clear.json"
    refused = decode("loans", CASE, path.read_bytes(), NOW)
    assert refused == Malformed("schema", "data.person.phone is no object")


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_at_all_raise(value: bytes) -> None:
    assert isinstance(decode("loans", CASE, value, NOW), Malformed)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_good_record_with_any_one_byte_changed_is_an_event_or_refused_but_never_raises(data: st.DataObject) -> None:
    value = bytearray(GOOD.read_bytes())
    value[data.draw(st.integers(0, len(value) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(decode("loans", CASE, bytes(value), NOW + timedelta(days=10)), Event | Malformed)
