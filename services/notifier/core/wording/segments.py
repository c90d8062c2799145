"""How a carrier counts a text: its encoding, and the segments that it is cut into (3GPP TS 23.038 and 23.040).

A text whose every character is in the GSM 7-bit alphabet or its extension goes in septets, 160 alone or 153 a segment;
a character of the extension takes two. Any other goes in UTF-16, 70 units alone or 67 a segment; a character beyond
the first plane, such as an emoji, takes two. What takes two is not cut in half: it begins the next segment.
"""

from __future__ import annotations

from typing import Literal

SEGMENTS_MAX = 4
Encoding = Literal["GSM-7", "UCS-2"]
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALONE: dict[Encoding, int] = {"GSM-7": 160, "UCS-2": 70}
_JOINED: dict[Encoding, int] = {"GSM-7": 153, "UCS-2": 67}


def encoding(body: str) -> Encoding:
    return "GSM-7" if set(body) <= _BASIC | _EXTENSION else "UCS-2"


def units(body: str) -> int:
    """How many septets or UTF-16 units it takes."""
    return sum(_widths(body))


def segments(body: str) -> int:
    kind = encoding(body)
    if not _any_takes_two(body, kind):
        return 1 if len(body) <= _ALONE[kind] else -(-len(body) // _JOINED[kind])
    widths = _widths(body)
    if sum(widths) <= _ALONE[kind]:
        return 1
    full, number, room = _JOINED[kind], 1, _JOINED[kind]
    for width in widths:
        if width > room:
            number, room = number + 1, full
        room -= width
    return number


def _any_takes_two(body: str, kind: Encoding) -> bool:
    return not _EXTENSION.isdisjoint(body) if kind == "GSM-7" else max(body) > "\uffff"


def _widths(body: str) -> list[int]:
    if encoding(body) == "GSM-7":
        return [2 if letter in _EXTENSION else 1 for letter in body]
    return [utf16_units(letter) for letter in body]


def utf16_units(text: str) -> int:
    return sum(2 if letter > "\uffff" else 1 for letter in text)
