"""The digit a borrower pressed, when the reply is a digit and little else.

A number inside a sentence is usually an hour, a date or an amount ("9 is fine", "1/5 after work", "el 5 cobro"), so
only a reply that is nothing but the digit and politeness counts.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re

_BEFORE = r"(?:(?:option|number|no|nr|num|slot|choice|choose|opcion|opcao|numero|pilihan|nomor|choix|la|el|a|o|le|第|选|選|我选|我選|#|ok|yes|si|sim|oui)[\s:.#]*)?"
_POLITE = r"(?:please|pls|plz|ok|okay|thanks|thank you|thx|ty|ta|por favor|gracias|obrigad[oa]|merci|svp|个|個|谢谢|謝謝|好了|好|吧|可以|ji|ya|kak|pak|bu|is fine|is good|works)"
DIGIT = re.compile(rf"^{_BEFORE}([0-9])(?:st|nd|rd|th|[ºª])?[\s.,!)。，]*(?:{_POLITE}[\s.,!。，]*)*$")
ORDINALS: dict[str, int] = {
    "one": 1, "first": 1, "the first": 1, "first one": 1, "the first one": 1, "two": 2, "second": 2, "the second": 2, "second one": 2, "the second one": 2, "three": 3,
    "third": 3, "the third": 3, "third one": 3, "the third one": 3, "uno": 1, "primero": 1, "el primero": 1, "la primera": 1, "dos": 2,
    "segundo": 2, "el segundo": 2, "la segunda": 2, "tres": 3, "tercero": 3, "el tercero": 3, "la tercera": 3,
    "um": 1, "primeiro": 1, "o primeiro": 1, "a primeira": 1, "dois": 2, "o segundo": 2, "a segunda": 2,
    "terceiro": 3, "o terceiro": 3, "a terceira": 3, "premier": 1, "le premier": 1, "deuxieme": 2, "le deuxieme": 2,
    "troisieme": 3, "le troisieme": 3, "pertama": 1, "kedua": 2, "ketiga": 3, "第一个": 1, "第二个": 2, "第三个": 3,
    "第一個": 1, "第二個": 2, "第三個": 3, "第一": 1, "第二": 2, "第三": 3, "一": 1, "二": 2, "三": 3, "pehla": 1, "dusra": 2, "teesra": 3,
    "पहला": 1, "दूसरा": 2, "तीसरा": 3,
}  # fmt: skip
_ORDINAL_END = re.compile(rf"(?:[\s.,!。，]*{_POLITE})*[\s.,!。，]*$")


ANY_OF_THEM = re.compile(
    r"\b(either|both|any|whichever|all) (one |of them |of these |of those )*(is |are |work|works|suits?)?\b.{0,8}(fine|ok|good|work|will do|suit)|"
    r"\b(either|whichever) (one|is fine)\b|\b(cualquiera|qualquer (uma|um)|n'importe lequel|dono|sama (aja|saja))\b|[12]\s?(或者?|和)\s?[23]\s?都|(都行|都可以)(?!.{0,4}不)"
)
NONE_OF_THEM = re.compile(r"\b(none|not|no|cannot|can't|neither|ninguna?|nenhum)\b|不|除了")


def takes_any(text: str) -> bool:
    """Does folded `text` say that every offered slot is fine?"""
    return ANY_OF_THEM.search(text) is not None and NONE_OF_THEM.search(text) is None


def pressed(text: str) -> int | None:
    """The digit in folded `text`, or None when it is more than a digit."""
    found = DIGIT.match(text)
    if found is not None:
        return int(found.group(1))
    return ORDINALS.get(text.strip(" .,!。，")) or ORDINALS.get(_ORDINAL_END.sub("", text).strip())
