"""What a word can be in an expression of time, and patterns over sequences of such roles."""

from __future__ import annotations

import re

NAMES = (
    # words of the languages' tables
    "number", "ordinal", "frac", "prefrac", "postfrac", "oclock", "clockpre", "toclock", "ato", "daypre", "hour",
    "minute", "unit", "past", "minus", "to", "plus", "am", "part", "daypart", "day", "weekday", "month",
    "maybemonth", "edge", "side", "next", "this", "last", "in", "inside", "later", "ago", "after", "before",
    "afterwards", "beforehand", "until", "uptohere", "from", "fromday", "untilday", "fromhere", "between", "or",
    "at", "on", "the", "of", "filler", "comma", "now", "holiday", "daymark", "monthmark", "yearmark", "within",
    "that", "same", "notime", "dash", "dayafter", "nextday", "daybefore", "rest", "clock", "every", "push", "pull",
    "earlier", "wish", "second", "less",
    # what the grammar makes of them
    "slash", "dot", "year", "date", "drange", "range", "moment", "stretch", "length", "shift", "nodate", "period",
    "longnumber", "hole", "halt", "gone",
)  # fmt: skip
_LETTERS = {name: chr(0x100 + place) for place, name in enumerate(NAMES)}
_ALSO = {
    "from": ("from", "fromday"),
    "until": ("until", "untilday"),
    "at": ("at", "ato"),
    "dash": ("dash", "ato", "toclock"),
}
"""One word that is "at" as well as "to" in its language."""
_FILLING = "".join(_LETTERS[name] for name in ("filler", "of", "the", "inside"))
_BETWEEN = f"[{_FILLING}]{{0,3}}"
_BETWEEN_LOOSE = f"[{_FILLING}{_LETTERS['comma']}{_LETTERS['on']}{_LETTERS['at']}{_LETTERS['ato']}]{{0,4}}"
FILLING = frozenset(_FILLING + _LETTERS["comma"] + _LETTERS["on"])
_PIECE = re.compile(r"([a-z_|]+)(\??)")


def letter(name: str) -> str:
    """The one letter that stands for a role in a sequence of roles."""
    return _LETTERS[name]


def _named(names: str) -> list[str]:
    """The roles of one piece of a pattern, with those that one word shares with them."""
    return [also for name in names.split("|") for also in _ALSO.get(name, (name,))]


def needed(pattern: str) -> list[str]:
    """For each piece of a pattern that must be there the roles that it may have, the fewest first."""
    pieces = [found.group(1) for found in map(_PIECE.fullmatch, pattern.split()) if found and not found.group(2)]
    return sorted(("".join(map(letter, _named(names))) for names in pieces), key=len)


def sequence(pattern: str, *, loose: bool = False) -> re.Pattern[str]:
    """A pattern of roles as an expression over their letters.

    Roles stand in order, `a|b` is either, `a?` may be missing. Fillers ("the", "of") may stand between any two; in a
    loose one also commas, "on" and "at".
    """
    between = _BETWEEN_LOOSE if loose else _BETWEEN
    built, begun = "", False
    for piece in pattern.split():
        found = _PIECE.fullmatch(piece)
        if found is None:
            raise ValueError(f"not a pattern of roles: {pattern!r}")
        names = _named(found.group(1))
        either = "[" + "".join(_LETTERS[name] for name in names) + "]"
        if not begun:
            built += f"(?:{either}{between})?" if found.group(2) else either
            begun = not found.group(2)
        else:
            built += f"(?:{between}{either})?" if found.group(2) else between + either
    return re.compile(built)
