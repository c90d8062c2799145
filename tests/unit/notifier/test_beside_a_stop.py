"""A stop beside a claim stops, and the claim is heard; a claim beside a stop never takes it away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.notifier.hearing.explain import explained

AT = datetime(2026, 11, 30, 10, tzinfo=UTC)
CLAIMS = (
    ("I paid this already, stop texting me", "paid"), ("STOP I paid", "paid"), ("stop paid", "paid"),
    ("STOP ALREADY PAID", "paid"), ("paid last week stop", "paid"), ("STOP 2 i paid", "paid"),
    ("I paid it. quit", "paid"), ("end. its paid", "paid"), ("cancel, paid", "paid"), ("not my debt stop", "dispute"),
    ("I paid this already\nSTOP", "paid"), ("ya pagué\nSTOP", "paid"), ("I don't owe this\nSTOP", "dispute"),
    ("已经还了\nSTOP", "paid"), ("ya pague STOP", "paid"), ("sudah bayar STOP", "paid"),
    ("payment kar diya\nSTOP", "paid"), ("j'ai déjà payé\nSTOP", "paid"), ("já paguei\nSTOP", "paid"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), CLAIMS)
def test_the_stop_counts_and_a_person_reads_the_claim(text: str, claim: str) -> None:
    found = explained(text, "reminder", (), AT, "en")
    assert [meaning.kind for meaning in found.read.reading.meanings][:2] == ["stop", claim]
    assert found.follows.brake == "opted-out"
    assert found.follows.reads is not None


@pytest.mark.parametrize("text", ["stop lying, I paid", "I paid at the bus stop", "don't stop, I paid"])
def test_another_stop_beside_a_claim_is_none(text: str) -> None:
    assert "stop" not in [meaning.kind for meaning in explained(text, "reminder", (), AT, "en").read.reading.meanings]


def test_a_copy_of_ours_above_a_stop_claims_nothing() -> None:
    ours = "> Doorstep Bank: your payment is overdue. Reply 5: trouble paying. No more texts: STOP\nSTOP"
    assert explained(ours, "reminder", (), AT, "en").read.reading.meanings[0].kind == "stop"
