"""What each event of the catalogue says of a case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.console.model.facts import fact_of
from services.console.views.event_summary import read
from shared.contracts.catalogue import BY_NAME
from shared.contracts.codec import Malformed

GOLDEN = Path("tests/golden")


def samples() -> Iterator[tuple[str, Path]]:
    for topic in BY_NAME:
        for path in sorted((GOLDEN / topic).glob("*.json")):
            yield topic, path


@pytest.mark.parametrize(("topic", "path"), list(samples()))
def test_every_event_is_about_its_case_or_about_none(topic: str, path: Path) -> None:
    event = read(topic, path.read_bytes())
    assert not isinstance(event, Malformed), event
    fact, document = fact_of(event), json.loads(path.read_bytes())
    about = document["data"].get("case", document["subject"])
    expected = about if BY_NAME[topic].key == "case" or "case" in document["data"] else None
    if event.type.startswith("doorstep.plan."):
        expected = None
    assert (fact.case if fact else None) == expected
    if fact is not None:
        assert (fact.at, fact.type) == (event.time, event.type)


def steps_of(name: str) -> dict[str, str]:
    topic = name.partition("/")[0]
    event = read(topic, (GOLDEN / f"{name}.json").read_bytes())
    assert not isinstance(event, Malformed)
    fact = fact_of(event)
    assert fact is not None
    return {step: f"{at:%Y-%m-%d}" for step, at in fact.steps.items()}


def test_a_payment_in_full_ends_a_case_and_one_in_part_does_not() -> None:
    assert set(steps_of("loans/a-payment-in-full")) == {"paid"}
    assert set(steps_of("loans/a-payment-of-more-than-was-owed")) == {"paid"}
    assert steps_of("loans/a-partial-payment") == {}


def test_a_payment_counts_from_when_it_was_booked() -> None:
    path = GOLDEN / "loans/a-payment-booked-after-its-value-date.json"
    document = json.loads(path.read_bytes())
    found = steps_of("loans/a-payment-booked-after-its-value-date")
    assert found == {} or found == {"paid": document["data"]["booked_at"][:10]}


def test_an_overdue_loan_is_due_since_its_oldest_instalment() -> None:
    assert steps_of("loans/an-overdue-loan-of-60-days") == {"overdue": "2026-04-01", "due": "2026-01-31"}
