"""A word for opting out that begins or ends a reply whose rest is told of something else: "STOP ya pagué".

The word that our texts teach stops in front of whatever is told, in any language; but "stop lying" and "stop by on
friday" go on. Any other word for it, as it may mean more ("arrêt maladie", "quit my job"), stops where the claim
begins right behind it, or ends right before it.
"""

from __future__ import annotations

import re
from datetime import datetime

from services.notifier.core.reply_meanings import CONSENT_TO_TEXTS_MIN
from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import FoundMeaning, MeaningName, OpenQuestion, ReplyReading

from .beside_a_stop import STANDS_BESIDE

SURE_MIN = 0.8
CLAIMS: frozenset[MeaningName] = frozenset({"paid", "promise", "dispute", "wrong_number", "third_party"})
"""What begins right behind another word than the taught one. Trouble does not: "arrêt maladie" is a sick leave."""
WORDS_MAX, CHARS_MAX = 24, 160
"""Longer ones are looked through by their pieces."""
_TAUGHT = re.compile(
    r"^\W*(?:(?:pls|plz|please)\W+)?stop\b(?![\W_]*$)"
    r"(?!\s+(?:\w+ing|\w+in|by|at|in|over|off|on|for|near|outside|here|there|with|being|sign|watch|and)\b)",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(
    r"(?<!bus)(?<!tram)(?<!metro)(?<!train)(?<!truck)(?<!one)(?<!non)(?<!last)(?<!next)(?<!full)"
    r"(?: |(?<=[^\W\x00-\x7f]))stop\W*$",
    re.IGNORECASE,
)
_SET_OFF = re.compile(
    r"^\W*(?:quit|end|cancel|revoke|unsubscribe)\s*[.,!;:\n]|[.,!?;:\n]\s*(?:quit|end|cancel|revoke|unsubscribe)\W*$",
    re.IGNORECASE,
)
""" "I paid it. quit": words of 47 CFR 64.1200(a)(10), beside what is told of the debt."""
_MEANS_MORE = frozenset({"para", "pare"})
""" "Para mañana" is for tomorrow."""
_POLITE = re.compile(
    r"^\W*(?:pls|plz|please|por favor|tolong|mohon)\W+|\W+(?:pls|plz|please|por favor|ya)\W*$", re.IGNORECASE
)


def is_set_off(text: str, reading: ReplyReading, at: datetime, language: str) -> bool:
    """Does `text`, in which `reading` found no stop, have one that is set off from the rest?"""
    kinds = {meaning.kind for meaning in reading.meanings}
    told = bool(kinds & STANDS_BESIDE)
    if not told and kinds != {"unclear"} and not _is_hardly_a_start(reading):
        return False
    if _TAUGHT.match(text) or _AT_THE_END.search(text):
        return True
    return told and (bool(_SET_OFF.search(text)) or _stands_beside_a_claim(_POLITE.sub("", text), at, language))


def _is_hardly_a_start(reading: ReplyReading) -> bool:
    """ "STOP 打错了" is "STOP, by mistake" or "STOP, wrong number"; it lifts no opt-out, and must not hide one."""
    first = reading.meanings[0]
    return len(reading.meanings) == 1 and first.kind == "start" and first.confidence < CONSENT_TO_TEXTS_MIN


def _stands_beside_a_claim(text: str, at: datetime, language: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= WORDS_MAX or len(text) > CHARS_MAX:
        return False
    for count in (1, 2):
        first, last = words[:count], words[-count:]
        if first[0].lower() not in _MEANS_MORE and reads_as_stop(" ".join(first), at, language, SURE_MIN):
            rest = " ".join(words[count:])
            if any(one.spans[0].start == 0 for one in _claims(rest, at, language)):
                return True
        if reads_as_stop(" ".join(last), at, language, SURE_MIN):
            rest = " ".join(words[:-count]).rstrip(" .,!;:")
            if any(one.spans[-1].end == len(rest) for one in _claims(rest, at, language)):
                return True
    return False


def reads_as_stop(words: str, at: datetime, language: str, sure_min: float) -> bool:
    """Are `words`, by themselves and asked nothing, an opt-out of at least that confidence?"""
    found = read(words, OpenQuestion(), at, language).meanings
    return any(one.kind == "stop" and one.confidence >= sure_min for one in found)


def _claims(words: str, at: datetime, language: str) -> list[FoundMeaning]:
    found = read(words, OpenQuestion(), at, language).meanings if words else ()
    return [one for one in found if one.kind in CLAIMS and one.spans]
