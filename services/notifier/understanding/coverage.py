"""Is enough of a reply explained to act on a yes? A yes sends people to a door; what isn't understood may be a no."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .words import ReplyWords, Word

AGREES = bits("yes", "ack", "fits", "either")
_PLAIN = AGREES | bits(
    "light", "polite", "i", "me", "you", "laugh", "come", "visit", "time", "option", "home", "same",
    "only", "stays",
    "hour_word", "will", "people", "can", "pay", "first", "last", "later_one", "earlier_one", "amount", "because",
    "or", "instead",
)  # fmt: skip
"""What a clause that says yes may hold."""
_AGAINST = bits(
    "not",
    "no",
    "dont",
    "misfit",
    "cant",
    "none",
    "cease",
    "change",
    "if",
    "sarcasm",
    "except",
    "didnt",
    "never",
    "hedge",
    "revoke",
)
_ACCEPTS = bits(
    "yes", "fits", "either", "come", "visit", "option", "want", "polite", "only", "home", "instead", "question", "num",
    "what_is_left", "better",
)  # fmt: skip
"""Words that make an answer of a day; without one, a day is an answer only if nothing else is told of it."""
_ANSWER = (
    _PLAIN
    | _ACCEPTS
    | bits("hedge", "not", "dont", "except", "misfit", "cant", "busy", "rest", "wait_word", "but", "no")
)
_OPEN = bits("if", "how", "what", "why", "help", "who_comes")
"""A condition or a question is no answer."""
_NOT = bits("not", "pas", "post_not")
_PLACES = bits("num", "first", "last", "later_one", "earlier_one")
_SOMEBODY = bits("who", "relative", "other_person")
_JOKES = bits("laugh", "sarcasm", "joking", "insult", "threat")
_NEEDED = bits("light", "need")
_IGNORED = bits("light", "polite", "laugh")
_CONSENTS = bits("yes", "fits", "either")
_THANKS_WITH = _PLAIN | bits("message", "inform", "contact", "say", "see", "help", "feel", "question", "already", "but")
UNKNOWN_BESIDE_CONSENT = 1
FAR_WORDS_MAX = 4
"""So many unknown words may stand in clauses beside one that chooses in words that are all known."""


def agreement(reply: ReplyWords) -> tuple[Word, ...]:
    """The words that say yes: a clause that says nothing else, in a reply that says nothing against it."""
    found: list[Word] = []
    for clause, end in zip(reply.clauses, reply.ends, strict=True):
        yes = [word for word in clause if word.roles & AGREES and not word.negated and not word.roles & BIT["question"]]
        odd = [word for word in clause if not word.roles & _PLAIN and (word.roles or word.text[0].isalnum())]
        plain = not odd or (len(yes) > 1 and len(odd) == 1 and not odd[0].roles)  # "ok no problem <a name> see you"
        if yes and plain and end != "?":
            found += yes[:1]
    if found and not any(word.roles & _CONSENTS for word in found) and _tells_more(reply):
        return ()
    if not found or any(word.roles & _AGAINST and not word.roles & AGREES for word in reply.words):
        return ()
    return tuple(found)


def _tells_more(reply: ReplyWords) -> bool:
    """Is something told that thanks alone don't answer: "I'd rather nobody came round, thanks"?"""
    return any(word.roles and not word.roles & _THANKS_WITH for word in reply.words)


def unexplained(words: Sequence[Word]) -> list[Word]:
    """Words that no language knows, signs aside."""
    return [word for word in words if not word.roles and (word.text[0].isalnum() or word.text[0] > "\uffff")]


def _count(words: Sequence[Word]) -> int:
    """How many words these are: Chinese characters that stand together and mean nothing alone are one."""
    count, end = 0, -1
    for word in words:
        joined = word.start == end and not word.roles and word.text[0] > "\u2fff"
        count += not joined
        end = word.end if not word.roles and not joined else -1
    return count


