"""Segments, held to a second calculator that packs texts as a handset gets them.

It is made another way than ours: from the code table of 3GPP TS 23.038 (6.2.1) by position, with the bits packed into
the 140 octets of a segment, six of which a joined one needs for its header (TS 23.040, 9.2.3.24.1).
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.core.wording.segments import encoding, segments, units
from services.sandbox.twin.bill import segments as of_the_twin

# Rows of sixteen, from 0x00 on; 0x1b is the escape to the extension.
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
OCTETS, HEADER_OCTETS = 140, 6
LETTERS = st.sampled_from([*TABLE.replace("\x1b", ""), *EXTENSION])


def codes(letter: str) -> tuple[int, ...]:
    return (0x1B, EXTENSION[letter]) if letter in EXTENSION else (TABLE.index(letter),)


def packed(body: str) -> list[bytes]:
    """The user data of each segment, without the header of joined ones."""
    try:
        if "\x1b" in body:
            raise ValueError("the escape is no letter")
        letters = [codes(letter) for letter in body]
        bits, full = 7, OCTETS * 8 // 7
        joined = (OCTETS - HEADER_OCTETS) * 8 // 7
    except ValueError:
        letters = [tuple(letter.encode("utf-16-be")) for letter in body]
        bits, full, joined = 8, OCTETS, OCTETS - HEADER_OCTETS
    room = full if sum(map(len, letters)) <= full else joined
    pieces: list[list[int]] = [[]]
    for letter in letters:
        if len(pieces[-1]) + len(letter) > room:
            pieces.append([])
        pieces[-1] += letter
    return [_octets(piece, bits) for piece in pieces]


def _octets(values: list[int], bits: int) -> bytes:
    whole = sum(value << (place * bits) for place, value in enumerate(values))
    return whole.to_bytes(-(-len(values) * bits // 8), "little")


def test_the_table_is_the_published_one() -> None:
    assert len(TABLE) == 128
    assert [TABLE.index(letter) for letter in "@ A a à"] == [0x00, 0x20, 0x41, 0x20, 0x61, 0x20, 0x7F]


@given(
    st.one_of(st.text(LETTERS, max_size=700), st.text(max_size=300), st.text(st.sampled_from("a€😀é中"), max_size=400))
)
def test_ours_are_those_of_a_calculator_that_packs_the_bits(body: str) -> None:
    body = body.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    found = packed(body)
    assert segments(body) == len(found)
    assert all(len(piece) <= (OCTETS if len(found) == 1 else OCTETS - HEADER_OCTETS) for piece in found)


@given(st.text(LETTERS | st.characters(min_codepoint=0x20, max_codepoint=0xD7FF), max_size=400))
def test_the_carriers_twin_bills_what_we_count(body: str) -> None:
    """Each has its own count; a real carrier does not cut in half what takes two (see test_segments_as_reported)."""
    assert segments(body) == of_the_twin(body)


@pytest.mark.parametrize(
    ("body", "wide", "length", "number"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
        ("ã" * 70, "UCS-2", 70, 1),
        ("ã" * 71, "UCS-2", 71, 2),
        ("中" * 134, "UCS-2", 134, 2),
        ("中" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("中" * 66 + "😀" + "中" * 66, "UCS-2", 134, 3),
        ("ça va", "UCS-2", 5, 1),
    ],
)
def test_what_takes_two_and_what_is_joined(body: str, wide: str, length: int, number: int) -> None:
    assert (encoding(body), units(body), segments(body)) == (wide, length, number)
