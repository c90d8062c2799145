"""The digit that a borrower picked, and nothing else but politeness: what our texts teach.

Whatever more is said makes it a sentence, which the reader reads.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
import unicodedata

from .letters import pattern, plain

_BEFORE = r"(?:(?:option|number|nr|num|slot|choice|choose|opcion|opcao|numero|pilihan|nomor|choix|vikalp|विकल्प|नंबर|رقم|خيار|الخيار|第|选|我选|选项|#|ok|okay|yes|si|sim|oui|ya|haan)[\s:.,#]*){0,2}"
_POLITE = r"(?:please|pls|plz|ok|okay|thanks|thank you|thx|ty|ta|por favor|gracias|obrigad[oa]|merci|svp|谢谢|多谢|唔该|好了|好|吧|可以|ji|ya|kak|pak|bu|shukriya|शुक्रिया|धन्यवाद|شكرا)"
_DIGIT = re.compile(pattern(rf"^\s*{_BEFORE}[(\[]?([0-9])[)\]]?[\s.,:!)。，、！]*(?:{_POLITE}[\s.,!。，！]*)*$"))
_SIGN_OF_NUMBER = re.compile(r"(?:№|\bn[º°])\s*(?=\d)", re.I)
"""The sign of a number; in letters it would be "no 2", which may be a no."""


def pressed(text: str) -> int | None:
    """The digit in `text`, or None when it is more than a digit."""
    found = _DIGIT.match(plain(_plain_digits(text)))
    return int(found.group(1)) if found is not None else None


def _plain_digits(text: str) -> str:
    """Digits of every script, in circles and on keycaps, as 0 to 9."""
    return "".join(_plain(letter) for letter in _SIGN_OF_NUMBER.sub("num ", text))


def _plain(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return letter if value is None else str(value)
