"""What the reader is held back from: an opt-out that is denied, a number that takes no window.

Nothing here finds a yes. It finds a stop that the reader took for none, and doubts what sends people to a door.
"""

# ruff: noqa: E501 (a pattern is read in one line or not at all)
from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from services.notifier.understanding.choice import DOUBTFUL
from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import FoundMeaning, MeaningName, OpenQuestion, ReplyReading

from .beside_a_refusal import stops_beside_a_refusal, visits_refused_beside_a_stop
from .beside_a_stop import beside_a_stop
from .denials import is_complaint, without_denials
from .letters import pattern, same_words
from .set_off_stops import is_set_off
from .stops import asks_to_stop

COMPLAINT = 0.75
"""So sure a complaint that we go on is a stop: a person looks at it too."""
TAUGHT = 0.9
_RUSSIAN_STOP = re.compile(
    r"^(стоп|отписаться)[.! ]*$|(не|хватит|прекратите|перестаньте).{0,10}(пишите|писать|присыла\w+|отправля\w+|беспоко\w+|звон\w+)"
)
"""No language that we write, and one in which people have opted out."""
_NO_NUMBER = re.compile(
    pattern(
        r"^\W*[0-9]\s*\?+$|^[-+]\s*[0-9]|\b(no|non|nao|nahi)\b[\s,.:]*[0-9]|[0-9]\s*(no|non|nao|nahi|नहीं)\b(?! (problem|prob|worries|bother|trouble|issue|hay problema|tem problema))|\b([0-9]|one|two|three) (more|of us)\b|\b(we|they|there)( a| ?'?)re (only |just )?[0-9]\b|(?<!第)[0-9]\s*个|\b(live|am|we'?re|i'?m|moved?) (at|to) (number |no\.? |nr\.? )?[0-9]|[0-9] (\w+ ){0,2}(street|st|road|rd|avenue|ave|lane|drive|calle|rua|rue|jalan|jl)\b|\b(apartment|apt|flat|unit|room|floor|house|building|door|casa|piso|andar|etage) (number |no\.? |nr\.? )?[0-9]|[0-9]\s*(楼|室|单元|栋)|^\W*(a las? [0-9]|las [0-9]|la 1)\W*$|^\W*(dusra|kedua)\W*$|^\W*la2+\b"
    )
)
"""A number that is asked about, is refused, counts something or is an hour: "2?", "no, 1", "2 non", "1 more day", "2个",
"a las 2", or is a house's. And a second that is another one, or both, as often.
"""


_NUMBERED = re.compile(
    pattern(
        r"\b(yg|yang|wala|option|slot|time|ung|yung) no\W{0,2}[0-9]\b(?!\W{0,2}(no|non|nao|nope|nah|nahi|nhi)\b)|\bno\W{0,2}[0-9](?= (ok|okay|okey|oke|fine|good|works?|suits?|please|pls|plz|po|ya|yah|aja|saja|deh|dong|pak|bu|kak|mas|mbak|min|gan|boleh|bisa|theek|thik|sahi|pakka|done|confirm|final|chalega|kar|rakh|wala|sir|madam|ji|thanks|thx)\b)|[0-9] no\b(?=\W{0,2}(pakka|wala|theek|thik|sahi|chalega|kar|rakh|final|done|pe|par|ok|please|pls)\b)"
    )
)
"""A number that is called one, "no 1 ya", "2 no. pakka": asked back, because "no, 1" is as near."""
_REFUSED = re.compile(pattern(r"[0-9]\s*(no|non|nao|nahi|नहीं)\b|\b(no|non|nao|nahi)\b[\s,.:]*[0-9]"))
"""A number with a no beside it."""
_TAUGHT = re.compile(r"\bSTOP\W*$")
"""The word that our texts teach, as they write it, at the end."""
_ASKED_ABOUT = re.compile(
    pattern(
        r"\b(what( would| will)? happens?|what if|what does|que pasa(ria)? si|o que acontece|que se passe|que veut dire|apa yang terjadi|matlab|kya hoga|artinya)\b.{0,40}\bstop\W*$"
    )
)
""" "What happens if I reply STOP?" asks, and sends none."""
_NUMBERS = re.compile(r"\d+")
STOP_BESIDE_A_CHOICE = 0.7
"""A window is named and a stop too: no visit is agreed, and a person looks at it."""
_STOP_AND_A_NUMBER = re.compile(r"^\W*stop\b[\d\W]*$")


