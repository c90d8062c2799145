"""What stands beside a choice: clauses that accept, thank or tell why, and all that makes it less than a choice.

A window is taken at once where one clause chooses it in words that are all known, and every other clause is harmless:
courtesy, consent, or a reason. A condition, a question, another wish, or words of no kind that we know ask back.
"""

from __future__ import annotations

from collections.abc import Sequence

from .coverage import AGREES, unexplained
from .fitting import score
from .heard import Heard
from .languages.shape import BIT, bits
from .reading import OfferedWindow
from .texted_on import wants_texts
from .times_said import is_dated
from .word import Word

_CHOOSES = AGREES | bits(
    "light", "polite", "laugh", "i", "me", "you", "instead", "come", "visit", "want", "time", "num", "option", "home",
    "only", "same", "or", "hour_word", "can", "will", "first", "last", "later_one", "earlier_one", "so", "but",
    "wait_word", "rest", "stays", "people", "rather", "here", "see",
)  # fmt: skip
"""What the clause that chooses may hold; one role of a word is enough."""
NOT_IN_A_CHOICE = bits(
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
    "complaint", "change", "put_off", "or_else", "never", "was",
)  # fmt: skip
_DENIES = bits("not", "dont", "no", "cant", "misfit", "didnt", "other_thing", "cease", "contact", "message")
_REFUSES_A_TIME = bits(
    "not", "no", "dont", "pas", "post_not", "misfit", "cant", "busy", "none", "either", "option", "ne"
)
_TITLES, _SOMEBODY, _THERE = bits("relative", "amount"), bits("relative", "other_person"), bits("home", "here", "come")
_THANKED_FOR = bits("contact", "message", "inform", "help", "say", "question", "owe", "option")
_WORKS, _ASKS_FOR = bits("busy", "job", "life"), bits("can", "want", "fits", "come", "question")
""" "I finish earlier that day" asks for no other time."""
_OPEN = bits("if", "question", "hedge")
_ANOTHER = bits("fits", "yes", "instead", "rather", "option", "either", "wait_word")
_ANY_OTHER, _ANY_OF_SOME = bits("either", "rest"), bits("either", "rest", "or", "except", "misfit", "not", "no")
_IGNORED = bits("light", "polite", "laugh", "i", "me")
SORRY_WORDS_MAX, WHY_WORDS_MAX, STATEMENT_WORDS_MIN = 3, 5, 4
"""So many unknown words may stand beside thanks or an apology, and in a reason; so many words tell of oneself."""


def is_one_choice(heard: Heard, window: OfferedWindow, resting: Sequence[Word]) -> bool:
    """Does one clause choose, in words that we know, and does no other say anything but why, or thanks?"""
    if any(end == "?" for end in heard.reply.ends):
        return False
    chosen = {word.clause for word in resting}
    dated = {one.word.clause for one in heard.wanted if is_dated(one)} & chosen
    kept = {one.word for one in heard.wanted}
    denied = {one.word for one in heard.times if not one.wanted}
    thanked = False
    for place, clause in enumerate(heard.reply.clauses):
        if place in chosen and _tells_another_hour(clause, window):
            return False  # another hour, of which only the day was kept
        if place in chosen and (not dated or place in dated):
            if not chooses(clause):
                return False
        elif place in chosen:
            if not _is_of_the_day(clause):
                return False
        elif not (
            _is_harmless(clause, kept)
            or wants_texts(heard, clause)
            or _rules_out(clause, denied, window)
            or (thanked and _signs(clause))
        ):
            return False
        thanked = thanked or any(word.roles & BIT["polite"] for word in clause)
    return True


def _tells_another_hour(clause: Sequence[Word], window: OfferedWindow) -> bool:
    if any(word.roles & _ANY_OF_SOME for word in clause):
        return False
    return any(w.mention is not None and not w.negated and not score(w.mention, window) for w in clause)


def chooses(clause: Sequence[Word]) -> bool:
    if any(word.roles & BIT["change"] for word in clause):
        return False
    if any(word.roles & _ANY_OTHER for word in clause):
        return not unexplained(clause)  # "any day as long as it's not thursday"
    for word in clause:
        if word.mention is not None:
            if word.negated:
                return False
            continue
        another = word.roles & NOT_IN_A_CHOICE and not word.roles & (AGREES | BIT["light"])
        if another or (not word.roles & _CHOOSES and word.text[0].isalnum()):
            return False
    return not unexplained(clause)


def _is_of_the_day(clause: Sequence[Word]) -> bool:
    """A part of the day, told for a reason beside the day that is chosen: "I'm a nurse so evenings only, Friday"."""
    if any(word.negated or word.roles & NOT_IN_A_CHOICE & ~AGREES for word in clause):
        return False
    return len(unexplained(clause)) <= SORRY_WORDS_MAX


def _rules_out(clause: Sequence[Word], denied: set[Word], window: OfferedWindow) -> bool:
    """Other days than the one that is chosen, refused: "not wed, not fri. thursday"."""
    times = [word for word in clause if word.mention is not None]
    return (
        bool(times)
        and all(word in denied and word.mention is not None and not score(word.mention, window) for word in times)
        and all(word.roles & (_REFUSES_A_TIME | _IGNORED) for word in clause if word.mention is None)
    )


def _signs(clause: Sequence[Word]) -> bool:
    """A name below thanks or regards."""
    return len(clause) <= SORRY_WORDS_MAX and all(not w.roles or w.roles & (_TITLES | _IGNORED) for w in clause)


def _is_harmless(clause: Sequence[Word], kept: set[Word]) -> bool:
    said = [word for word in clause if word.mention is None]
    timed = any(word in kept for word in clause)
    unknown = unexplained(said)
    if not unknown and not timed and all(word.roles & _HARMLESS or not word.roles for word in said):
        return not any(word.roles & _OPEN and not word.roles & AGREES for word in said)
    told = [word for word in said if not word.roles & _IGNORED]
    works = any(w.roles & _WORKS for w in said) and not any(w.roles & (_ASKS_FOR & ~_WORKS) for w in told)
    against = _NO_REASON & ~BIT["change"] if works else _NO_REASON
    if any(word.roles & against and not word.roles & _TELLS_WHY for word in told):
        return False
    if told and told[-1].roles & BIT["no"] and not told[-1].roles & (AGREES | _TELLS_WHY):
        return False  # "but my car is in the garage so no"
    if timed and any(word.roles & _ANOTHER for word in told):
        return False
    if any(word.roles & _TELLS_WHY for word in said):
        return len(unknown) <= WHY_WORDS_MAX
    if any(word.roles & _SOMEBODY for word in said) and any(word.roles & _THERE for word in said):
        return not timed and len(unknown) <= SORRY_WORDS_MAX
    first_person = any(word.roles & BIT["i"] for word in said) and len(clause) >= STATEMENT_WORDS_MIN
    if first_person and not timed and not any(word.roles & (_DENIES | _ANOTHER) for word in told):
        return len(unknown) <= SORRY_WORDS_MAX
    polite = any(word.roles & BIT["polite"] for word in said)
    courteous = all(not w.roles or w.roles & (_IGNORED | _HARMLESS | _WHY | _THANKED_FOR) for w in said)
    return polite and not timed and len(unknown) <= SORRY_WORDS_MAX and courteous
