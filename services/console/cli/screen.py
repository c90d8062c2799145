"""What is printed for a person: characters that can't be seen are spelt out, and lines break where a reader would.

Texts of borrowers and lines of files may hold escape sequences, which a terminal obeys, and marks that turn the
direction of what stands around them. Neither may change what a person sees of anything else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderableType
from rich.containers import Lines
from rich.segment import Segment
from rich.text import Text

from ..unseen import UNSEEN

SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
_WIDE = "\u2e80-\u303e\u3041-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
"""Letters of scripts without spaces, and their signs."""
_OPENS, _CLOSES = r"（「『《〈【〔［｛〖(\[", r"，。、；：？！）」』》〉】〕］｝〗…—～％,.;:!?)\]%"
PIECE = re.compile(rf"[{_OPENS}]*(?:[{_WIDE}][{_CLOSES}]*|[^\s{_WIDE}]+[{_CLOSES}]*|[{_OPENS}]+)\s*")
"""What stays on one line: a letter of a script without spaces, or a word, with the signs that belong to it."""


def visible(text: str, keep: str = "") -> str:
    """The text with what can't be seen spelt out, as in `\\x1b`; `keep` stays as it is."""
    return UNSEEN.sub(lambda found: found[0] if found[0] in keep else _spelt(found[0]), text)


def _spelt(letter: str) -> str:
    code = ord(letter)
    return SHORT.get(letter) or (
        f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    )


class Screen(Console):
    """A console on which no text of a row, file or setting reaches the terminal as a command, whoever printed it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(highlight=False, emoji=False, **settings)
        if self.width < 1:  # COLUMNS=0, of a terminal that doesn't know its size: nothing would be printed at all
            self.width = 80

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text, keep="\n"), segment.style)


class Words(Text):
    """Somebody's words: no markup, nothing unseen, and broken between words also where a script has no spaces.

    With `keep="\\n"` they have lines of their own.
    """

    piece = PIECE

    def __init__(self, text: str, keep: str = "") -> None:
        super().__init__(visible(text, keep))

    def wrap(self, console: Console, width: int, **settings: Any) -> Lines:
        if settings.get("no_wrap"):
            return super().wrap(console, width, **settings)
        lines = Lines()
        for line in self.split(allow_blank=True):
            lines.extend(line.divide(breaks(line.plain, width, self.piece)))
        for line in lines:
            line.rstrip_end(width)
        return lines


class PatternWords(Words):
    """Of a rule, whose alternatives may stand on lines of their own."""

    piece = re.compile(r"[^\s|]+\|*\s*|\|+\s*")


def breaks(text: str, width: int, piece_of: re.Pattern[str] = PIECE) -> list[int]:
    """Where lines of at most `width` cells begin, but for the first."""
    found: list[int] = []
    used = len(text) - len(text.lstrip())
    for piece in piece_of.finditer(text):
        size, printed = cells(piece[0]), cells(piece[0].rstrip())
        if used and used + printed > width:
            found.append(piece.start())
            used = 0
        if printed > width:
            chopped = chop_cells(piece[0], width)
            _, *starts = accumulate(map(len, chopped[:-1]), initial=piece.start())
            found.extend(starts)
            size = cells(chopped[-1])
        used += size
    return found


def cells(text: str) -> int:
    """How wide the text is at most: terminals differ about signs of Hindi that stand beside their letter."""
    return cell_len(text) + (0 if text.isascii() else sum(unicodedata.category(letter) == "Mc" for letter in text))
