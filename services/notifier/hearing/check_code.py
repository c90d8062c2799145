"""The check code in a reply: somebody said it at the door, and the borrower wants to know whether they are ours."""

from __future__ import annotations

import re

LENGTH = 6
"""Of the codes that scheduler makes."""
_ALONE = re.compile(rf"\W*((?:\d[ .\-]?){{{LENGTH}}})\W*")
_NUMBER = re.compile(r"\d+(?:[ .,\-/:]\d+)*")
_NAMED = re.compile("code|codigo|código|kode|核对码|核對碼|验证码|驗證碼|代码|कोड|رمز|كود", re.IGNORECASE)


def code_in(words: str) -> str | None:
    """The code that stands alone, or beside a word for it and no other number; None where there is none.

    An amount, a date or a telephone number beside other words is no code: who writes those says something else.
    """
    alone = _ALONE.fullmatch(words)
    if alone is not None:
        return _digits(alone[1])
    numbers = _NUMBER.findall(words)
    if len(numbers) != 1 or not _NAMED.search(words):
        return None
    digits = _digits(numbers[0])
    return digits if len(digits) == LENGTH and "," not in numbers[0] else None


def _digits(text: str) -> str:
    """In ASCII, whichever script they were written in."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())
