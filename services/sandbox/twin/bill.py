"""What a message costs: into how many segments it is cut, as Twilio's `num_segments` and `price` say it.

A real account's answers to sixteen messages are in TwilioDevEd/message-segment-calculator, issue 66.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

# GSM 03.38 basic characters; a text with any other is sent in UCS-2, in segments of 70 (67 when several).
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_ESCAPED = frozenset("^{}\\[~]|€\f")
SEGMENT_USD = Decimal("0.0075")
"""Made up: what a segment costs depends on the country and the contract."""
BILLED_AFTER = timedelta(seconds=30)
"""A price is there some time after a message was sent."""


def segments(body: str) -> int:
    """Into how many messages a carrier cuts this text. What takes two units is never cut in half."""
    used = set(body)
    if used <= GSM or used <= GSM | GSM_ESCAPED:
        one, several, wide = 160, 153, used & GSM_ESCAPED
    else:
        one, several, wide = 70, 67, {character for character in used if character > "\uffff"}
    units = len(body) + sum(body.count(character) for character in wide)
    if units <= one:
        return 1
    return _cut([2 if character in wide else 1 for character in body], several) if wide else -(-units // several)


def _cut(sizes: Sequence[int], most: int) -> int:
    """As many segments of at most `most` as it takes."""
    begun, start, at = 1, 0, 0
    for size in sizes:
        if at + size - start > most:
            begun, start = begun + 1, at
        at += size
    return begun


def price(body: str) -> str:
    """What it takes off the balance: below zero, with five places."""
    return f"{-segments(body) * SEGMENT_USD:.5f}"
