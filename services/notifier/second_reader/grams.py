"""What the second reader sees of a reply: pieces of words, words in a row, and what was asked."""

from __future__ import annotations

import re
from itertools import pairwise

HEAD_CHARS, TAIL_CHARS = 300, 100
"""What is looked at of a longer text."""
LONGEST_PIECE = 5
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+|\d+|[?!]")


def grams(folded: str, asked: str) -> set[str]:
    """Of a text whose letters are folded. A word of letters begins with a space, so no piece is taken for a word."""
    if len(folded) > HEAD_CHARS + TAIL_CHARS:
        folded = f"{folded[:HEAD_CHARS]} {folded[-TAIL_CHARS:]}"
    found = {f"={asked}"}
    for word in folded.split():
        padded = f" {word} "
        length = len(padded)
        for size in range(2, min(LONGEST_PIECE, length) + 1):
            found.update([padded[start : start + size] for start in range(length - size + 1)])
    words = _WORDS.findall(folded)
    found.update([f"={word}=" for word in words])
    found.update([f"={one}={two}" for one, two in pairwise(words)])
    found.update([f"={one}={two}={three}" for one, two, three in zip(words, words[1:], words[2:], strict=False)])
    return found