def read_doubted(text: str, asked: OpenQuestion, at: datetime, language: str) -> ReplyReading:
    """What `text` says to the question, as far as it may be acted on."""
    reading = _doubted(read(text, asked, at, language), text)
    if any(one.kind == "stop" for one in reading.meanings):
        return _with_the_refusal(reading, text, at, language)
    said = without_denials(same_words(text))
    if is_set_off(said, reading, at, language):
        return beside_a_stop(reading, COMPLAINT, "the word for opting out, set off from what is told besides")
    if stops_beside_a_refusal(said, reading, at, language):
        heard = _with_the_refusal(reading, text, at, language)
        sure = TAUGHT if heard.no_visits is not None else COMPLAINT
        return beside_a_stop(heard, sure, "a stop beside a refusal of visits")
    return reading


def _with_the_refusal(reading: ReplyReading, text: str, at: datetime, language: str) -> ReplyReading:
    if reading.no_visits is not None:
        return reading
    return replace(reading, no_visits=visits_refused_beside_a_stop(text, at, language))


def _doubted(reading: ReplyReading, text: str) -> ReplyReading:
    folded = same_words(text)
    kinds = {meaning.kind for meaning in reading.meanings}
    if "stop" not in kinds:
        if is_complaint(folded) or _asks_in_russian(folded):
            return beside_a_stop(reading, COMPLAINT, "a complaint that we go on, or a language that we don't write")
        if _STOP_AND_A_NUMBER.search(folded):
            return beside_a_stop(reading, TAUGHT, "stop, and a number")
        if "choose" in kinds and asks_to_stop(_NUMBERS.sub(" ", without_denials(folded))):
            return beside_a_stop(reading, STOP_BESIDE_A_CHOICE, "a stop beside the number of a window")
        if _TAUGHT.search(text) and "stop" in without_denials(folded) and not _ASKED_ABOUT.search(folded):
            return beside_a_stop(reading, TAUGHT, "the word that our texts teach, at the end")
    if "stop" in kinds and (rest := without_denials(folded)) != folded and not asks_to_stop(rest):
        return _without(reading, "stop", "an opt-out that is denied")
    if "choose" in kinds and _NO_NUMBER.search(folded):
        if _NUMBERED.search(folded) and not _NO_NUMBER.search(_NUMBERED.sub(" ", folded)):
            return _asked_back(reading)
        if reading.slot is not None and not _NO_NUMBER.search(_without_others(folded, reading.slot)):
            return _asked_back(reading)
        return _without(reading, "choose", "a number, and not clear whether it is chosen")
    return reading


def _without_others(folded: str, slot: int) -> str:
    """The text without other numbers, and without what refuses them: "1 no, 2 yes", "no el 2, el 3", "23楼"."""
    kept = _REFUSED.sub(lambda found: found[0] if str(slot) in found[0] else " ", folded)
    return _NUMBERS.sub(lambda found: found[0] if found[0] == str(slot) else "x", kept)


def _asked_back(reading: ReplyReading) -> ReplyReading:
    meanings = tuple(
        replace(one, confidence=min(one.confidence, DOUBTFUL)) if one.kind == "choose" else one
        for one in reading.meanings
    )
    return replace(reading, meanings=meanings)


def _asks_in_russian(folded: str) -> bool:
    return _RUSSIAN_STOP.search(folded) is not None and _RUSSIAN_STOP.search(without_denials(folded)) is not None


def _without(reading: ReplyReading, kind: MeaningName, rule: str) -> ReplyReading:
    """Of the rest only what is said besides; a time or a window goes with the meaning that it belongs to."""
    left = tuple(meaning for meaning in reading.meanings if meaning.kind != kind)
    if not left:
        left = (FoundMeaning("unclear", 0.0, (), rule),)
        return ReplyReading(left, no_visits=reading.no_visits)
    return ReplyReading(left, None if kind == "choose" else reading.slot, reading.time, no_visits=reading.no_visits)
