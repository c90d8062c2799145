"""What may never be in a text of ours. Every template is held to it, in every language by that language's words.

No threats, no shame, no authority that we don't have, no shouting, nothing about the debt that a person looking over a
shoulder should not read (amounts, the words debt, loan, collection), no word that carriers take for opt-out or opt-in
besides STOP, no link, no letter that can't be seen, not too long.

Words of the languages are data beside their templates (`LintWords`). Carriers take English keywords everywhere, so
English's count in all of them. A keyword is one in capitals, or behind a verb that asks for it in any case: "the end of
the month" is none, "reply end" is. Scripts without capitals can't tell the two apart: there it may not be at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from .en import ENGLISH
from .language import LanguageWords, LintWords
from .names import is_unseen
from .segments import SEGMENTS_MAX, segments

RULES: Final = ("threat", "shame", "authority", "disclosure", "carrier", "shouting", "link", "unseen", "too-long")
_LETTER = r"[\w\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963]"
"""Marks that are written over, under and beside letters are parts of them."""
_ASKED_FOR = r"(?:reply|text|send|responda|responde|envíe|envie|répondez|tapez|envoyez|balas|kirim|ketik)[ :]+[\"'«“]?"
_EVERYWHERE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("disclosure", re.compile(r"[$£¤¥]|[\u20a0-\u20cf]|\ufdfc|\b(?:EUR|USD|GBP|CNY|RMB|INR|IDR|BRL)\b")),
    ("shouting", re.compile(r"[!¡！‼❗]|\b(?!STOP\b)[A-ZÀ-ÖØ-Þ]{4,}\b|\b[A-ZÀ-ÖØ-Þ]{2,} [A-ZÀ-ÖØ-Þ]{2,}\b")),
    ("link", re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(?:com|net|org|info|cn|tw|hk|in|id|io|ly|me|co)\b", re.I)),
)


def faults(body: str, spoken: LanguageWords) -> list[str]:
    """The rules that `body`, a text in `spoken`, breaks, each with the place where it does."""
    hits = [(rule, pattern.search(body)) for rule, pattern in (*_patterns(spoken.lint), *_EVERYWHERE)]
    found = [f"{rule}: {hit.group()}" for rule, hit in hits if hit is not None]
    found += [f"unseen: U+{ord(letter):04X}" for letter in body if letter != "\n" and is_unseen(letter)]
    return found + (["too-long"] if segments(body) > SEGMENTS_MAX else [])


@cache
def _patterns(lint: LintWords) -> tuple[tuple[str, re.Pattern[str]], ...]:
    carrier = [_keyword(word, words) for words in (lint, ENGLISH.lint) for word in words.carrier]
    return (
        *((rule, re.compile("|".join(_word(word, lint) for word in getattr(lint, rule)), re.I)) for rule in RULES[:4]),
        ("carrier", re.compile("|".join(carrier))),
    )


def _keyword(word: str, lint: LintWords) -> str:
    """A word with capitals, as it is or asked for in any case; of a script without, wherever it stands."""
    if not word.isupper():
        return _word(word, lint)
    return f"{_word(word, lint)}|(?i:{_ASKED_FOR}{_word(word, lint)})"


def _word(word: str, lint: LintWords) -> str:
    stem = re.escape(word.removesuffix("*"))
    if not lint.is_spaced:
        return stem
    before = f"(?:{'|'.join(lint.prefixes)})?" if lint.prefixes else ""
    return f"(?<!{_LETTER}){before}{stem}" + ("" if word.endswith("*") else f"(?!{_LETTER})")
