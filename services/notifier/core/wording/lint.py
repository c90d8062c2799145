"""What may never be in a text of ours. Every template is held to it, in every language.

No threats, no shouting, nothing about the debt that a person looking over a shoulder should not read (amounts, the
words debt, loan, collection), no word that carriers take for opt-out or opt-in besides STOP, no link, not too long.
"""

from __future__ import annotations

import re

SEGMENTS_MAX = 4
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_FAULTS: dict[str, re.Pattern[str]] = {
    "threat": re.compile(
        r"\b(court|lawsuit|legal|lawyer|police|arrest|prison|jail|sue|seiz\w+|consequences?|must|final|warning|"
        r"last chance|tribunal|advogad\w+|penhora\w*|polícia|prisão|processo|abogad\w+|embarg\w+|policía|"
        r"cárcel|juici\w+|juzgado|consequências|consecuencias|último aviso)\b",
        re.I,
    ),
    "disclosure": re.compile(
        r"\b(debts?|loans?|owe[sd]?|overdue|arrears|collect\w*|default|dívidas?|deudas?|empréstimos?|préstamos?|cobrança|"
        r"cobranzas?|moros\w+|mora|atraso)\b|[€$£]",
        re.I,
    ),
    "carrier-word": re.compile(r"\b(CANCEL|END|QUIT|YES|UNSUBSCRIBE|STOPALL|START|HELP|INFO)\b"),
    "shouting": re.compile(r"!|\b(?!STOP\b)[A-ZÁÉÍÓÚÂÊÔÃÕÇÑ]{4,}\b"),
    "link": re.compile(r"https?:|www\.", re.I),
}


def faults(body: str) -> list[str]:
    """The names of what is wrong with `body`, with the place where it is."""
    found = [f"{name}: {hit.group()}" for name, pattern in _FAULTS.items() if (hit := pattern.search(body)) is not None]
    return found + (["too-long"] if segments(body) > SEGMENTS_MAX else [])


def segments(body: str) -> int:
    """How many SMS segments it takes: 160 septets or 70 UTF-16 units alone, 153 or 67 each when joined."""
    if set(body) <= _GSM:
        return 1 if len(body) <= 160 else -(-len(body) // 153)
    units = len(body.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)
