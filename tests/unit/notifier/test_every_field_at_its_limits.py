"""Every event of the bank with every field at its limits: decided on, or set aside and its case held."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from shared.contracts.catalogue import BY_NAME, type_name
from shared.contracts.codec import Malformed, decode, encode
from shared.contracts.subjects import subjects

from .events import (
    CASE,
    NOW,
    bounces,
    breaks_plan,
    closes,
    corrected,
    dispute_ends,
    disputes,
    held,
    lifted,
    overdue,
    pays,
    signs_plan,
)  # fmt: skip
from .given import given

EVENTS = [
    overdue(), pays(0), bounces(5), signs_plan(), breaks_plan(), disputes(), dispute_ends(), held(), lifted(),
    corrected(), closes(),
]  # fmt: skip
LIMITS: tuple[Any, ...] = (
    None, "", " ", 0, -1, 1, 10**15, -(10**15), 10**15 + 1, -(10**15) - 1, 2**63, 2**64, 1.5, True, "120", "x" * 5000,
    [], {}, "1970-01-01T00:00:00Z", "1900-01-01", "9999-12-31T23:59:59Z", "9999-12-31", "2026-11-24", "2099-01-01",
    "WRITTEN_OFF", "a cause nobody knows", "EUR", "XTS", "\x00", "ü",
)  # fmt: skip


def paths(node: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in node.items():
        yield (*at, name)
        if isinstance(value, dict):
            yield from paths(value, (*at, name))


def spoilt(document: dict[str, Any], path: tuple[str, ...], by: Any) -> bytes:
    copy = json.loads(json.dumps(document))
    place = copy
    for step in path[:-1]:
        place = place[step]
    if by is LIMITS:
        del place[path[-1]]
    else:
        place[path[-1]] = by
    return json.dumps(copy).encode()


def test_the_table_has_every_event_of_the_bank() -> None:
    assert {event.type for event in EVENTS} == {type_name(event) for event in BY_NAME["loans"].events}


def test_whatever_a_field_says_the_record_is_decided_on_or_names_the_case_that_is_held_for_it() -> None:
    decided = held_for = 0
    for event in EVENTS:
        document = json.loads(encode(event))
        for path in paths(document):
            for by in (*LIMITS, LIMITS):
                value = spoilt(document, path, by)
                read = decode("loans", CASE.encode(), value, NOW)
                if isinstance(read, Malformed):
                    assert CASE in subjects(CASE.encode(), value), (event.type, path, by)
                    held_for += 1
                elif type(read) is type(event) and by is not None:
                    decided += 1
                    if decided % 7 == 0:  # each reads the same way; deciding on all would take long
                        given(overdue(time=NOW), read)
    assert decided > 100
    assert held_for > 1_000
