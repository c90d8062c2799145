"""The hours at which no texts are wanted: "no texts at night". What is wanted for all of the day is wanted always."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import bits
from .letters import plainly
from .lexicon import BACKWARDS
from .rules import CALLS, Rule
from .words import Word

NEAR_TIME = bits("light", "polite", "me", "message", "contact", "you", "pas", "post_not")
_IT_IS = frozenset(("its", "it's", "it is", "it s", "is", "c'est", "c est", "il est", "ya es", "ja e", "es de", "e de"))
""" "Stop texting me, it's night" is said at night, and not of it."""
_DAYS = frozenset(map(plainly, "day days dia jour siang din दिन 日 白天 نهار".split()))
_AND = frozenset(map(plainly, "and n & y e et dan aur और و".split()))


def limiting_hour(rule: Rule, clause: Sequence[Word], words: tuple[Word, ...]) -> Word | None:
    """The hour or part of the day for which alone `words` of `clause` want no texts, by `rule`."""
    first, last = clause.index(words[0]), clause.index(words[-1])
    if any(_is_all_day(clause, place) for place, word in enumerate(clause) if word.mention is not None):
        return None
    for word in clause[first : last + 1]:
        if word.mention is not None and _is_a_part_of_days(word, False):
            return word
    for word in clause[last + 1 :]:
        if word.mention is not None:
            return word if _is_a_part_of_days(word, rule.confidence == CALLS) else None
        if not word.roles & NEAR_TIME or word.text in _IT_IS:
            break
    before = clause[first - 1] if first and _names_times_first(words[0]) else None
    return before if before is not None and _is_a_part_of_days(before, False) else None


def _is_all_day(clause: Sequence[Word], place: int) -> bool:
    """ "Day and night", "morning, noon and night": an hour joined by "and" to the night."""
    before = [word for word in clause[max(place - 2, 0) : place] if word.text not in _AND]
    if not before or not _is_a_part_of_days(clause[place], False):
        return False
    if before[-1].text in _DAYS:
        return True
    noon = before[-1].mention.best if before[-1].mention is not None else None
    return noon is not None and noon.kind == "time" and clause[place - 1].text in _AND


def _names_times_first(word: Word) -> bool:
    """Chinese and Hindi tell the hour before the verb; elsewhere what stands before is another matter."""
    return "\u3400" <= word.text[0] <= "\u9fff" or (word.language >= 0 and BACKWARDS >> word.language & 1 != 0)


def _is_a_part_of_days(word: Word, days: bool) -> bool:
    """An hour or a part of the day, on no date; with `days` a day too."""
    best = word.mention.readings[0] if word.mention is not None and word.mention.readings else None
    return best is not None and (days or best.kind in ("time", "timerange"))
