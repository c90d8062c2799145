"""Letters as they are meant: widths, capitals, accents, digits of every script and unseen characters folded.

Whatever is folded keeps a way back to the characters as they were written, so that what is shown to a person is the
borrower's own spelling.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .han import SIMPLIFIED
from .reading import Span

RAW_CHARS_MAX = 1_600
HEAD_CHARS_MAX, TAIL_CHARS_MAX = 380, 120
"""What of a long text is read: its beginning and its end. Nobody hides an appointment in the middle of a novel."""
_DROPPED_MARKS = (
    (0x0300, 0x036F), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x093C, 0x093C),
)  # fmt: skip
_SAME = {
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "。": ".", "؟": "?", "،": ",", "؛": ";", "।": ".",
    "¿": " ", "¡": " ", "ـ": "", "\u20e3": "", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "گ": "ك", "ँ": "ं", "ß": "ss",
    "ø": "o", "ı": "i", "\u2028": "\n", "\r": "\n", "\t": " ",
}  # fmt: skip
_folded: dict[str, str] = dict(_SAME)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is folded; `origins[i]` is where its letter `i` stands in what was written."""

    text: str
    origins: Sequence[int]

    def as_typed(self, start: int, end: int) -> Span:
        """The characters as they were written behind folded `start` to `end` (not empty)."""
        return Span(self.origins[start], self.origins[end - 1] + 1)


def fold(written: str) -> Folded:
    """Lower case, plain letters, ASCII digits, simplified Chinese; at most 500 letters, whatever is written."""
    written = written[:RAW_CHARS_MAX]
    if written.isascii() and len(written) <= HEAD_CHARS_MAX:
        return Folded(written.lower().replace("`", "'").replace("\r", "\n").replace("\t", " "), range(len(written)))
    chars, kept = len(written), HEAD_CHARS_MAX + TAIL_CHARS_MAX
    places: Sequence[int] = range(chars)
    if chars > kept:
        places = (*range(HEAD_CHARS_MAX), *range(chars - TAIL_CHARS_MAX, chars))
        written = written[:HEAD_CHARS_MAX] + written[-TAIL_CHARS_MAX:]
    letters = [_folded[letter] if letter in _folded else _remember(letter) for letter in written]
    text = "".join(letters)
    if len(text) == len(letters) and "" not in letters:
        return Folded(text, places)
    origins = [place for place, plain in zip(places, letters, strict=True) for _ in plain]
    if len(text) > kept:
        text = text[:HEAD_CHARS_MAX] + text[-TAIL_CHARS_MAX:]
        origins = origins[:HEAD_CHARS_MAX] + origins[-TAIL_CHARS_MAX:]
    return Folded(text, origins)


def plainly(written: str) -> str:
    """A text folded, without the way back."""
    changed = {ord(letter): plain for letter in set(written) if (plain := _remember(letter)) != letter}
    return written.translate(changed) if changed else written


def _remember(letter: str) -> str:
    plain = _folded.get(letter)
    if plain is None:
        plain = _plain(letter)
        if len(_folded) < 20_000:
            _folded[letter] = plain
    return plain


def _plain(letter: str) -> str:
    if unicodedata.category(letter) in ("Cf", "Cc", "Cs", "Co") and letter != "\n":
        return ""
    if 0xFE00 <= ord(letter) <= 0xFE0F or 0x1F3FB <= ord(letter) <= 0x1F3FF:
        return ""
    composed = unicodedata.normalize("NFKC", letter).casefold()
    return "".join(_unmarked(one) for one in unicodedata.normalize("NFD", composed))


def _unmarked(letter: str) -> str:
    code = ord(letter)
    if any(first <= code <= last for first, last in _DROPPED_MARKS):
        return ""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return SIMPLIFIED.get(letter, _SAME.get(letter, letter))
