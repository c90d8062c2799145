"""What stands for what is hidden: as long, of the same script and letters as large, and always the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

DIGITS = "5550123467"
HAN_DIGITS = "五五五零一二三四六七"
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003fffd]")
_NAMES = ("alex", "robin", "kim", "sam")
_OF_SCRIPT = {"DEVANAGARI": "अमन", "ARABIC": "سالم", "CYRILLIC": "саша"}
_HAN_NAME = "李安某某某某"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch of a text, what it is (`name`, `number`, `address`, `e-mail`, `link`), and what stands for it."""

    start: int
    end: int
    kind: str
    stand_in: str


def like_number(written: str) -> str:
    """Other digits, each in the script of the one it stands for; a leading 0 and all between stay."""
    made, place = [], 0
    for letter in written:
        if letter.isdecimal():
            value = int(letter)
            keeps = value == 0 and not place
            made.append(letter if keeps else chr(ord(letter) - value + int(DIGITS[place % len(DIGITS)])))
            place += 1
        else:
            made.append(letter)
    return "".join(made)


def like_name(written: str, place: int = 0) -> str:
    if HAN.match(written):
        return _HAN_NAME[: max(1, len(written))]
    script = unicodedata.name(written[0], "").split(" ")[0]
    name = _OF_SCRIPT.get(script, _NAMES[place % len(_NAMES)])
    letters = [letter for letter in written if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return name.upper()
    return name.capitalize() if written[0].isupper() else name
