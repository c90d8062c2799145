"""Numbers that tell of a person: of telephones, accounts, papers, check codes. Not times, days and windows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from .stand_ins import DIGITS, HAN_DIGITS, Hidden, like_number

PHONE_DIGITS_MIN, RUN_DIGITS_MIN = 7, 5
_BETWEEN = r"[ \t\u00a0\u00ad\u2000-\u200f\u202a-\u202f\u2060-\u2064\ufeff().\-/\u2010-\u2015\u2212_*#·．－（）]{1,4}"
_NUMBER = re.compile(rf"[+＋]?\d+(?:{_BETWEEN}\d+)*")
_PHONE = re.compile(rf"(?:[+＋]|(?<![\d.:])00)\s?\d(?:(?:{_BETWEEN})?\d){{6,}}")
_RUN = re.compile(r"\d+")
_TOKEN = re.compile(r"(?<![A-Za-z0-9])(?=[0-9]*[A-Za-z])(?=(?:[A-Za-z]*\d){5})[A-Za-z0-9]+(?![A-Za-z0-9])")
"""What is numbered with letters: papers, accounts, plates."""
_DATE_IN_ONE = re.compile(r"\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:20)?\d\d", re.IGNORECASE)
_HAN = re.compile("[〇零○一二三四五六七八九幺两兩]{5,}")
_CLOCK = r"(?:[01]?\d|2[0-4])[:.：][0-5]\d(?::[0-5]\d)?"
_SHORT_CLOCK = r"(?:0?[6-9]|1\d|2[0-2])(?:00|15|30|45)"
_KEPT = re.compile(
    rf"(?<![\d.:+])(?:{_CLOCK}(?![.:]?\d)"
    rf"|{_SHORT_CLOCK}\s?[-–—~]\s?{_SHORT_CLOCK}(?![\-./]?\d)"
    r"|(?P<y>\d{4})(?P<s>[-/.])\d{1,2}(?P=s)\d{1,2}(?![\-./]?\d)"
    r"|\d{1,2}(?P<t>[-/.])\d{1,2}(?P=t)(?P<z>\d{4}|\d\d)(?![\-./]?\d)"
    r"|(?P<whole>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d))"
)


def numbers(text: str, day: date) -> Iterator[Hidden]:
    """`day` is that of the reply: days within a year of it stay."""
    for match in _PHONE.finditer(text):
        yield Hidden(match.start(), match.end(), "number", like_number(match[0]))
    start = 0
    for kept in (*_times(text, day), (len(text), len(text))):
        yield from _between(text, start, kept[0])
        start = kept[1]
    for match in _TOKEN.finditer(text):
        if not _DATE_IN_ONE.fullmatch(match[0]):
            made = "".join("X" if letter.isupper() else "x" if letter.isalpha() else letter for letter in match[0])
            yield Hidden(match.start(), match.end(), "number", like_number(made))
    for match in _HAN.finditer(text):
        made = "".join(HAN_DIGITS[place % len(DIGITS)] for place in range(len(match[0])))
        yield Hidden(match.start(), match.end(), "number", made)


def _times(text: str, day: date) -> Iterator[tuple[int, int]]:
    for match in _KEPT.finditer(text):
        year = match["y"] or match["z"] or (match["whole"] or "")[:4]
        if not year or abs((int(year) if len(year) > 2 else 2000 + int(year)) - day.year) <= 1:
            yield match.span()


def _between(text: str, start: int, end: int) -> Iterator[Hidden]:
    for match in _NUMBER.finditer(text, start, end):
        runs = [len(run) for run in _RUN.findall(match[0])]
        if _is_phone(match[0], runs):
            yield Hidden(match.start(), match.end(), "number", like_number(match[0]))
            continue
        for run in _RUN.finditer(match[0]):
            if len(run[0]) >= RUN_DIGITS_MIN:
                yield Hidden(match.start() + run.start(), match.start() + run.end(), "number", like_number(run[0]))


def _is_phone(number: str, runs: list[int]) -> bool:
    """Windows and hours beside each other ("10-12 14-16") are of two digits at most; phones in pairs begin with 0."""
    if runs == [3, 3]:
        return True  # a check code, as people write it
    return sum(runs) >= PHONE_DIGITS_MIN and (
        max(runs) > 2 or (len(runs) > 3 and unicodedata.digit(number[0], -1) == 0)
    )
