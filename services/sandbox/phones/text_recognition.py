"""What a borrower sees in a text: an offer of times, a question which of them, a notice of who comes, or a word about
the debt?

Read from the body alone, as a person would; nothing else about a text reaches a phone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "1: Thu 11 Mar 10:00-12:00": a digit that stands for a time, on a line of its own.
CHOICE = re.compile(r"^\s*([1-9])\s*[:=).：]\s*\S", re.M)
# Four to eight digits on their own: no hour, date, amount or phone number.
CHECK_CODE = re.compile(r"(?<![\d:+.,-])(\d{4,8})(?![\d:-])(?![.,]\d)")
# "Then reply 2; 4: another time": the digit of one window, and the one that stands for another time, in one line.
ASKED_BACK = re.compile(r"(?<!\d)([1-3])[^\d\n;；]{0,9}[;；,，、。؛]\D{0,3}4\b")


@dataclass(frozen=True, slots=True)
class HeardText:
    """`slots` is how many times are offered (0 in other texts); `check_code` only a notice of a visit has; `asks_back`
    is the digit by which a guessed time is asked about.
    """

    slots: int
    check_code: str | None
    asks_back: int | None = None


def hear(body: str) -> HeardText:
    slots = len({digit for digit in CHOICE.findall(body) if digit in "123"})
    if not slots and (asked := ASKED_BACK.search(body)):
        return HeardText(0, None, int(asked.group(1)))
    code = CHECK_CODE.search(body) if not slots else None
    return HeardText(slots, code.group(1) if code else None)
