"""A long text in pieces. The reader takes in the beginning and the end of one, and a stop may stand anywhere."""

from __future__ import annotations

from collections.abc import Iterator

PIECE_CHARS, OVERLAP_CHARS = 200, 60
"""The reader takes in so many words at once that it surely reads all of a piece; where a character is a word, fewer."""
HAN_PIECE_CHARS, HAN_OVERLAP_CHARS = 80, 24


def pieces(text: str) -> Iterator[str]:
    """A long text in pieces that overlap, of whole words; nothing where it is read as a whole anyway."""
    han = any("\u3400" <= letter <= "\u9fff" for letter in text)
    size, overlap = (HAN_PIECE_CHARS, HAN_OVERLAP_CHARS) if han else (PIECE_CHARS, OVERLAP_CHARS)
    start = 0 if len(text) > size else len(text)
    while start < len(text):
        end = start + size
        if not han and end < len(text):
            space = text.rfind(" ", end - overlap, end)
            end = space if space >= 0 else end
        yield text[start:end]
        space = text.find(" ", end - overlap, end)
        begins = space if space >= 0 and not han else end - overlap
        start = len(text) if end >= len(text) else begins
