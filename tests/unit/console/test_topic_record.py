"""What the monitor counts of a record."""

from pathlib import Path

import pytest

from services.console.monitor.topic_record import UNDECODABLE, TopicRecord, moment_s, read, reason_of, short

from .samples import SAMPLES, named, record

EACH = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")


@pytest.mark.parametrize("stamp_s", [None, 0.0, -1.0, -0.001, 1_790_000_000_000.0, 9e15, 1_790_000_700.0])
def test_a_timestamp_that_no_broker_takes_counts_as_now(stamp_s: float | None) -> None:
    assert moment_s(stamp_s, 1_790_000_000.0) == 1_790_000_000.0
    assert moment_s(1_789_999_999.5, 1_790_000_000.0) == 1_789_999_999.5


@EACH
def test_every_golden_sample_has_a_type_and_an_id(path: Path) -> None:
    sighting = read(record(path))
    assert sighting.type != UNDECODABLE
    assert sighting.id


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "tombstone"),
        (b"\xff\xfe", "undecodable"),
        (b"[]", "not-an-object"),
        (b"{}", "unknown-type"),
        (b'{"type":"doorstep.loan.closed.v1"}', "schema"),
        (b"x" * (21 << 20), "too-large"),
    ],
)
def test_what_is_no_event_is_counted_as_undecodable_with_the_reason(value: bytes | None, reason: str) -> None:
    sighting = read(TopicRecord("loans", 0, 0, b"c-1", value, 0.0))
    assert (sighting.type, sighting.reason, sighting.id) == (UNDECODABLE, reason, None)


def test_an_event_of_a_virtual_day_far_ahead_is_counted_like_any_other() -> None:
    path = next(path for path in SAMPLES if path.stem == "a-loan-closed-by-the-bank")
    seen = record(path)
    assert seen.value is not None
    ahead = TopicRecord(seen.topic, 0, 0, seen.key, seen.value.replace(b'"time": "20', b'"time": "21'), 0.0)
    assert ahead.value != seen.value
    assert read(ahead).type == "loan.closed"


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        ("a-visit-ended-not-home", "not-home"),
        ("a-loan-closed-by-the-bank", None),
        ("a-record-with-an-unknown-currency", "schema"),
        ("a-partial-payment", ""),
    ],
)
def test_the_reason_is_the_first_code_that_an_event_gives(sample: str, reason: str | None) -> None:
    found = reason_of(named(sample))
    assert found == reason if reason is not None else found != ""


def test_an_appointment_is_counted_by_the_code_of_its_reason() -> None:
    event = named("a-visit-kept")
    assert reason_of(event) == event.data.reason.code  # type: ignore[attr-defined]


def test_a_crew_that_was_not_found_is_counted_by_the_first_obstacle() -> None:
    event = named("no-crew-left-for-a-booking")
    assert reason_of(event) == event.data.refused[0].code  # type: ignore[attr-defined]


def test_the_first_version_of_a_type_goes_without_saying_and_a_later_one_shows() -> None:
    assert short("doorstep.loan.overdue.v1") == "loan.overdue"
    assert short("doorstep.loan.overdue.v2") == "loan.overdue.v2"
