"""What must never be seen outside a sealed box. Invented; the numbers are of the range Ofcom keeps free for fiction."""

from __future__ import annotations

PHONE = "+447700900123"
NAME = "Zebedee Sentinel"
ADDRESS = "77 Sentinel Wharf"
WORDS = "sentinel words of a borrower"
BOX = "c2VudGluZWw" * 4
"""A box that opens with nobody's key."""
SENTINELS = ("447700900", "Zebedee", "Sentinel Wharf", WORDS)
"""Every number of the corpus begins like the first."""


def seen_in(text: str) -> list[str]:
    """The sentinels in a text, also where a number is written with spaces or a name in other letters."""
    tight = text.casefold().replace(" ", "")
    return [word for word in SENTINELS if word.casefold().replace(" ", "") in tight]
