"""Words of death, illness, money and opting out that are meant of something else, or are no more than asked about.

"Are you deaf?" is no illness of the writer's, who is divorced has buried nobody, "one text a month" asks for no
instalments, and "why did the reminders stop" is a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .deaths import is_an_animals
from .languages.shape import BIT, MARK, bits
from .matching import Match
from .narrated import ILL_MAX
from .words import ReplyWords, Word

_YOU, _OTHERS = BIT["you"], bits("relative", "other_person", "somebody")
_DEPARTED, _PARTED, _FUNERAL = BIT["departed"], MARK["parted"], MARK["funeral"]
_DEATH = bits("die", "dead", "departed")
_FAILS, _STOPPED, _ASKS_WHY = MARK["fails"], MARK["stopped"], MARK["asks_why"]
_BESIDE_WHY = bits("light", "polite", "message", "i", "me", "why", "question", "time", "already")
_STILL_SENT = bits("last_text", "told", "once_more", "often", "fedup")
""" "Why are you still writing, stop" is no such question."""
_PER, _TEXTS, _PAYS = (
    bits("per"),
    bits("message", "contact", "call"),
    bits("pay", "paid", "will_pay", "money", "amount"),
)
_NEGATIONS = bits("not", "dont", "didnt", "never", "cant", "no", "pas", "ne", "post_not", "nomore")
_WISHES = bits("want", "back", "resume", "start_word")
_IF, _LAUGH, _PAST = BIT["if"], BIT["laugh"], BIT["past"]
_OWNS, _BESIDE_YOU = (
    bits("i", "me", "have", "relative", "other_person", "somebody"),
    bits("light", "you", "need", "question", "people", "insult"),
)
_OWN = frozenset(
    "i im am my me soy estoy tengo mi mis sou estou tenho meu minha je suis j ai ma mon mes saya aku main mai hu hun "
    "hoon mera meri मैं हूं मेरी 我 انا عندي".split()
)
"""A word of the writer's own inside a phrase of illness."""
_MUST = re.compile(
    r"\b(?:no debo|nao devo) (?!pag)\w{2,}(?:ar|er|ir)\b"
    r"|\bdois (?:pas |plus |absolument )?(?!pay|regl|rembours)\w{2,}(?:er|ir|oir|re)\b"
)
""" "No debo salir", "je dois aller": what one must, and not what one owes."""
SURE_MAX, FORGOTTEN_WORDS_MAX = 0.85, 3
"""Surer is a death that is told in so many words."""


def is_meant_otherwise(reply: ReplyWords, match: Match) -> bool:
    """Is a meaning said of somebody else, in a manner of speaking, or of what it isn't about?"""
    clause = reply.clauses[match.words[0].clause]
    kind = match.rule.meaning
    match kind:
        case "vulnerable":
            return match.rule.confidence <= ILL_MAX and _is_said_to_us(reply, clause, match.words)
        case "deceased" | "third_party":
            if _tells_of_an_animal(match, clause):
                return True
            return (
                kind == "deceased" or any(word.roles & _DEPARTED or word.marks & _FUNERAL for word in match.words)
            ) and (_has_only_left(reply, match) or _is_a_date(reply, clause, match.words))
        case "promise":
            jokes = any(word.roles & _IF for word in clause) and reply.roles & _LAUGH
            return bool(jokes) or forgets_to_pay(clause)
        case "hardship":
            of_texts = any(word.roles & _PER for word in match.words) and not any(w.roles & _PAYS for w in clause)
            return forgets_to_pay(clause) or (of_texts and any(word.roles & _TEXTS for word in clause))
        case "dispute":
            owed = reply.folded.text[match.words[0].start : clause[-1].end]
            return _MUST.search(owed) is not None
        case _:
            return False


def asks_why_it_stopped(reply: ReplyWords, match: Match) -> bool:
    """ "Why did the reminders stop?": neither an opt-out nor a wish, where nothing else is said of texts."""
    if match.rule.meaning not in ("start", "stop"):
        return False
    clause = reply.clauses[match.words[0].clause]
    if not any(word.marks & _STOPPED for word in clause):
        return False
    if not any(word.roles & BIT["why"] or word.marks & _ASKS_WHY for word in clause):
        return False
    others = [word for word in clause if not word.marks & (_STOPPED | _ASKS_WHY)]
    if match.rule.meaning == "stop":
        plain = all(word.roles & _BESIDE_WHY and not word.roles & _STILL_SENT for word in others)
        return plain and len(reply.clauses) == 1
    wished = any(word.roles & _WISHES for word in reply.words if word not in clause)
    denied = any(word.roles & _NEGATIONS and not word.marks & _STOPPED for word in reply.words)
    return not wished and not denied


def _is_said_to_us(reply: ReplyWords, clause: Sequence[Word], ill: Sequence[Word]) -> bool:
    """ "You must be deaf", "están sordos?"; whoever tells of themselves or of somebody else does so in more words."""
    if any(piece in _OWN for word in ill for piece in word.text.split()) or any(word.roles & _OWNS for word in clause):
        return False
    before = [word for word in clause if word.start < ill[0].start]
    others = [word for word in clause if word not in ill and word.text[0].isalnum()]
    if reply.ends[clause[0].clause] == "?" and all(word.roles & _BESIDE_YOU for word in others):
        return True
    you = next((at for at, word in enumerate(before) if word.roles & _YOU), None)
    return you is not None and all(word.roles & _BESIDE_YOU for word in before[you:])


def _has_only_left(reply: ReplyWords, match: Match) -> bool:
    """ "My husband is gone, we divorced": a word that may be one of death, and what says that it is none."""
    weak = match.rule.confidence <= SURE_MAX and not any(word.roles & BIT["dead"] for word in match.words)
    return weak and any(word.marks & _PARTED and not word.negated for word in reply.words)


def _tells_of_an_animal(match: Match, clause: Sequence[Word]) -> bool:
    return any(word.roles & _DEATH for word in match.words) and is_an_animals(clause, match.words)


def _is_a_date(reply: ReplyWords, clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """A funeral on its day, and another time for us: "grandad's funeral is thursday, monday at 10 instead"."""
    buried = [word for word in words if not word.roles & _OTHERS]
    if not buried or not all(word.marks & _FUNERAL for word in buried) or any(word.roles & _PAST for word in clause):
        return False
    times = [word for word in reply.words if word.mention is not None]
    return any(word in clause for word in times) and any(
        word not in clause or word.start > words[-1].end for word in times[1:]
    )


def forgets_to_pay(clause: Sequence[Word]) -> bool:
    """ "I'll forget to pay again", "I will miss the payment on friday"."""
    pay = next((at for at, word in enumerate(clause) if word.roles & _PAYS), 0)
    return any(word.marks & _FAILS for word in clause[max(pay - FORGOTTEN_WORDS_MAX, 0) : pay])
