"""Who may be sent at all, and what keeps the others away.

The rules: registered, with a home that can be read; every certificate the visit needs valid on its local day; not
barred from this door; at work, on the way and at the door included; in no other crew that day; near enough.
"""

from __future__ import annotations

from services.router.core.daybook import Book
from shared.contracts.values import CollectorId, Needs


def legal(book: Book, needs: Needs, barred: frozenset[CollectorId]) -> list[set[CollectorId]]:
    """For each day of the book, collectors who may make such a visit then, time and place apart."""
    found: list[set[CollectorId]] = [set() for _ in book.days]
    for name in book.homes.keys() - barred:
        collector = book.region.collectors[name]
        if collector.holds_throughout(needs.certificates, book.days[0].on, book.days[-1].on):
            for names in found:
                names.add(name)
            continue
        for day, names in zip(book.days, found, strict=True):
            if not collector.lacks(needs.certificates, day.on):
                names.add(name)
    return found