def _asks(reply: ReplyWords, place: int) -> bool:
    """Does a clause ask who comes, or for somebody else?"""
    clause = reply.clauses[place]
    if reply.ends[place] != "?":
        asking = (
            (clause[0], clause[-1], clause[-2]) if len(clause) > 2 and clause[-1].roles & BIT["light"] else clause[:1]
        )
        return any(word.roles & BIT["who"] and not word.roles & AGREES for word in asking)
    return any(word.roles & _SOMEBODY for word in clause)


def _only_asks(reply: ReplyWords, word: Word) -> bool:
    """Does a word that opens its clause ask for no more than a yes: "kya 3 chalega", "apakah 3 bisa"?"""
    clause = reply.clauses[word.clause]
    return word is clause[0] and word.roles & BIT["question"] != 0 and any(w.roles & AGREES for w in clause[1:])


def _denies_a_time(words: Sequence[Word], negation: Word) -> bool:
    """Does a time or a place in our list stand behind a no, or before it where it denies backwards?"""
    place = words.index(negation)
    return any(word.mention is not None or word.roles & _PLACES for word in words[max(place - 1, 0) : place + 4])


def _concludes(words: Sequence[Word]) -> bool:
    """A reason, and "so that one" behind it: "I'm off on Wednesday, so that"."""
    so = next((at for at, word in enumerate(words) if word.roles & BIT["so"]), None)
    if so is None or not any(word.mention for word in words[:so]):
        return False
    return so + 1 < len(words) and all(
        word.roles & (_IGNORED | BIT["stays"] | BIT["option"]) for word in words[so + 1 :]
    )


def is_explained(reply: ReplyWords, resting: Sequence[Word], *, told: bool = False, loosely: bool = False) -> bool:
    """Are nearly all words of the clauses that a choice rests on explained, and most of the whole? Where a day is
    `told` with its hour, the words beside it count for less, unless they deny or ask. `loosely`: so few are unknown
    beside a plain consent that it may be asked back.
    """
    clauses = {word.clause for word in resting}
    near = [word for word in reply.words if word.clause in clauses]
    far = [word for word in reply.words if word.clause not in clauses and not word.roles & _IGNORED]
    missing = _count(unexplained(near))
    if any(w.roles & _OPEN and not w.roles & (AGREES | _PLACES) and not _only_asks(reply, w) for w in near) and not any(
        w.roles & BIT["either"] for w in near
    ):
        return False
    if any(_asks(reply, clause) for clause in clauses):
        return False
    if (
        missing
        and any(w.roles & BIT["question"] and not w.roles & AGREES for w in near)
        and not any(w.roles & AGREES for w in near)
    ):
        return False
    denies = any(word.roles & _AGAINST and not word.roles & (AGREES | BIT["time"]) for word in near)
    accepts = any(word.roles & _ACCEPTS and not word.roles & _NEEDED for word in near) or _concludes(near)
    if told and not denies and all(reply.ends[clause] != "?" for clause in clauses):
        return missing <= 3
    if any(word.roles & _NOT and not _denies_a_time(near, word) for word in near):
        return False
    if not accepts and any(not word.roles & _ANSWER for word in near):
        return False
    agrees = any(word.roles & AGREES and not word.roles & BIT["light"] and not word.negated for word in near)
    jokes = any(word.roles & _JOKES or word.text[0] > "\uffff" for word in reply.words)
    somebody = any(word.roles & (_SOMEBODY | _OPEN) for word in near)
    if loosely and agrees and not (denies or jokes or somebody) and missing <= UNKNOWN_BESIDE_CONSENT:
        return all(reply.ends[clause] != "?" for clause in clauses)
    content = _count([word for word in near if not word.roles & _IGNORED])
    if missing > max(1, content // 4) or (missing and content <= missing + 1):
        return False
    agrees = any(word.roles & AGREES and not word.roles & BIT["light"] for word in near)
    return _count(unexplained(far)) <= max(FAR_WORDS_MAX if agrees and not missing else 2, (2 * len(far)) // 3)
