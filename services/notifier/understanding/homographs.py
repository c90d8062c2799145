"""A single word that is one of ours in a language that nothing speaks for: "ik" is I in Dutch, and one in Hindi.

It sends nobody and lifts nothing: a window is asked back, texts are not begun again. A stop stays one, as what was not
meant so costs less than what was not heard, and a person looks at it; but not what is too short to tell, nor what is no
word for opting out in its own language either ("kita" is we in Indonesian, and "leave it" on some phones in Spanish).
"""

from __future__ import annotations

from dataclasses import replace

from .choice import DOUBTFUL
from .evident import SHORT_LETTERS_MAX
from .languages.shape import bits
from .reading import FoundMeaning, MeaningName
from .words import ReplyWords, Word

SURE_MAX = 0.65
_OPTS_OUT, _SAYS_YES = bits("keyword", "optout", "optout_end"), bits("yes")
OPT_OUT_LETTERS_MIN = 2


def without_homographs(reply: ReplyWords, found: dict[MeaningName, FoundMeaning]) -> None:
    """Doubt or drop what rests on nothing but such words."""
    for kind, meaning in tuple(found.items()):
        words = _resting(reply, meaning)
        if not words or not all(word.doubted for word in words):
            continue
        if kind in ("choose", "start") or (kind == "stop" and _may_opt_out(words)):
            sure = DOUBTFUL if kind == "choose" else SURE_MAX
            found[kind] = replace(meaning, confidence=min(meaning.confidence, sure))
        elif all(_is_short(word) for word in words) and not (kind == "confirm" and words[0].roles & _SAYS_YES):
            del found[kind]


def _may_opt_out(words: list[Word]) -> bool:
    if all(_is_short(word) for word in words):
        return any(word.roles & _OPTS_OUT and word.end - word.start >= OPT_OUT_LETTERS_MIN for word in words)
    return True


def _is_short(word: Word) -> bool:
    return word.end - word.start <= SHORT_LETTERS_MAX


def _resting(reply: ReplyWords, meaning: FoundMeaning) -> list[Word]:
    starts = {span.start for span in meaning.spans}
    return [word for word in reply.words if reply.folded.origins[word.start] in starts]
