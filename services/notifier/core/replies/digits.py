"""The place in the list that a borrower picked: a digit and politeness, or a position said in words, and nothing else.

Whatever more is said makes it a sentence, and sentences book nothing: a number in one is an hour, a date, an amount or
a refusal ("9 is fine", "1/5 after work", "el 5 cobro", "no 2"). Left out are the words that also mean something else:
"no 2" (number, or no), "the first" and "el primero" (of the month), "dusra" and "kedua" (another, both), "la 1" (an
hour).
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
import unicodedata

_BEFORE = r"(?:(?:option|number|nr|num|slot|choice|choose|opcion|opcao|numero|pilihan|nomor|choix|vikalp|विकल्प|नंबर|رقم|خيار|الخيار|第|选|選|我选|我選|選項|选项|#|ok|okay|yes|si|sim|oui|ya|haan)[\s:.,#]*){0,2}"
_POLITE = r"(?:please|pls|plz|ok|okay|thanks|thank you|thx|ty|ta|por favor|gracias|obrigad[oa]|merci|svp|谢谢|謝謝|多谢|多謝|唔該|好了|好|吧|可以|ji|ya|kak|pak|bu|shukriya|शुक्रिया|धन्यवाद|شكرا)"
_DIGIT = re.compile(rf"^{_BEFORE}[(\[]?([0-9])[)\]]?[\s.,:!)。，、！]*(?:{_POLITE}[\s.,!。，！]*)*$")
_ENDING = re.compile(rf"(?:[\s.,!。，！]*{_POLITE})*[\s.,!。，！]*$")
_SIGN_OF_NUMBER = re.compile(r"(?:№|\bn[º°])\s*(?=\d)", re.I)
_POSITIONS: dict[int, str] = {
    1: "one|uno|um|first|first one|the first one|first option|la primera|primera|la primera opcion|a primeira|primeira|a primeira opcao|la premiere|yang pertama|yg pertama|pertama|第一个|第一個|第一|pehla|pehla wala|pahla|पहला|पहला वाला|الموعد الاول|الموعد الأول",
    2: "two|dos|dois|second|second one|the second one|second option|la segunda|segunda|el segundo|la segunda opcion|a segunda|o segundo|a segunda opcao|la deuxieme|le deuxieme|deuxieme|yang kedua|yg kedua|第二个|第二個|第二",
    3: "three|tres|third|third one|the third one|third option|la tercera|tercera|el tercero|tercero|la tercera opcion|a terceira|terceira|o terceiro|terceiro|la troisieme|le troisieme|troisieme|yang ketiga|yg ketiga|ketiga|第三个|第三個|第三|teesra|tisra|teesra wala|तीसरा|तीसरा वाला",
}
POSITIONS: dict[str, int] = {words: place for place, all_ in _POSITIONS.items() for words in all_.split("|")}


def plain_digits(words: str) -> str:
    """Digits of every script, in circles and on keycaps, as 0 to 9; the sign of a number as a word."""
    return "".join(_plain(character) for character in _SIGN_OF_NUMBER.sub("num ", words))


def _plain(character: str) -> str:
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def pressed(text: str) -> int | None:
    """The digit in folded `text`, or None when it is more than a digit."""
    found = _DIGIT.match(text)
    if found is not None:
        return int(found.group(1))
    return POSITIONS.get(text.strip(" .,!。，！")) or POSITIONS.get(_ENDING.sub("", text).strip())
