"""What stands beside a choice: clauses that accept, thank or tell why, and all that makes it less than a choice.

A window is taken at once where one clause chooses it in words that are all known, and every other clause is harmless:
courtesy, consent, or a reason. A condition, a question, another wish, or words of no kind that we know ask back.
"""

from __future__ import annotations

from collections.abc import Sequence

from .coverage import AGREES, unexplained
from .heard import Heard
from .languages.shape import BIT, bits
from .word import Word

_CHOOSES = AGREES | bits(
    "light", "polite", "laugh", "i", "me", "you", "instead", "come", "visit", "want", "time", "num", "option", "home",
    "only", "same", "or", "hour_word", "can", "will", "first", "last", "later_one", "earlier_one", "so", "but",
    "wait_word", "rest", "stays", "people", "rather", "here", "see",
)  # fmt: skip
"""What the clause that chooses may hold; one role of a word is enough."""
_NOT_IN_A_CHOICE = bits(
    "cease", "contact", "call", "message", "if", "how", "what", "why", "who", "question", "hedge", "undecided",
    "relative", "other_person", "complaint", "sarcasm", "joking", "nobody", "never", "didnt", "not", "dont", "cant",
    "misfit", "none", "no", "except", "pay", "will_pay", "paid", "money", "debt", "call_me", "human", "already",
    "or_else", "third_party", "lawyer", "machine_talk", "insult", "was",
)  # fmt: skip
"""What makes it another thing, whatever else the word can be; only what accepts by itself ("no problem") is excused."""
_HARMLESS = AGREES | bits(
    "light",
    "polite",
    "laugh",
    "i",
    "me",
    "you",
    "come",
    "visit",
    "home",
    "see",
    "here",
    "stays",
    "option",
    "say",
    "so",
    "will",
)
"""What may be a clause of its own: "thanks", "come in", "I'm at home"."""
_WHY = bits(
    "life", "busy", "because", "job", "relative", "other_person", "ill", "unwell", "feel", "way", "is_not_here",
    "business", "people", "rest", "not", "cant", "misfit", "will", "can",
)  # fmt: skip
_TELLS_WHY = bits("life", "busy", "because", "job", "ill", "unwell", "way", "is_not_here", "business")
"""What a reason turns on."""
_NO_REASON = bits(
    "if", "hedge", "undecided", "question", "sarcasm", "joking", "wait_word", "except", "none", "nobody", "num",
    "complaint", "change", "put_off", "or_else", "cease", "message", "contact", "never", "was",
)  # fmt: skip
_ANOTHER = bits("fits", "yes", "instead", "rather", "option", "either", "wait_word")
_ANY_OTHER = bits("either", "rest")
_IGNORED = bits("light", "polite", "laugh", "i", "me")
SORRY_WORDS_MAX, WHY_WORDS_MAX = 3, 5
"""So many unknown words may stand beside thanks or an apology, and in a reason."""


def is_one_choice(heard: Heard, resting: Sequence[Word]) -> bool:
    """Does one clause choose, in words that we know, and does no other say anything but why, or thanks?"""
    if any(end == "?" for end in heard.reply.ends):
        return False
    chosen = {word.clause for word in resting}
    kept = {one.word for one in heard.wanted}
    for place, clause in enumerate(heard.reply.clauses):
        if place in chosen:
            if not _chooses(clause):
                return False
        elif not _is_harmless(clause, kept):
            return False
    return True


def _chooses(clause: Sequence[Word]) -> bool:
    ruled_out = [word for word in clause if word.mention is not None and word.negated]
    if any(word.roles & BIT["change"] for word in clause):
        return False
    if any(word.roles & _ANY_OTHER for word in clause):
        return not unexplained(clause)  # "any day as long as it's not thursday"
    for word in clause:
        if word.mention is not None:
            continue
        if word.roles & _NOT_IN_A_CHOICE and not word.roles & AGREES and not word.roles & BIT["light"]:
            return False
        if not word.roles & _CHOOSES and word.text[0].isalnum():
            return False
    return not unexplained(clause) and not ruled_out


def _is_harmless(clause: Sequence[Word], kept: set[Word]) -> bool:
    said = [word for word in clause if word.mention is None]
    timed = any(word in kept for word in clause)
    unknown = unexplained(said)
    if not unknown and not timed and all(word.roles & _HARMLESS or not word.roles for word in said):
        return not any(word.roles & (bits("if", "question", "hedge")) and not word.roles & AGREES for word in said)
    told = [word for word in said if not word.roles & _IGNORED]
    if any(word.roles & _NO_REASON and not word.roles & _TELLS_WHY for word in told):
        return False
    if timed and any(word.roles & _ANOTHER for word in told):
        return False
    if any(word.roles & _TELLS_WHY for word in said):
        return len(unknown) <= WHY_WORDS_MAX
    polite = any(word.roles & BIT["polite"] for word in said)
    return (
        polite
        and not timed
        and len(unknown) <= SORRY_WORDS_MAX
        and all(not w.roles or w.roles & (_IGNORED | _HARMLESS | _WHY) for w in said)
    )
