"""What a borrower sees in a text: is it an offer of times, a notice of who comes, or a word about the debt?

Read from the body alone, as a person would; nothing else about a text reaches a phone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "1: Thu 11 Mar 10:00-12:00": a digit that stands for a time, on a line of its own.
CHOICE = re.compile(r"^\s*([1-9])\s*[:=).：]\s*\S", re.M)
# Four to eight digits on their own: no hour, date, amount or phone number.
CHECK_CODE = re.compile(r"(?<![\d:+.,-])(\d{4,8})(?![\d:-])(?![.,]\d)")


@dataclass(frozen=True, slots=True)
class HeardText:
    """`slots` is how many times are offered (0 in other texts); `check_code` only a notice of a visit has."""

    slots: int
    check_code: str | None


def hear(body: str) -> HeardText:
    slots = len({digit for digit in CHOICE.findall(body) if digit in "123"})
    code = CHECK_CODE.search(body) if not slots else None
    return HeardText(slots, code.group(1) if code else None)
