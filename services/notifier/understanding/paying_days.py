"""Which of the days that a reply tells of is the one for paying."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from .heard import Heard
from .languages.shape import BIT, bits
from .polarity import LIGHT
from .reading import FoundTime
from .times import TimeMention
from .times.days import day_of_month
from .times_said import Reference, is_a_term, is_dated
from .words import ReplyWords, Word

_PAYS = bits("pay", "will_pay", "payday", "remainder")
_CALLS = bits("call", "call_me", "contact", "message")
_LACKS = bits("not", "dont", "didnt", "no", "nomoney", "cant", "misfit", "only", "none")
_AMOUNT = bits("money", "amount", "option", "per")
_A_DAY = re.compile(r"(?:\b(?:el|le|dia|on|the|sa|tgl|tanggal)|يوم) ?$")
"""Words that make a day of the number behind them, where no list is open."""
_MEANT = re.compile(
    r"\b(?:was|were) (?:going|gonna|about|supposed|meant|planning)"
    r"|\b(?:iba|ibamos|queria|voulais|devais|allais|ia|tadinya|mau)\b"
    r"|本来|原本|打算|wala tha|वाला था|كنت (?:ب|راح|ناوي)"
)
_NUMBER = re.compile(r"((?:el|le|dia|the|tgl|tanggal) )?(\d{1,2})")


def days_of_paying(heard: Heard) -> list[Reference]:
    """The times without those of a call and of today's empty pocket."""
    said = heard.times
    dated = [one for one in said if one.wanted and is_dated(one)]
    for drop in (_is_of_a_call, _is_lacking):
        left = [one for one in dated if not drop(one, heard)]
        if left and len(left) < len(dated):
            said = [one for one in said if one in left or one not in dated]
            dated = left
    return said


def numbered_payday(heard: Heard) -> FoundTime | None:
    """A bare number that is a day of the month: "salary on 27", "el 1 te pago"."""
    if heard.asked.windows:
        return None
    for clause in heard.reply.clauses:
        if not any(word.roles & _PAYS for word in clause):
            continue
        payday = any(word.roles & BIT["payday"] for word in clause)
        for place, word in enumerate(clause):
            digits = _NUMBER.fullmatch(word.text)
            number = int(digits[2]) if digits else 0
            if digits is None or not 1 <= number <= 31 or word.mention is not None:
                continue
            behind = clause[place + 1] if place + 1 < len(clause) else None
            if behind is not None and behind.roles & _AMOUNT:
                continue
            if (payday and number > 3) or digits[1] or _A_DAY.search(heard.reply.folded.text[: word.start]):
                found = day_of_month(heard.at.date(), number)
                if not found:
                    return None
                start = heard.at.replace(
                    year=found[0].year, month=found[0].month, day=found[0].day,
                    hour=0, minute=0, second=0, microsecond=0,
                )  # fmt: skip
                return FoundTime(start, (start + timedelta(hours=30)).replace(hour=0))
    return None


def is_yet_to_come(clause: Sequence[Word], paid: Sequence[Word], at: datetime) -> bool:
    """Is it paid by a day that is told first, or in a week beside it that can only come: "até dia 20 tá pago"?"""
    if any(
        word.mention is not None and word.end <= paid[0].start and is_a_term(word.mention) for word in clause
    ) and not any(word.roles & BIT["already"] for word in clause):
        return True
    first, last = clause.index(paid[0]), clause.index(paid[-1])
    before = next((word for word in reversed(clause[:first]) if word.mention or not word.roles & LIGHT), None)
    behind = next((word for word in clause[last + 1 :] if word.mention or not word.roles & LIGHT), None)
    beside = [word.mention for word in (before, behind) if word is not None and word.mention is not None]
    return any(_is_a_coming_week(time, at) for time in beside)


def is_over(clause: Sequence[Word], at: datetime) -> bool:
    """Was it on a day that is gone, and on no other?"""
    times = [word.mention for word in clause if word.mention is not None]
    return bool(times) and all(is_gone(time, at) for time in times)


def is_gone(time: TimeMention, at: datetime) -> bool:
    """Is it a time that is past, however it is read?"""
    return bool(time.readings) and all(
        one.start and one.end and (one.start if one.point else one.end) < at for one in time.readings
    )


def only_meant(reply: ReplyWords, clause: Sequence[Word]) -> bool:
    """Was it only meant to be paid on a day that is gone: "I was going to pay yesterday"?"""
    return _MEANT.search(reply.folded.text, clause[0].start, clause[-1].end) is not None


def _is_a_coming_week(time: TimeMention, at: datetime) -> bool:
    """A week or a month that can only come: "下周结清". A number alone may be a day that is gone."""
    return bool(time.readings) and all(
        one.kind == "daterange" and not one.open and one.start is not None and one.start > at for one in time.readings
    )


def _clause(one: Reference, heard: Heard) -> Sequence[Word]:
    return heard.reply.clauses[one.word.clause]


def _is_of_a_call(one: Reference, heard: Heard) -> bool:
    """Does the nearest verb of its clause speak of a call, and none of paying?"""
    clause = _clause(one, heard)
    calls = [word for word in clause if word.roles & _CALLS and word.mention is None]
    pays = [word for word in clause if word.roles & _PAYS]
    if not calls:
        return False
    return not pays or (calls[0].start < one.word.start and all(word.start < calls[0].start for word in pays))


def _is_lacking(one: Reference, heard: Heard) -> bool:
    """Is it today, of which nothing is told but what is missing?"""
    best = one.best
    if best is None or best.start is None or best.open or best.start.date() != heard.at.date():
        return False
    clause = _clause(one, heard)
    return not any(word.roles & _PAYS and not word.negated for word in clause) or any(
        word.roles & _LACKS for word in clause
    )
