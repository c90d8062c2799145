"""The answer to a reminder of a payment: a day for paying, a visit instead, trouble, or thanks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from .coverage import agreement, is_explained
from .heard import REFUSES, FoundAnswer, Heard, one_meaning
from .languages.shape import BIT, bits
from .meant_otherwise import forgets_to_pay
from .paying_days import days_of_paying, is_gone, numbered_payday
from .proposals import asked_time
from .reading import FoundTime
from .spent import pays_a_bill
from .times_said import Reference, tells_why
from .words import Word

_CANT_OR_NOT = bits("cant", "misfit", "not")
MONTHS_END = timedelta(days=12)


def promised(heard: Heard) -> FoundTime | None:
    """The day that is meant; None for a week or a month, which is no day."""
    said = days_of_paying(heard)
    time, _ = asked_time(said, heard.at, (), heard.at)
    if time is None:
        return numbered_payday(heard) if not said else None
    until = next((one.best for one in reversed(said) if one.wanted), None)
    if until is not None and until.open == "before" and time.end.hour == 0:
        day = time.end - timedelta(days=until.named or time.end.day == 1)  # by that day, or the last one of a month
        return FoundTime(day, (day + timedelta(hours=30)).replace(hour=0, minute=0))
    if time.end - time.start > timedelta(days=1, hours=2):
        if time.end.day != 1 or time.end - time.start > MONTHS_END:
            return None
        time = FoundTime(time.end - timedelta(days=1), time.end)  # the end of a month is its last day
    start = time.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return FoundTime(start, (start + timedelta(hours=30)).replace(hour=0, minute=0))


_COMES, _PAYS = bits("come", "visit"), bits("pay", "will_pay", "payday", "money", "owe")


_SUITS = bits("fits", "so")
_ABOUT_TEXTS = bits("contact", "message", "bother", "call", "optout", "cease")


def _has_hours(one: Reference) -> bool:
    """Is a time an hour or a part of the day, which nobody needs for paying?"""
    return one.best is not None and one.best.kind in ("datetime", "datetimerange")


def _against_paying(heard: Heard) -> bool:
    """Does a clause with a wanted day deny something, without saying that it will be?"""
    clauses = {one.word.clause for one in heard.wanted}
    near = [word for word in heard.reply.words if word.clause in clauses]
    if any(word.roles & BIT["cant"] for word in near):
        return True
    return any(word.roles & (REFUSES | _CANT_OR_NOT) for word in near) and not heard.words(BIT["will"])


def _of_another(clause: Sequence[Word]) -> bool:
    """Is it a day for paying somebody else, or one on which nothing is paid?"""
    return pays_a_bill(clause) or (forgets_to_pay(clause) and not any(word.negated for word in clause))


def to_reminder(heard: Heard) -> FoundAnswer:
    if "promise" in heard.elsewhere:
        return FoundAnswer(time=promised(heard))
    if heard.elsewhere:
        return FoundAnswer()
    heard.times = [one for one in heard.times if not _of_another(heard.reply.clauses[one.word.clause])]
    past = [one for one in heard.wanted if one.mention is not None and is_gone(one.mention, heard.at)]
    ahead = [one for one in heard.times if one not in past]
    told, heard.times = bool(heard.wanted), ahead  # a day that is gone promises nothing
    wanted = heard.wanted
    if (
        wanted
        and (heard.words(BIT["will"]) or not heard.words(REFUSES | _CANT_OR_NOT))
        and not heard.words(BIT["cant"])
    ):
        visit = heard.words(_COMES) or (heard.agreeing(_SUITS) if any(map(_has_hours, wanted)) else [])
        if visit and not heard.words(_PAYS):
            time, impossible = asked_time(heard.times, heard.at, (), heard.at)
            if time is not None and not impossible:
                return FoundAnswer((("propose", 0.8, "a time for a visit", tuple(visit)),), time=time)
        clauses = {one.word.clause for one in wanted}
        if any(word.clause in clauses for word in heard.words(_ABOUT_TEXTS)):
            return FoundAnswer(missing="a time for texts or calls, and none for paying")
        time = promised(heard)
        why = {one[0].clause for one in heard.reply.clauses if one and one[0].clause not in clauses and tells_why(one)}
        known = all(word.roles for word in heard.reply.words if word.text[0].isalnum() and word.clause not in why)
        if known or heard.agreeing(BIT["will"]):
            return FoundAnswer(
                (("promise", 0.75, "a day, where payment was asked for", tuple(o.word for o in wanted)),), time=time
            )
        return FoundAnswer(missing="a time, and not what for")
    if not told and not heard.words(BIT["cease"]) and (cant := heard.words(BIT["cant"])):
        return one_meaning("hardship", 0.7, "can't, where payment was asked for", cant)
    yes = agreement(heard.reply)
    if yes and all(word.roles & BIT["stays"] for word in yes):
        return FoundAnswer(missing="that nothing changes, and no answer to the reminder")
    if yes and is_explained(heard.reply, yes):
        return one_meaning("confirm", 0.85, "acknowledged", yes)
    return FoundAnswer(missing="no answer to the reminder")
