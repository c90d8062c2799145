"""Segments of what the carrier took, by what was said; and their cost, which says whose word it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from services.console.views.text_outcomes import OUTCOMES
from services.console.web.settings import ConsoleSettings
from services.console.web.text_lengths import (
    BILLED,
    NOT_BILLED,
    SegmentPrice,
    TextLengths,
    all_lengths,
    cost_basis,
    cost_heading,
    length_notes,
    lengths_by_kind,
)

EUR = SegmentPrice(Decimal("0.0395"), "EUR")


def row(kind: str, status: str, texts: int, segments: int | None, **more: Any) -> dict[str, Any]:
    """Of texts without the carrier's price, unless `more` says otherwise."""
    counted = {"counted": texts, "segments": segments, "unpriced": segments, "long": 0, "wide": 0, "otherwise": 0}
    return {"kind": kind, "status": status, "texts": texts, **counted, "priced": 0, "price": None, "price_unit": None,
            **more}  # fmt: skip


ROWS = [
    row("offer", "delivered", 6, 12, long=6), row("offer", "undelivered", 2, 2, wide=1),
    row("notice", "sent", 1, 1), row("offer", "failed", 9, 9), row("offer", "uncertain", 1, 1),
    row("offer", "delivered", 2, None, counted=0),
]  # fmt: skip


def test_what_the_carrier_took_is_counted_and_what_never_left_it_is_not() -> None:
    offer, notice = lengths_by_kind(ROWS)
    assert (offer.kind, offer.texts, offer.segments, offer.uncounted) == ("offer", 8, 14, 2)
    assert (offer.mean, offer.share(offer.long), offer.share(offer.wide)) == ("1.75", "75.0 %", "12.5 %")
    assert (notice.kind, notice.texts, notice.mean) == ("notice", 1, "1.00")
    total = all_lengths([offer, notice])
    assert (total.texts, total.segments, total.uncounted) == (9, 15, 2)


def test_every_status_is_billed_or_is_not() -> None:
    assert set(OUTCOMES) == BILLED | NOT_BILLED
    assert not BILLED & NOT_BILLED


def test_nothing_counted_has_no_mean_and_no_share() -> None:
    nothing = all_lengths([])
    assert (nothing.mean, nothing.share(0), nothing.cost(EUR), cost_heading(nothing, EUR)) == ("-", "-", "", "")


def counted(texts: int, segments: int, **more: Any) -> TextLengths:
    return all_lengths(lengths_by_kind([row("offer", "delivered", texts, segments, **more)]))


BY_CARRIER = {"priced": 2, "price": Decimal("0.03"), "price_unit": "USD"}


@pytest.mark.parametrize(
    ("lengths", "price", "heading", "cost", "basis"),
    [
        (counted(4, 6), EUR, "cost", "≈ 0.24 EUR", "Estimated at 0.0395 EUR a segment"),
        (counted(4, 6), None, "", "", "set DOORSTEP_SEGMENT_PRICE"),
        (counted(2, 4, unpriced=0, **BY_CARRIER), EUR, "cost", "0.03 USD", "As the carrier billed them."),
        (counted(2, 4, unpriced=None, **BY_CARRIER), None, "cost", "0.03 USD", "As the carrier billed them."),
        (counted(4, 8, unpriced=4, **BY_CARRIER), None, "known cost", "0.03 USD", "4 texts; of the others: set"),
        (counted(4, 8, unpriced=4, **BY_CARRIER), EUR, "cost", "0.03 USD + ≈ 0.16 EUR", "of 2 of 4 texts; the others"),
        (
            counted(4, 8, unpriced=4, **BY_CARRIER), SegmentPrice(Decimal("0.01"), "USD"), "cost", "≈ 0.07 USD",
            "of 2 of 4 texts; the others are estimated (≈) at 0.01 USD a segment",
        ),
        (counted(1, 1), SegmentPrice(Decimal("0.004"), "USD"), "cost", "≈ < 0.01 USD", "Estimated"),
        (counted(100_000, 150_000), EUR, "cost", "≈ 5,925.00 EUR", "Estimated"),
    ],
)  # fmt: skip
def test_a_cost_says_whose_word_it_is(
    lengths: TextLengths, price: SegmentPrice | None, heading: str, cost: str, basis: str
) -> None:
    assert lengths.cost(price) == cost
    assert basis in cost_basis(lengths, price)
    assert cost_heading(lengths, price) == heading


def test_what_is_not_as_one_might_think_is_said() -> None:
    assert length_notes(counted(3, 3)) == ()
    (otherwise,) = length_notes(counted(3, 3, otherwise=1))
    assert otherwise == "The carrier counted 1 of them otherwise than we did: its number stands here."
    (before,) = length_notes(all_lengths(lengths_by_kind(ROWS)))
    assert before == "2 more were posted before segments were kept, and are not in here."


@pytest.mark.parametrize("text", ["0.0395", "EUR 0.0395", "0,0395 EUR", "-1 EUR", "0.0395 eur", "1e3 EUR", "12345 EUR"])
def test_a_price_that_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        ConsoleSettings.model_validate({"DOORSTEP_SEGMENT_PRICE": text})
    assert ConsoleSettings.model_fields["segment_price"].default == "", "no price is made up"


def test_a_price_is_read_as_it_is_written() -> None:
    assert SegmentPrice.read("0.0395 EUR") == EUR
    assert SegmentPrice.read("") is None
