"""A text in plain letters, and where each letter stood: capitals, accents, widths and digits of every script folded."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ..han import SIMPLIFIED

LONGEST = 500
"""Characters that are read. No text that a phone sends needs more to say a time."""

_HANT = str.maketrans(
    "點號週禮這個後兩鐘時間幾過從內開園節國慶陽農曆勞動聖誕壓歲臘親復龍準頭許遲聽還邊晝寶後當約於遠離長發結終餘來",
    "点号周礼这个后两钟时间几过从内开园节国庆阳农历劳动圣诞压岁腊亲复龙准头许迟听还边昼宝后当约于远离长发结终余来",
)
_HANT.update({ord(one): ord(other) for one, other in SIMPLIFIED.items() if one != "兒"})  # Taiwan's Children's Day
_ARABIC = str.maketrans("أإآٱىةؤئکیگ", "اااايهويكيك")
_PUNCTUATION = str.maketrans("’‘`´ʼ–—−‐‑‒～〜：，、。；！？／．", "'''''------~~:,,.;!?/.")


def fold(text: str) -> tuple[str, list[int] | None]:
    """`text` folded, and for each letter of it the place in `text`; None where every letter stayed in its place."""
    text = text[:LONGEST]
    if text.isascii():
        return text.lower().replace("`", "'"), None
    plain = [_plain(letter) for letter in text]
    folded = "".join(plain)
    if len(folded) == len(text) and all(plain):
        return folded, None
    places = [place for place, letters in enumerate(plain) for _ in letters]
    return folded[:LONGEST], places[:LONGEST]


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter in "ºª°":
        return "°"
    if (digit := unicodedata.digit(letter, None)) is not None:
        return str(digit)
    category = unicodedata.category(letter)
    if category == "Cf":
        return ""
    if "\u0900" <= letter <= "\u097f":
        return unicodedata.normalize("NFD", letter).replace("\u093c", "").replace("\u0901", "\u0902")
    if category == "Mn":
        return ""
    parts = unicodedata.normalize("NFKD", letter.casefold())
    plain = "".join(part for part in parts if not unicodedata.combining(part)).casefold()
    return plain.translate(_HANT).translate(_ARABIC).translate(_PUNCTUATION).replace("ـ", "")[:18]
