"""Names as they may stand in a text: on one line, of bounded length, of letters that can be seen.

What a bank's records hold comes in with them. A mark that turns the direction of writing would turn our text round, one
of no width would hide in it, and both would cost a wider encoding. Direction needs none: see the Arabic templates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .segments import utf16_units

NAME_UNITS_MAX = 32
NAMES_UNITS_MAX = 64
"""In UTF-16, as carriers count. The latter for all names of a list together, so that any text keeps to its segments."""
MARKS_MAX = 4
"""On one letter: Hindi has up to three. More are a joke that prints over the lines above and below."""
_SPACES = re.compile(r"[\s{}\x00-\x1f\x7f]")
_ABSENT = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Fillers, blanks and selectors of variants, which Unicode calls letters and marks."""


def is_unseen(letter: str) -> bool:
    """Is it a control, a mark of direction or of no width, or no character at all? None is ever in a text of ours."""
    return unicodedata.category(letter) in _ABSENT or _BLANK.match(letter) is not None


def cleaned(name: str | None, otherwise: str, units_max: int = NAME_UNITS_MAX) -> str:
    """The name without what can't be seen; `otherwise` where nothing is left. Cut at a space if possible."""
    seen = "".join(letter for letter in _SPACES.sub(" ", name or "") if not is_unseen(letter))
    return _cut(" ".join(_bare(unicodedata.normalize("NFC", seen)).split()), units_max) or otherwise


def cleaned_all(names: Sequence[str | None], otherwise: str) -> list[str]:
    """Each as `cleaned`, and all together at most `NAMES_UNITS_MAX`; one `otherwise` for none."""
    found = [cleaned(name, otherwise) for name in names] or [otherwise]
    if sum(map(utf16_units, found)) > NAMES_UNITS_MAX:
        found = [cleaned(name, otherwise, NAMES_UNITS_MAX // len(found)) for name in found]
    return found


def _bare(name: str) -> str:
    """Without marks past `MARKS_MAX` on a letter, and without any on none."""
    found, marks = "", MARKS_MAX
    for letter in name:
        marks = marks + 1 if unicodedata.category(letter).startswith("M") else 0
        if marks <= MARKS_MAX:
            found += letter
    return found


def _cut(name: str, units_max: int) -> str:
    if utf16_units(name) <= units_max:
        return name
    fits = max(end for end in range(units_max + 1) if utf16_units(name[:end]) <= units_max)
    whole = name[: fits + 1].rpartition(" ")[0]
    return whole if 2 * utf16_units(whole) >= units_max else name[:fits].strip()
