"""Rules for what names a day and speaks of no appointment: good wishes for a feast."""

from __future__ import annotations

from .grammar import Made, Neighbours, TimeContext, TimeRules

SMALL_TALK = TimeRules()


@SMALL_TALK.on("wish holiday|period|edge", "wish unit|day", "holiday|unit|edge wish", "wish on holiday")
def good_wishes(context: TimeContext, found: Neighbours) -> Made:
    """Merry christmas, buen fin de semana, 国庆快乐: polite, and about no visit."""
    return "hole", 1


@SMALL_TALK.on("wish weekday")
def a_good_day(context: TimeContext, found: Neighbours) -> Made:
    """ "Bon vendredi", where nothing else is said: with more it may be "well, friday"."""
    before, behind = context.text[: found[0].start], context.text[found[-1].end :]
    return None if any(letter.isalnum() for letter in before + behind) else ("hole", 1)
