"""What a reply holds for an answer, looked up once, and what an answer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .languages.shape import BIT, bits
from .reading import FoundTime, MeaningName, OpenQuestion, SpokenTime
from .times_said import Reference
from .words import ReplyWords, Word

REFUSES = bits("no", "none")
CANT = bits("misfit", "cant", "busy")
_TIME = BIT["time"]
_BESIDE_NO = bits(
    "light", "polite", "laugh", "again", "i", "me", "you", "no", "none", "not", "come", "visit", "time", "want", "need"
)
_SKIPPED = bits("light", "polite", "laugh", "i", "me", "you", "not", "dont")


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """What the answer is, by which rule, how sure, on which words. `guess` and `named`: see `ReplyReading`."""

    meanings: tuple[tuple[MeaningName, float, str, tuple[Word, ...]], ...] = ()
    slot: int | None = None
    time: FoundTime | None = None
    missing: str = ""
    guess: int | None = None
    named: SpokenTime | None = None


@dataclass(slots=True)
class Heard:
    """What the reply holds for an answer, looked up once."""

    reply: ReplyWords
    asked: OpenQuestion
    at: datetime
    elsewhere: frozenset[str]
    times: list[Reference] = field(default_factory=list)

    def words(self, mask: int) -> list[Word]:
        return [word for word in self.reply.any(mask) if not word.roles & _TIME]

    def agreeing(self, mask: int) -> list[Word]:
        """Those that are not negated, in clauses that say nothing against it."""
        against = {word.clause for word in self.reply.words if word.roles & CANT}
        return [word for word in self.words(mask) if not word.negated and word.clause not in against]

    @property
    def wanted(self) -> list[Reference]:
        return [one for one in self.times if one.wanted]


def one_meaning(kind: MeaningName, sure: float, rule: str, words: Sequence[Word]) -> FoundAnswer:
    """An answer of one meaning."""
    return FoundAnswer(((kind, sure, rule, tuple(words)),))


def opens(reply: ReplyWords, refusal: Sequence[Word]) -> bool:
    """Does a clause consist of a refusal, begin with one, or hold one that is said in so many words?"""
    timed = {word.clause for word in reply.words if word.mention is not None}
    whole = (word for word in refusal if not word.negated and word.clause not in timed)
    if any(len(word.text.split()) >= _whole(word) for word in whole):
        return True
    for clause in reply.clauses:
        for place, word in enumerate(clause):
            if word in refusal:
                forbids = word.roles & BIT["dont"] and any(
                    not other.roles & _BESIDE_NO for other in clause[place + 1 :]
                )
                if not forbids:
                    return True
            if not word.roles & _SKIPPED:
                break
    return False


def refuses_whole(word: Word) -> bool:
    """Does a word refuse by itself, in so many words: "nobody is coming to my door"?"""
    return bool(word.roles & REFUSES) and not word.negated and len(word.text.split()) >= _whole(word)


_ASKS_OF = bits("how", "what", "why", "who", "who_comes", "help", "verify")
_ASKS_FOR = bits("yes", "fits", "either", "instead", "change", "want", "can")


def asks_of_times(heard: Heard) -> bool:
    """Is every time asked about, and none asked for: "how long does Thursday take", "who comes on Friday"?"""
    clauses = {one.word.clause for one in heard.wanted}
    return bool(clauses) and all(
        any(word.roles & _ASKS_OF and not word.roles & BIT["or"] for word in heard.reply.clauses[clause])
        and not any(word.roles & _ASKS_FOR for word in heard.reply.clauses[clause])
        for clause in clauses
    )


_MAY_I = bits("instead", "can", "want")
_ANOTHER_ONE = bits("hour_word", "yes")


def _whole(word: Word) -> int:
    """So many words (or Chinese letters) refuse by themselves: "I'd rather nobody came"."""
    return 5 if word.text[0] > "\u2fff" else 3


_SOONER_OR_LATER = bits("later_one", "earlier_one")


def changes(heard: Heard) -> list[Word]:
    """The words that ask for another time."""
    change = [word for word in heard.words(BIT["change"]) if not word.negated]
    if heard.asked.kind == "notice":
        change += [word for word in heard.words(_SOONER_OR_LATER) if not word.negated and not word.mention]
    if change:
        return change
    for clause in heard.reply.clauses:
        for place, word in enumerate(clause[:-1]):
            if word.roles & BIT["other"] and clause[place + 1].roles & _ANOTHER_ONE:
                return [word, clause[place + 1]]
        asks = any(word.roles & _MAY_I for word in clause[:-1])
        if heard.asked.kind == "notice" and asks and clause[-1].roles & BIT["other"]:
            return [clause[-1]]  # "¿se puede otro?"
    return []
