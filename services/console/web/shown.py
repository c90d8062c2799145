"""Text from outside, made fit to be looked at: what can't be seen or turns the line around is written out.

HTML is the templates' business (they escape everything); this is about what stays dangerous after that.
"""

from __future__ import annotations

import re
import unicodedata

from ..unseen import UNSEEN

LENGTH_MAX = 400
# Control characters and those that change the direction or the width of what stands around them.
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def calm(text: object, length_max: int = LENGTH_MAX) -> str:
    """`\\u202e` as `⟨U+202E⟩`; cut at `length_max` characters."""
    found = str(text)
    if len(found) <= length_max and found.isprintable():  # as nearly all are; nothing hidden is printable
        return found
    cut = found[:length_max]
    shown = "".join(
        letter if unicodedata.category(letter) not in HIDDEN else f"⟨U+{ord(letter):04X}⟩" for letter in cut
    )
    return shown + "…" * (len(found) > length_max)


def rendered(value: object) -> object:
    """Whatever a template puts into a page passes here: what can't be seen is spelt out, as `calm` does; lines stay."""
    if not isinstance(value, str) or value.isprintable() or UNSEEN.search(value) is None:
        return value
    found = UNSEEN.sub(_spelt, value)
    return type(value)(found) if found != value else value


def _spelt(found: re.Match[str]) -> str:
    return found[0] if found[0] in "\n\r\t" else f"⟨U+{ord(found[0]):04X}⟩"
