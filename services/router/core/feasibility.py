"""Who may be sent at all, and what keeps the others away.

The rules: registered, with a home that can be read; every certificate the visit needs valid on its local day; not
barred from this door; at work, on the way and at the door included; in no other crew that day; near enough.
"""

from __future__ import annotations

from services.router.core.daybook import Book
from shared.contracts.values import CollectorId, Needs


def legal_on(book: Book, day: int, needs: Needs, barred: frozenset[CollectorId]) -> set[CollectorId]:
    """Collectors who may make such a visit on a day of the book, time and place apart."""
    on = book.days[day].on
    collectors = book.region.collectors
    return {name for name in book.homes if name not in barred and not collectors[name].lacks(needs.certificates, on)}
