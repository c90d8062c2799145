"""A threat against who comes: "I'll set the dog on you", "whoever comes, I call the police", "keep off my land".

It refuses visits as such: nobody is sent to who threatens them. What harms is a threat alone; what menaces is one
beside any coming; police and courts are, where they are for who comes ("if you come, I'll sue"), and not for others
("I'll call the police about my stolen car"). That nobody comes, and what they'd complain of then, is none.
"""

from __future__ import annotations

import re
from functools import cache

from .armed_words import ARMED
from .threat_words import (
    ARABIC,
    CHINESE,
    DEVANAGARI,
    DUTCH,
    ENGLISH,
    FRENCH,
    GERMAN,
    HINDI,
    INDONESIAN,
    ITALIAN,
    PORTUGUESE,
    SPANISH,
    ThreatWords,
)
from .words import ReplyWords, Word

_LATIN = (ENGLISH, SPANISH, PORTUGUESE, FRENCH, GERMAN, ITALIAN, DUTCH, INDONESIAN, HINDI)
SCRIPTS: tuple[tuple[re.Pattern[str], tuple[ThreatWords, ...]], ...] = (
    (re.compile("[a-z]"), _LATIN),
    (re.compile("[\u3400-\u9fff]"), (CHINESE,)),
    (re.compile("[\u0900-\u097f]"), (DEVANAGARI,)),
    (re.compile("[\u0600-\u06ff]"), (ARABIC,)),
)
APART_CHARS_MAX = 90
"""Between who comes and what is done to them."""
_DENIES = re.compile(
    r"\b(?:nobody|no ?one|not|\w+n't|(?:do|does|did|wo|ca|is|are)nt|cannot|never|nadie|no|nao|ninguem"
    r"|(?<!ve )(?<!te )ne|pas|personne|nicht|niemand|keine?r?|nessuno|non|niet|geen"
    r"|tidak|tdk|gak?|nggak|nahi|nahin|nhi|mat|لا|ما)\b|नहीं|मत|[没不无]"
)
"""A no, in any language. "Ve ne" of Italian is none."""
_DENIED = re.compile(rf"(?:{_DENIES.pattern})\s*$")
_BEFORE = 12
_OF_TEXTS = re.compile(
    r"\b(?:sms|msgs?|messages?|mensajes?|mensagens?|texts?|texting|txts?|pesan|whatsapp|wa|emails?|nachricht\w*)\b|[短简]信|短讯|简讯|信息"
)
_CLAUSE_BEFORE = re.compile(r"[^.,!?;\n]{0,12}$")
""" "One more sms and I go to the police" is of what comes by the phone."""


class _Signs:
    """What of each kind is looked for, of one language."""

    __slots__ = ("coming", "law", "menaces", "whoever")

    def __init__(self, words: ThreatWords) -> None:
        self.menaces, self.law = _begun(words, words.menaces), _begun(words, words.law)
        self.coming, self.whoever = _begun(words, words.coming), _begun(words, words.whoever)


def threatens_who_comes(reply: ReplyWords) -> tuple[Word, ...]:
    """The words of a threat against who comes; none where nothing is."""
    text = reply.folded.text
    for place, (letters, _) in enumerate(SCRIPTS):
        if letters.search(text) is None:
            continue
        alone, beside = _looked_for(place)
        for found in alone.finditer(text):
            if not is_denied(text, found):
                return words_between(reply, found.start(), found.end())
        if beside.search(text) is not None:
            for signs in _signs(place):
                for what, whom in ((signs.menaces, signs.coming), (signs.law, signs.whoever)):
                    if (ends := _together(text, what, whom)) is not None:
                        return words_between(reply, *ends)
    return ()


def _together(text: str, what: re.Pattern[str], whom: re.Pattern[str]) -> tuple[int, int] | None:
    """Where both are found, near each other, and neither is denied."""
    done = [found for found in what.finditer(text) if not is_denied(text, found)]
    if not done:
        return None
    for come in whom.finditer(text):
        before = _CLAUSE_BEFORE.search(text, 0, come.start())
        if _DENIES.search(come[0]) is not None or _OF_TEXTS.search((before[0] if before else "") + come[0]) is not None:
            continue
        for one in done:
            start, end = min(one.start(), come.start()), max(one.end(), come.end())
            if max(one.start() - come.end(), come.start() - one.end()) <= APART_CHARS_MAX:
                return start, end
    return None


def is_denied(text: str, found: re.Match[str]) -> bool:
    """ "I'm not going to hurt anybody": the word before it is a no."""
    return _DENIED.search(text, max(found.start() - _BEFORE, 0), found.start()) is not None


def words_between(reply: ReplyWords, start: int, end: int) -> tuple[Word, ...]:
    return tuple(word for word in reply.words if word.start < end and word.end > start)


def _begun(words: ThreatWords, pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})" if words.spaced else pattern)


@cache
def _looked_for(place: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is a threat alone, and what may be one, in the languages of one script: compiled for the first such text."""
    languages = SCRIPTS[place][1]
    alone = "|".join(pattern for words in languages for pattern in (words.harms, words.keep_off))
    alone = f"{alone}|{ARMED[place]}"
    beside = "|".join(pattern for words in languages for pattern in (words.menaces, words.law))
    return _begun(languages[0], alone), _begun(languages[0], beside)


@cache
def _signs(place: int) -> tuple[_Signs, ...]:
    return tuple(_Signs(words) for words in SCRIPTS[place][1])
