"""What the carrier says of a text's size and price is read as it is meant, and nothing else is taken for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.notifier.shell.charge import NOT_SAID, Charge, charge_of


@pytest.mark.parametrize(
    ("segments", "price", "unit", "said"),
    [
        ("2", None, "USD", Charge(2)),
        ("0", None, "USD", NOT_SAID),
        (None, None, None, NOT_SAID),
        ("1", "-0.00750", "USD", Charge(1, Decimal("0.00750"), "USD")),
        ("3", "0.1", "eur", Charge(3, Decimal("0.1"), "EUR")),
        (2, "0", "JPY", Charge(2, Decimal(0), "JPY")),
        ("1", "-0.00750", None, Charge(1)),
        ("1", "NaN", "USD", Charge(1)),
        ("1", "1e9", "USD", Charge(1)),
        ("1", "-0.0075\n", "USD", Charge(1)),
        ("-1", "", "dollars", NOT_SAID),
        ("1000", "-1234567", "USD", NOT_SAID),
        ("٣", "٣", "USD", NOT_SAID),
        (object(), object(), object(), NOT_SAID),
    ],
)
def test_a_charge_is_what_an_answer_says(segments: object, price: object, unit: object, said: Charge) -> None:
    assert charge_of(segments, price, unit) == said
    assert bool(said) == (said != NOT_SAID)
