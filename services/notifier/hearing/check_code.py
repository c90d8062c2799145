"""The check code in a reply: somebody said it at the door, and the borrower wants to know whether they are ours.

Alone, or beside a word for it, it is one whatever was asked. Where a crew is to come six digits in a sentence are one
too ("they say 771204"), unless they are money, or the sentence says another thing without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from services.notifier.understanding.reading import FoundMeaning, MeaningName, ReplyReading

from .other_numbers import is_another_code, is_another_number, is_given_to_the_borrower

LENGTH = 6
"""Of the codes that scheduler makes."""
A_CODE = ReplyReading((FoundMeaning("verify", 0.99, (), "a check code"),))
"""What a reply says that is one."""
_ALONE = re.compile(rf"\W*((?:\d[ .\-]?){{{LENGTH}}})\W*")
_NUMBER = re.compile(r"\d+(?:[ .,\-/:]\d+)*")
_SPOKEN = re.compile(r"\d{6}|\d{3}[ \-]\d{3}|\d(?:[ \-]\d){5}")
"""In a sentence: 24 11 26 is a date."""
_MONEY = re.compile(
    r"(rs|inr|rp|idr|eur|euros?|usd|dollars?|gbp|pounds?|pesos?|mxn|brl|reais|real|rupees?|rupaye|rupay|rupiah|ribu|juta|"
    r"lakh|aed|egp|dhs?|元|块|塊|圆|圓|蚊|रुपये|रुपए|रु|ريال|درهم|جنيه|دينار|يورو)\.?",
    re.IGNORECASE,
)
ACTED_ON_WHOEVER_WROTE: frozenset[MeaningName] = frozenset(
    {"stop", "start", "wrong_number", "hardship", "dispute", "paid", "promise", "deceased", "represented", "vulnerable"}
)
"""What has to be heard, whatever number stands beside it."""
BESIDE_A_CODE: frozenset[MeaningName] = frozenset({"unclear", "confirm", "verify", "help"})
"""All that a sentence may say for a number in it to be a code."""
_NAMED = re.compile("code|codigo|código|kode|核对码|核對碼|验证码|驗證碼|代码|कोड|رمز|كود", re.IGNORECASE)


def code_in(words: str) -> str | None:
    """The code that stands alone, or beside a word for it and no other number; None where there is none.

    An amount, a date or a telephone number beside other words is no code: who writes those says something else.
    """
    alone = _ALONE.fullmatch(words)
    if alone is not None and not any(unicodedata.category(one) == "Sc" for one in words):
        return _digits(alone[1])
    numbers = _NUMBER.findall(words)
    if len(numbers) != 1 or not _NAMED.search(words) or is_another_code(words):
        return None
    digits = _digits(numbers[0])
    return digits if len(digits) == LENGTH and "," not in numbers[0] else None


def code_said(
    words: str, found: ReplyReading, read_again: Callable[[str], ReplyReading], *, crew_comes: bool
) -> str | None:
    """The code in `words`, which `found` is the reading of; None where they say another thing, or no code.

    A refusal of visits is heard, whatever number stands beside it.
    """
    if found.no_visits is not None:
        return None
    code = code_in(words)
    if code is not None:
        return None if ACTED_ON_WHOEVER_WROTE & _kinds(found) else code
    if not crew_comes or (place := _in_a_sentence(words)) is None:
        return None
    if "paid" in _kinds(found) and not is_given_to_the_borrower(words):
        return None
    # Without the number "they gave me 771204" tells of no payment any more; "I paid 771204" does.
    rest = f"{words[: place.start()]} {words[place.end() :]}"
    return _digits(place[0]) if _kinds(read_again(rest)) <= BESIDE_A_CODE else None


def _kinds(reading: ReplyReading) -> set[MeaningName]:
    return {meaning.kind for meaning in reading.meanings}


def _in_a_sentence(words: str) -> re.Match[str] | None:
    """The only number of so many digits, where it is neither money nor where somebody lives."""
    found = [one for one in _NUMBER.finditer(words) if len(_digits(one[0])) == LENGTH]
    if len(found) != 1 or _SPOKEN.fullmatch(found[0][0]) is None:
        return None
    before, after = words[: found[0].start()].rstrip(), words[found[0].end() :].lstrip()
    if _is_glued(words[: found[0].start()][-1:]) or _is_glued(words[found[0].end() :][:1]):
        return None
    if is_another_code(words) or is_another_number(words, _digits(found[0][0]), after):
        return None
    if any(unicodedata.category(one) == "Sc" for one in before[-1:] + after[:1]):
        return None
    last, first = re.split(r"\s+", before)[-1], re.split(r"\s+", after)[0]
    return None if _MONEY.fullmatch(last) or _MONEY.match(first) else found[0]


def _is_glued(letter: str) -> bool:
    """Part of a longer thing: "TX771204", "+771204"."""
    return letter == "+" or (letter.isascii() and letter.isalnum())


def _digits(text: str) -> str:
    """In ASCII, whichever script they were written in."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())
