"""Figures in the sentences of decisions: as people write them."""

from datetime import timedelta

import pytest

from shared.decision.figures import amount, counted, doing, lasting, times


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (13_752_500, "TWD", "137,525.00 TWD"), (5_000, "JPY", "5,000 JPY"), (12_050, "KWD", "12.050 KWD"),
        (0, "EUR", "0.00 EUR"), (-150, "EUR", "-1.50 EUR"), (7, "EUR", "0.07 EUR"),
    ],
)  # fmt: skip
def test_money_has_the_digits_of_its_currency(minor: int, currency: str, said: str) -> None:
    assert amount(minor, currency) == said


def test_one_of_a_thing_is_no_plural() -> None:
    assert [counted(number, "day") for number in (0, 1, 2, 1_200)] == ["0 days", "1 day", "2 days", "1,200 days"]
    assert [counted(number, "reply", "replies") for number in (1, 2)] == ["1 reply", "2 replies"]
    told = [doing(number, "event", "waits", "wait") for number in (0, 1, 1_200)]
    assert told == ["0 events wait", "1 event waits", "1,200 events wait"]
    assert [times(number) for number in (0, 1, 3)] == ["0 times", "once", "3 times"]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=142), "5 days 22 hours"), (timedelta(hours=24), "1 day"), (timedelta(minutes=90),
        "1 hour 30 minutes"), (timedelta(days=1, minutes=59), "1 day"), (timedelta(seconds=1), "1 second"),
        (timedelta(minutes=5), "5 minutes"), (timedelta(0), "0 seconds"), (timedelta(hours=-1), "0 seconds"),
        (timedelta(days=8, hours=23, minutes=59, seconds=59), "8 days 23 hours"),
    ],
)  # fmt: skip
def test_a_length_of_time_is_told_in_days_and_hours(span: timedelta, said: str) -> None:
    assert lasting(span) == said
