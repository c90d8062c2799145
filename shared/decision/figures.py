"""Figures as people write them, for the sentences of decisions: counts, lengths of time, money."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from shared.contracts.currencies import MINOR_DIGITS

_SIZES = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
OTHERWISE_DIGITS = 2
"""Of a code that ISO 4217 does not list; most have two."""


def counted(number: int, one: str, many: str = "") -> str:
    """`1 day`, `2 days`, `1,200 days`; `many` where it is more than an added s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def doing(number: int, one: str, does: str, do: str) -> str:
    """`1 event waits`, `2 events wait`."""
    return f"{counted(number, one)} {does if number == 1 else do}"


def times(number: int) -> str:
    """`once`, `3 times`."""
    return "once" if number == 1 else f"{number:,} times"


def lasting(span: timedelta) -> str:
    """`5 days 22 hours`, `2 hours 30 minutes`, `45 seconds`: its two largest parts, rounded down; never below zero."""
    seconds = max(0, int(span.total_seconds()))
    for (size, unit), (smaller, part) in pairwise(_SIZES):
        if seconds >= size:
            rest = seconds % size // smaller
            return f"{counted(seconds // size, unit)} {counted(rest, part)}" if rest else counted(seconds // size, unit)
    return counted(seconds, "second")


def amount(minor: int, currency: str) -> str:
    """`1,120.50 EUR` of 112050 minor units; `5,000 JPY` of 5000; `-1.50 EUR` where more was paid than owed."""
    digits = MINOR_DIGITS.get(currency, OTHERWISE_DIGITS)
    whole, rest = divmod(abs(minor), 10**digits)
    sign, fraction = "-" if minor < 0 else "", f".{rest:0{digits}d}" if digits else ""
    return f"{sign}{whole:,}{fraction} {currency}"
