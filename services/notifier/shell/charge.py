"""What a carrier says of the size of a text and of its price, as Twilio's Messages API shows it.

`num_segments` is "0" until a messaging service has chosen a sender; `price` is null until the text is billed, then what
is taken off the balance, so below zero; `price_unit` a currency in ISO 4217. What is not understood is not said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SEGMENTS = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
PRICE = re.compile(r"-?([0-9]{1,6}(?:\.[0-9]{1,8})?)", re.ASCII)
CURRENCY = re.compile(r"[A-Za-z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Charge:
    """None: it does not say, or not yet. `price` is what all segments cost together, in `currency`."""

    segments: int | None = None
    price: Decimal | None = None
    currency: str | None = None

    def __bool__(self) -> bool:
        return self.segments is not None or self.price is not None


NOT_SAID = Charge()


def charge_of(segments: object, price: object, unit: object) -> Charge:
    """As it stands in an answer, whatever that is. A price without its currency is none."""
    number = SEGMENTS.fullmatch(str(segments))
    amount, currency = PRICE.fullmatch(str(price)), CURRENCY.fullmatch(str(unit))
    counted = int(number.group()) if number is not None else None
    if amount is None or currency is None or price is None or unit is None:
        return Charge(counted)
    return Charge(counted, Decimal(amount.group(1)), currency.group().upper())
