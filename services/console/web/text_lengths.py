"""How long the texts were that the carrier took, and what they cost: rows of fates → segments by kind. Pure.

A carrier bills segments of what it passed on, delivered or not. What failed never left it, and what is in doubt may not
have reached it: Twilio bills neither (a fee for failing is none of segments).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self

from shared.decision.figures import counted

BILLED = frozenset({"accepted", "sent", "unconfirmed", "delivered", "undelivered"})
NOT_BILLED = frozenset({"intended", "claimed", "withdrawn", "posting", "rejected", "uncertain", "failed"})
CENT = Decimal("0.01")
HOW = "set DOORSTEP_SEGMENT_PRICE to what your carrier takes for a segment, as in 0.0395 EUR"


@dataclass(frozen=True, slots=True)
class SegmentPrice:
    """What a segment costs, by the setting; the carrier's bill may know better."""

    amount: Decimal
    currency: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """`0.0395 EUR`; None of nothing."""
        amount, _, currency = text.partition(" ")
        return cls(Decimal(amount), currency) if text else None

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@dataclass(slots=True)
class TextLengths:
    """Texts of one kind. `texts` are those that were counted; `long` take more than one segment, `wide` go in UCS-2.

    Of `priced` ones the carrier has said what they cost, `prices` by currency; `unpriced` are the others' segments.
    """

    kind: str
    texts: int = 0
    segments: int = 0
    long: int = 0
    wide: int = 0
    otherwise: int = 0
    uncounted: int = 0
    priced: int = 0
    unpriced: int = 0
    prices: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def mean(self) -> str:
        return f"{self.segments / self.texts:.2f}" if self.texts else "-"

    def share(self, part: int) -> str:
        return f"{100 * part / self.texts:.1f} %" if self.texts else "-"

    def cost(self, price: SegmentPrice | None) -> str:
        """By currency; with a sign before what is partly or wholly estimated. Empty where nothing is known."""
        known = dict(self.prices)
        estimated = price.currency if price is not None and self.unpriced else None
        if price is not None and estimated is not None:
            known[estimated] = known.get(estimated, Decimal()) + self.unpriced * price.amount
        return " + ".join(_money(amount, each, about=each == estimated) for each, amount in known.items())

    def __iadd__(self, other: TextLengths) -> Self:
        self.texts += other.texts
        self.segments += other.segments
        self.long += other.long
        self.wide += other.wide
        self.otherwise += other.otherwise
        self.uncounted += other.uncounted
        self.priced += other.priced
        self.unpriced += other.unpriced
        for currency, amount in other.prices.items():
            self.prices[currency] += amount
        return self


def lengths_by_kind(rows: Iterable[Mapping[str, Any]]) -> tuple[TextLengths, ...]:
    """The kind that takes most segments first."""
    found: dict[str, TextLengths] = {}
    for row in rows:
        if row["status"] in BILLED:
            lengths = found.setdefault(row["kind"], TextLengths(row["kind"]))
            lengths += _of_row(row)
    return tuple(sorted(found.values(), key=lambda each: (-each.segments, each.kind)))


def all_lengths(kinds: Iterable[TextLengths]) -> TextLengths:
    total = TextLengths("")
    for each in kinds:
        total += each
    return total


def cost_heading(total: TextLengths, price: SegmentPrice | None) -> str:
    """Over the costs; empty where none is known. What is known of some texts only is not called the cost of all."""
    if price is None and total.unpriced:
        return "known cost" if total.priced else ""
    return "cost" if total.texts else ""


def cost_basis(total: TextLengths, price: SegmentPrice | None) -> str:
    """Whose word the costs are."""
    if not total.priced:
        return f"What they cost: {HOW}." if price is None else f"Estimated at {price} a segment."
    if not total.unpriced:
        return "As the carrier billed them."
    told = f"The carrier has said the price of {total.priced:,} of {counted(total.texts, 'text')}"
    if price is None:
        return f"{told}; of the others: {HOW}."
    return f"{told}; the others are estimated (≈) at {price} a segment."


def length_notes(total: TextLengths) -> tuple[str, ...]:
    notes = []
    if total.otherwise:
        notes.append(f"The carrier counted {total.otherwise:,} of them otherwise than we did: its number stands here.")
    if total.uncounted:
        were = "was" if total.uncounted == 1 else "were"
        is_not = "is not" if total.uncounted == 1 else "are not"
        notes.append(f"{total.uncounted:,} more {were} posted before segments were kept, and {is_not} in here.")
    return tuple(notes)


def _of_row(row: Mapping[str, Any]) -> TextLengths:
    prices = {row["price_unit"]: row["price"]} if row["priced"] else {}
    return TextLengths(
        row["kind"], row["counted"], row["segments"] or 0, row["long"], row["wide"], row["otherwise"],
        row["texts"] - row["counted"], row["priced"], row["unpriced"] or 0, prices,
    )  # fmt: skip


def _money(amount: Decimal, currency: str, *, about: bool) -> str:
    said = "< 0.01" if 0 < amount < CENT / 2 else f"{amount.quantize(CENT, ROUND_HALF_UP):,}"
    return f"{'≈ ' if about else ''}{said} {currency}"
