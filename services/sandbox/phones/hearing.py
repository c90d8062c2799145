"""What a borrower sees in a text: is it an offer of times, a notice of who comes, or a word about the debt?

Read from the body alone, as a person would; nothing else about a text reaches a phone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# "1 Tue 9 March", "1) ...", "1 = ...": a digit that stands for something, at the beginning of a line or a clause.
CHOICE = re.compile(r"(?:^|[\n;,.:]\s*)([1-9])\s*[=:).\-–]?\s+(?=\S)")
CHECK_CODE = re.compile(r"(?<![\d+:])(\d{4,8})(?![\d:])")


@dataclass(frozen=True, slots=True)
class Heard:
    """`slots` is how many times are offered (0 in other texts); `check_code` only a notice of a visit has."""

    slots: int
    check_code: str | None


def hear(body: str) -> Heard:
    choices = {int(digit) for digit in CHOICE.findall(body)}
    slots = sum(1 for digit in (1, 2, 3) if digit in choices) if 1 in choices else 0
    code = CHECK_CODE.search(body) if not slots else None
    return Heard(slots, code.group(1) if code else None)
