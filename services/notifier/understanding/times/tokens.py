"""A folded text in pieces: words, single Chinese characters, numbers, dates in digits, punctuation."""

from __future__ import annotations

import re

MOST = 110
"""Pieces that are read. Times stand at the beginning of what people write, or the text is no answer to us."""

_PIECE = re.compile(
    r"(?! )(?:"  # a look ahead, or every alternative is tried at a blank
    r"(?P<word>[^\W\d_\u3400-\u9fff\u3007\u0900-\u097f]+|[\u0900-\u0965\u0971-\u097f]+)"
    r"|(?P<han>[\u3400-\u9fff\u3007])"
    r"|(?P<ymd>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"
    r"|(?P<dmy>\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}-\d{1,2}-\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{2,4}(?!\d))"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<slash>\d{1,2}/\d{1,2}(?!\d))"
    r"|(?P<dot>\d{1,2}\.\d{1,2}(?![\d.]))"
    r"|(?P<number>\d+)"
    r"|(?P<mark>[-~,.!?;:+&/$%@\n#()\u00b0\u00a3\u20ac\u20b9\u00a5])"
    r"|(?P<title>《[^》]{1,40}》))"  # what a work is called is no time
)


class Token:
    """A piece, and where it stands."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind, self.text, self.start, self.end = kind, text, start, end


def tokens(folded: str) -> list[Token]:
    """The pieces in order. Apostrophes and spaces only separate them."""
    found: list[Token] = []
    for match in _PIECE.finditer(folded):
        found.append(Token(match.lastgroup or "", match[0], *match.span()))
        if len(found) == MOST:
            break
    return found


def words(phrase: str) -> tuple[str, ...]:
    """The pieces of a phrase of a table."""
    if phrase.isascii() and phrase.replace(" ", "").isalpha():
        return tuple(phrase.split())
    return tuple(token.text for token in tokens(phrase))
