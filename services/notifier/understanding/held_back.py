"""What makes a window that was named no choice: it is asked about, it depends on something, or it was fine once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .coverage import AGREES
from .heard import Heard
from .languages.shape import BIT, bits
from .word import Word

PERHAPS, QUESTION, CONDITION, SOMEBODYS, CLASH = (
    "perhaps", "a question about a window", "a condition", "a window that suits somebody else",
    "a window, and why it can't be",
)  # fmt: skip
ASKED_BACK = frozenset({PERHAPS, QUESTION, CONDITION, SOMEBODYS, CLASH})
"""Doubts that the borrower can settle by a digit. Any other is not about whether this window suits them."""
_REQUESTS = bits("come", "visit")
"""Who asks us to come says when: "can you stop by monday after 4?"."""
_TELLS_US = bits("call_me", "call", "inform", "message", "contact", "way", "say")
""" "Ring me if nobody opens" is no condition."""
_CALLED_OFF = bits("was", "revoke", "closed")
_SOMEBODY = bits("relative", "other_person")
_AT_HOME = bits("home", "come", "visit")
_MOVES = frozenset("swap change move reschedule postpone cancel changer deplacer annuler mudar trocar cambiar".split())
_FOR = frozenset(("for", "para", "pra", "pro", "pour", "untuk", "buat"))
_FOR_US = bits(
    "i", "me", "you", "come", "visit", "home", "people", "option", "time", "hour_word", "relative", "other_person",
    "polite", "either", "yes", "fits", "num",
)  # fmt: skip
_US = frozenset(
    ("nosotros", "nosotras", "nous", "nos", "kami", "kita", "us", "everyone", "everybody", "todos", "tous", "both")
)
_SAYS, _OURS, _OUR = bits("say", "told", "complaint"), bits("you", "message"), frozenset(("you", "u", "your", "ur"))
_TALKS = bits("call", "call_me", "talk")
_ASKS_FIRST = frozenset(("is", "are", "does", "would", "will", "was", "r"))
_ASKS_LAST = ("吗", "么", "不", "没", "未", "嗎", "kya", "क्या")
_ASKS_TWICE = tuple(
    "可不可以 行不行 得唔得 好不好 能不能 可唔可以 方便不方便 得不得 有没有 有冇 可否 能否 是否".split()
)
_TAGS = frozenset(("ne", "kan", "hein", "right", "innit", "na", "naa"))
_CONCLUDES = bits("so", "yes", "fits", "instead", "only", "come")
"""What ends a sentence as if it asked, and asks nothing: "então sábado né"."""
_MOCKS = frozenset("🙄😏🤡🖕")
_UNSAID = bits("not", "no", "cant", "misfit", "never")
_TURNS = bits("but", "so")
_SLIGHT = bits("light", "polite", "laugh", "again", "resume", "nomore", "limit", "enough")


def held_back(heard: Heard, resting: Sequence[Word]) -> str:
    """Why the window is not chosen after all; empty where nothing speaks against it."""
    chosen = {word.clause for word in resting}
    first = min(chosen, default=0)
    if any(word.text in _MOCKS for word in heard.reply.words):
        return "what is said in mockery"
    for place, clause in enumerate(heard.reply.clauses):
        if place in chosen:
            if _ends_in_no(clause):
                return "taken back"
            if any(word.roles & _CALLED_OFF and not word.roles & AGREES for word in clause):
                return "a window that was fine once"
            if any(word.roles & _REQUESTS and word.negated and not word.roles & AGREES for word in clause):
                return "no visit then"
            if _is_quoted(clause):
                return "what our text said"
            if any(word.roles & BIT["never"] and not word.roles & AGREES for word in clause):
                return "never"
            if _is_for_something(clause):
                return "a window for something else"
            if _moves(clause):
                return "a window that is to be changed"
            last = place == max(chosen)
            requests = heard.reply.ends[place] == "?" and any(word.roles & _REQUESTS for word in clause)
            requests = requests and not _asks_first(clause)
            if last and _asks(heard, place) and not requests and not _agrees_after(heard, place):
                return QUESTION
            if _counts(clause, resting):
                return "a number of something"
            if _suits_somebody(clause) and not _agrees_after(heard, place):
                return SOMEBODYS
            if any(w.roles & BIT["hedge"] and (w is clause[0] or not w.roles & AGREES) for w in clause):
                return PERHAPS
            if any(word.roles & _TALKS for word in clause) and not any(word.roles & _REQUESTS for word in clause):
                return "a window for talking"
        elif _only_hedges(clause):
            return PERHAPS
        elif any(w.roles & BIT["only"] for w in clause) and any(w.roles & _TALKS for w in clause):
            return "a window for talking"
        elif place > first and clause and clause[0].roles & _TURNS and _takes_back(clause[1:]):
            return "taken back"
        nobody_there = place > first and any(w.roles & BIT["nobody"] for w in clause)
        nobody_there = nobody_there and not any(w.roles & BIT["other"] for w in clause)
        if (place <= first or not (nobody_there or any(word.roles & _TELLS_US for word in clause))) and any(
            word.roles & BIT["if"] and not word.roles & (AGREES | BIT["polite"] | BIT["question"]) for word in clause
        ):
            return CONDITION
    return ""


def _only_hedges(clause: Sequence[Word]) -> bool:
    """ "El viernes, supongo"."""
    hedges = any(word.roles & BIT["hedge"] for word in clause)
    return hedges and all(word.roles & (BIT["hedge"] | _SLIGHT) and not word.mention for word in clause)


def _asks(heard: Heard, place: int) -> bool:
    clause = heard.reply.clauses[place]
    if heard.reply.ends[place] == "?" or _asks_first(clause):
        return True
    said = "".join(word.text.replace(" ", "") for word in clause if word.mention is None)
    if said.endswith(_ASKS_LAST) or any(asked in said for asked in _ASKS_TWICE):
        return True
    asking = [w for w in clause if w.roles & BIT["question"] and not w.roles & (AGREES | BIT["not"] | BIT["polite"])]
    tagged = asking[-1:] == clause[-1:] and len(asking) == 1 and asking[0].text in _TAGS
    return bool(asking) and not (tagged and any(word.roles & _CONCLUDES for word in clause))


def _asks_first(clause: Sequence[Word]) -> bool:
    """ "Is sunday ok for you", "is slot 2 taken", "is it monday"."""
    named = any(word.mention is not None or word.roles & BIT["num"] for word in clause[1:3])
    if clause[0].text in _ASKS_FIRST and named:
        return True
    return any(a.text == "is" and b.text == "it" for a, b in pairwise(clause))


def _is_quoted(clause: Sequence[Word]) -> bool:
    """ "You said thursday": who is told what we said, and nothing that accepts it."""
    said = any(word.roles & _SAYS and not word.roles & AGREES for word in clause)
    ours = any(word.roles & _OURS and not word.roles & BIT["light"] for word in clause) or clause[0].text in _OUR
    accepts = any(word.roles & AGREES and not word.roles & BIT["light"] for word in clause)
    return said and ours and not accepts


def _is_for_something(clause: Sequence[Word]) -> bool:
    """ "Friday ok for a coffee"."""
    for at, word in enumerate(clause[:-1]):
        if word.text in _FOR and any(before.roles & AGREES for before in clause[:at]):
            aim = next((one for one in clause[at + 1 :] if not one.roles & BIT["light"] or one.mention), None)
            if aim is not None and not aim.mention and not aim.roles & _FOR_US and aim.text not in _US:
                return True
    return False


def _moves(clause: Sequence[Word]) -> bool:
    """ "Can I swap thursday": what follows the verb at once is what is moved, and not where to."""
    return any(a.roles & BIT["change"] and a.text in _MOVES and b.mention is not None for a, b in pairwise(clause))


def _counts(clause: Sequence[Word], resting: Sequence[Word]) -> bool:
    """ "3 sisters are at home": a bare number, and behind it a word that nobody knows."""
    for word, behind in pairwise(clause):
        if word in resting and word.text.isdigit() and not behind.roles and behind.text.isalpha():
            return len(behind.text) > 3 and behind.text[0] < "\u2fff"
    return False


def _suits_somebody(clause: Sequence[Word]) -> bool:
    """ "Works for my husband", "2 children": not who was asked, unless they are at home then."""
    if any(word.roles & (_AT_HOME | BIT["what_is_left"]) for word in clause):
        return False
    accepts = [
        at for at, word in enumerate(clause) if word.roles & (AGREES | BIT["can"]) and not word.roles & BIT["light"]
    ]
    others = [at for at, word in enumerate(clause) if word.roles & _SOMEBODY]
    accepts += [at for at, word in enumerate(clause) if word.text.isdigit() and len(clause) == 2]
    return any(abs(at - other) <= 2 for at in accepts for other in others if at != other)


def _agrees_after(heard: Heard, place: int) -> bool:
    """ "On Valentine's? well, fine, that day"."""
    behind = [word for word in heard.reply.words if word.clause > place]
    return any(word.roles & (BIT["yes"] | BIT["fits"]) and not word.negated for word in behind)


def _ends_in_no(clause: Sequence[Word]) -> bool:
    """ "Friday is my day off so no": what is concluded at the end, and nothing behind it."""
    drawn = max((at for at, word in enumerate(clause) if at and word.roles & BIT["so"]), default=len(clause))
    return _takes_back(clause[drawn + 1 :])


def _takes_back(clause: Sequence[Word]) -> bool:
    """ "But not any more"."""
    denies = any(word.roles & _UNSAID for word in clause)
    return denies and all(word.roles & (_UNSAID | _SLIGHT) and word.mention is None for word in clause)
