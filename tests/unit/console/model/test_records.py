"""Where events stand: under their id and their case, the first place of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.console.model.records import EventPlace, place_id, told

OVERDUE = Path("tests/golden/loans/an-overdue-loan-of-60-days.json").read_bytes()
REPLANNED = Path("tests/golden/assignments/a-region-s-day-replanned.json").read_bytes()


@dataclass
class Record:
    topic: str
    partition: int
    offset: int
    value: bytes | None
    timestamp: int = 1_775_030_400_000


def test_two_cases_may_have_events_of_one_id() -> None:
    other = OVERDUE.replace(b"case-1042", b"case-7")
    found = told([("loans", Record("loans", 0, 5, OVERDUE)), ("loans", Record("loans", 1, 9, other))])
    assert {id: place.position for id, place in found.places.items()} == {
        place_id("bank-000001", "case-1042"): 5, place_id("bank-000001", "case-7"): 9,
    }  # fmt: skip


def test_of_one_that_stands_twice_the_first_place_counts_in_whatever_order_it_is_read() -> None:
    first, second = (("loans", Record("loans", 0, place, OVERDUE)) for place in (3, 8))
    assert told([first, second]).places == told([second, first]).places
    assert str(next(iter(told([second, first]).places.values()))) == "loans/0@3"


def test_what_is_about_no_case_has_a_place_and_says_nothing() -> None:
    found = told([("assignments", Record("assignments", 0, 1, REPLANNED))])
    assert (len(found.places), found.facts) == (1, [])


def test_what_is_no_event_is_counted() -> None:
    found = told([("loans", Record("loans", 0, 1, None)), ("loans", Record("loans", 0, 2, b"{"))])
    assert (found.refused, found.places, found.facts) == (2, {}, [])


def test_places_are_ordered_by_topic_partition_and_offset() -> None:
    at = next(iter(told([("loans", Record("loans", 0, 1, OVERDUE))]).places.values())).at
    assert (
        EventPlace("loans", 0, 9, at).order < EventPlace("loans", 0, 10, at).order < EventPlace("texts", 0, 1, at).order
    )
