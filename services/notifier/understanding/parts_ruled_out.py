"""A part of a day that is ruled out behind it: "周五但是上午不行" is no refusal of the friday."""

from __future__ import annotations

from .languages.shape import BIT, bits
from .word import Word

_BUT, _DENIES_BACK = BIT["but"], bits("misfit", "no", "post_not")
_TURNS_TO_IT = bits("wait_word", "instead", "rather", "if", "why", "question", "or", "yes", "fits")
""" "Friday, no, but better in the morning"."""


def rule_out_part(word: Word, behind: Word | None, in_gap: int) -> None:
    """Let what denies the hours of a day, told with a "but", deny these alone. `in_gap`: the roles of the words
    between the day and its hours.
    """
    best = word.mention.best if word.mention is not None else None
    if best is None or best.kind != "datetimerange" or best.open or not in_gap & _BUT or in_gap & _TURNS_TO_IT:
        return
    if behind is None or behind.clause != word.clause or not behind.roles & _DENIES_BACK or behind.roles & BIT["yes"]:
        return
    behind.roles, word.hours_denied = BIT["light"], True
