"""The customers as they are in the data: months late, bill, what they paid later, whether they defaulted."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

CURRENCY = "TWD"
MINOR_PER_DOLLAR = 100


@dataclass(frozen=True, slots=True)
class Customer:
    """`bill`, `paid_next` and `paid_after` are whole New Taiwan dollars; the two payments are one and two months later.

    `late_next`: still late after the first month. A customer with payments was no longer late after the last of them.
    """

    id: int
    months_late: int
    bill: int
    paid_next: int
    late_next: bool
    paid_after: int
    defaulted: bool


@cache
def everyone() -> tuple[Customer, ...]:
    with (
        (files("services.sandbox") / "data" / "late_customers.csv.gz").open("rb") as packed,
        gzip.open(packed, "rt") as text,
    ):
        rows = csv.DictReader(text)
        return tuple(
            Customer(
                id=int(row["id"]),
                months_late=int(row["months_late"]),
                bill=int(row["bill"]),
                paid_next=int(row["paid_next"]),
                late_next=row["late_next"] == "1",
                paid_after=int(row["paid_after"]),
                defaulted=row["defaulted"] == "1",
            )
            for row in rows
        )


def draw(cases: int, seed: str) -> list[Customer]:
    """`cases` of them, without repetition as long as there are enough, always the same for a seed."""
    random = Random(f"{seed}/portfolio")
    drawn: list[Customer] = []
    while len(drawn) < cases:
        drawn += random.sample(everyone(), min(cases - len(drawn), len(everyone())))
    return drawn
