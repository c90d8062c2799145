"""Lines of words that fit: what came from outside is text and nothing else, whatever stands in it. Pure."""

from __future__ import annotations

from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from ..screen import breaks, visible
from .tones import KEY, QUIET


def fitted(text: str, width: int, style: str = "") -> Text:
    """One line of exactly `width` cells; what is too long ends in `…`."""
    line = Text(visible(text), style, no_wrap=True, end="")
    line.truncate(max(0, width), overflow="ellipsis", pad=True)
    return line


def wrapped(text: str, width: int, style: str = "", *, indent: int = 0, lines_max: int = 0) -> list[Text]:
    """Lines of at most `width` cells, each behind an indent; with `lines_max` the last of so many ends in `…`."""
    inner = max(1, width - indent)
    seen = visible(text)
    pieces = [seen[start:end].rstrip() for start, end in _spans(breaks(seen, inner), len(seen))]
    if lines_max and len(pieces) > lines_max:
        rest = " ".join(piece.strip() for piece in pieces[lines_max - 1 :])
        pieces = [*pieces[: lines_max - 1], fitted(rest, inner).plain]
    return [Text(" " * indent + piece, style, no_wrap=True, end="") for piece in pieces]


def beside(left: Text, right: Text, width: int) -> Text:
    """Both in one line, one at each end. Where they don't fit the left one is cut to its first word, then the right."""
    line, right = _harmless(left), _harmless(right)
    first = cell_len(line.plain.partition(" ")[0]) + 2
    right.truncate(max(1, width - first), overflow="ellipsis")
    space = width - cell_len(right.plain)
    line.truncate(max(0, space - 1), overflow="ellipsis")
    return Text.assemble(line, " " * max(1, space - cell_len(line.plain)), right, no_wrap=True, end="")


def keys_line(keys: tuple[tuple[str, str], ...]) -> Text:
    """Which keys there are, the keys themselves in the stronger ink."""
    parts = [Text.assemble((key, KEY), (f" {does}" if does else "", QUIET)) for key, does in keys]
    return Text("   ").join(parts)


def _harmless(line: Text) -> Text:
    return line.copy() if visible(line.plain) == line.plain else Text(visible(line.plain), line.style)


def stacked(lines: list[Text]) -> Text:
    return Text("\n", no_wrap=True, end="").join(lines)


def _spans(starts: list[int], length: int) -> list[tuple[int, int]]:
    edges = [0, *starts, length]
    return list(pairwise(edges))
