"""What the tail counts of a record without reading it, and what it makes of it for whoever looks."""

from __future__ import annotations

from typing import Any

import pytest
from aiokafka.structs import ConsumerRecord

from services.console.web.flow.throughput import Came
from services.console.web.stream.reader import KEPT_BYTES_MAX, came, readable
from tests.browser.events import thrown

TOPIC, KEY, EVENT = thrown(7)


def record(value: bytes | None, headers: tuple[tuple[str, bytes], ...] = ()) -> ConsumerRecord[Any, Any]:
    return ConsumerRecord(TOPIC, 0, 5, 1762000000000, 0, KEY, value, None, 3, len(value or b""), headers)


def test_an_event_is_counted_by_its_type_and_its_source() -> None:
    assert came(TOPIC, EVENT) == Came(TOPIC, "doorstep.switch.stopped.v1", "console")


@pytest.mark.parametrize("value", [None, b"", b"{", b'{"type": "doorstep.no.such.v1", "source": "x"}', b"\xff" * 40])
def test_what_is_no_event_is_counted_as_that(value: bytes | None) -> None:
    assert came(TOPIC, value) == Came(TOPIC, "", "")


def test_a_record_is_readable_when_somebody_looks() -> None:
    seen = readable(TOPIC, record(EVENT, (("ce_type", b"stopped"),)))()
    assert (seen.subject, seen.type, seen.headers) == ("case:burst-7", "doorstep.switch.stopped.v1", "ce_type=stopped")


@pytest.mark.parametrize("where", ["value", "header"])
def test_of_a_large_record_only_what_is_shown_is_kept(where: str) -> None:
    large = b"x" * KEPT_BYTES_MAX
    heard = record(large + b"x") if where == "value" else record(EVENT, (("h", large),))
    made = readable(TOPIC, heard)
    assert made() is made()
    assert len(made().said) + len(made().headers) < 1_000
