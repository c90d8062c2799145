"""A part of a day that is ruled out of it: "friday but not in the morning" is friday from noon on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from .languages.shape import BIT, bits
from .times import TimeReading
from .word import Word

_DENIES, _NO, _BUT = bits("not", "dont", "pas", "except"), BIT["no"], BIT["but"]
_DENIES_BACK = bits("misfit", "no", "post_not")
_TURNS_TO_IT = bits("wait_word", "instead", "rather", "if", "why", "question", "or", "yes", "fits")
""" "Friday, no, better in the morning"."""
OPENS, NOON, CLOSES = time(8), time(12), time(21)


def rule_out_part(word: Word, behind: Word | None, in_gap: int) -> None:
    """Give a day and a denied part of it the hours that are left. `in_gap`: the roles of the words between."""
    mention = word.mention
    best = mention.best if mention is not None else None
    if mention is None or best is None or best.kind != "datetimerange" or best.open or in_gap & _TURNS_TO_IT:
        return
    denied_behind = (
        in_gap & _BUT and behind is not None and behind.roles & _DENIES_BACK and not behind.roles & BIT["yes"]
    )
    if not (in_gap & _DENIES or (in_gap & _NO and in_gap & _BUT) or denied_behind):
        return
    if best.start is None or best.end is None or best.start.date() != best.end.date():
        return
    if denied_behind and behind is not None:
        behind.roles = BIT["light"]
    day, zone = best.start.date(), best.start.tzinfo
    if best.end.time() <= NOON:
        left = TimeReading("datetimerange", best.end, datetime.combine(day, CLOSES, zone), open="after")
    else:
        left = TimeReading("datetimerange", datetime.combine(day, OPENS, zone), best.start, open="before")
    word.mention, word.roles = replace(mention, readings=(left,), part=False), BIT["time"]
