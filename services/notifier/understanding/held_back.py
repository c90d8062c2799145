"""What makes a window that was named no choice: it is asked about, it depends on something, or it was fine once."""

from __future__ import annotations

from collections.abc import Sequence

from .coverage import AGREES
from .heard import Heard
from .languages.shape import BIT, bits
from .word import Word

_REQUESTS = bits("come", "visit")
"""Who asks us to come says when: "can you stop by monday after 4?"."""
_TELLS_US = bits("call_me", "call", "inform", "message", "contact", "way", "say")
""" "Ring me if nobody opens" is no condition."""
_ASKS_FIRST = frozenset(("is", "are", "does", "would", "will", "was", "r"))
_ASKS_LAST = ("吗", "么", "不", "没", "未", "嗎", "kya", "क्या")
_ASKS_TWICE = ("可不可以", "行不行", "得唔得", "好不好", "能不能", "可唔可以", "方便不方便", "得不得", "有没有", "有冇", "可否", "能否", "是否")
_UNSAID = bits("not", "no", "cant", "misfit", "never")
_SLIGHT = bits("light", "polite", "laugh", "again", "resume", "nomore", "limit", "enough")


def held_back(heard: Heard, resting: Sequence[Word]) -> str:
    """Why the window is not chosen after all; empty where nothing speaks against it."""
    chosen = {word.clause for word in resting}
    first = min(chosen, default=0)
    for place, clause in enumerate(heard.reply.clauses):
        if place in chosen:
            if any(word.roles & BIT["was"] for word in clause):
                return "a window that was fine once"
            if _asks(heard, place) and not any(word.roles & _REQUESTS for word in clause):
                return "a question about a window"
        elif place > first and clause and clause[0].roles & BIT["but"] and _takes_back(clause[1:]):
            return "taken back"
        if (place <= first or not any(word.roles & _TELLS_US for word in clause)) and any(
            word.roles & BIT["if"] and not word.roles & (AGREES | BIT["polite"] | BIT["question"]) for word in clause
        ):
            return "a condition"
    return ""


def _asks(heard: Heard, place: int) -> bool:
    clause = heard.reply.clauses[place]
    if heard.reply.ends[place] == "?":
        return True
    if clause[0].text in _ASKS_FIRST and len(clause) > 1 and clause[1].mention is not None:
        return True  # "is sunday ok for you"
    said = "".join(word.text.replace(" ", "") for word in clause if word.mention is None)
    if said.endswith(_ASKS_LAST) or any(asked in said for asked in _ASKS_TWICE):
        return True
    return any(word.roles & BIT["question"] and not word.roles & (AGREES | BIT["not"] | BIT["polite"]) for word in clause)


def _takes_back(clause: Sequence[Word]) -> bool:
    """ "But not any more"."""
    denies = any(word.roles & _UNSAID for word in clause)
    return denies and all(word.roles & (_UNSAID | _SLIGHT) and word.mention is None for word in clause)
