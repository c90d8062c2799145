"""A death that is told in parts, and one that is no person's: "Tom passed in March, this is his brother", "my dog
died".
"""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits, marks
from .words import ANDS, ReplyWords, Word

_PASSED_ON, _ANIMAL = marks("passed_on"), marks("animal")
_PEOPLE = bits("relative", "other_person")
_ASIDE = bits("light", "polite", "laugh")
_SLIGHT, _TELLS_WHO = _ASIDE | BIT["time"], bits("third_party", "this_is", "relative", "i")
NAMES_MAX = 3


def told_of_a_death(reply: ReplyWords) -> tuple[Word, ...]:
    """The words that say that somebody who is named has passed, where a relative of theirs writes."""
    if not reply.roles & BIT["third_party"] and not (reply.roles & BIT["this_is"] and reply.roles & BIT["relative"]):
        return ()
    for clause in reply.clauses:
        places = [place for place, word in enumerate(clause) if word.marks & _PASSED_ON and not word.negated]
        if not places:
            continue
        named = [word for word in clause[: places[0]] if not word.roles & _ASIDE or word.roles & _PEOPLE]
        behind = clause[places[-1] + 1 :]
        if (
            1 <= len(named) <= NAMES_MAX
            and all(_may_be_a_name(reply, word) for word in named)
            and _says_no_more(behind)
        ):
            return tuple(clause[place] for place in places)
    return ()


def is_an_animals(clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """Is it an animal that is nearer to the word of death than anybody who has died?"""
    animals = [place for place, word in enumerate(clause) if word.marks & _ANIMAL]
    if not animals:
        return False
    people = [clause.index(word) for word in words if word.roles & _PEOPLE and not word.marks & _ANIMAL]
    if not people:
        return not any(word.roles & _PEOPLE for word in clause[: clause.index(words[0])])
    first, last = min(clause.index(word) for word in words), max(clause.index(word) for word in words)
    if any(word.text in ANDS for word in clause[first:last]):
        return False  # "my dad and his dog died"
    return any(first <= place <= last for place in animals)


def _may_be_a_name(reply: ReplyWords, word: Word) -> bool:
    """ "Tom" and "April" are times too."""
    if word.mention is not None:
        return reply.folded.text[word.start : word.end].isalpha()
    return word.roles & _PEOPLE != 0 or (not word.roles and word.text.isalpha()) or word.mended


def _says_no_more(behind: Sequence[Word]) -> bool:
    """Nothing but when, or who tells it: "passed me the phone" is no death."""
    return all(word.roles & (_SLIGHT | _TELLS_WHO) or word.mention is not None for word in behind) and not (
        behind and behind[0].roles & BIT["me"]
    )
