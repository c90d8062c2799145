"""Hardship that is told by what happened, in no word for it: the roof is off, the hens are dead, the boss has gone.

One misfortune may be small talk. Two of them, or one beside what people live from (work, food, rent, a shop, those whom
they feed), and nothing else that the reply is about, tell why nothing is paid.
"""

from __future__ import annotations

from .languages.shape import bits
from .words import ReplyWords, Word

_MISFORTUNES = bits("adverse", "calamity")
_MORE = _MISFORTUNES | bits("ruined", "ill", "unwell", "nowork", "lost", "barely")
_LIVED_FROM = bits(
    "livelihood", "necessity", "job", "payday", "relative", "debt", "money", "pay", "instalment", "living"
)
_ASKS = bits("how", "if", "help", "question")


def hard_times(reply: ReplyWords) -> tuple[Word, ...]:
    """The words that tell of them; () where it is one misfortune only, or a question."""
    if not reply.roles & _MISFORTUNES or (reply.roles & _ASKS and reply.ends[-1] == "?"):
        return ()
    told = tuple(word for word in reply.words if word.roles & _MORE and not word.mended)
    misfortunes = [word for word in told if word.roles & _MISFORTUNES]
    others = any(word.roles & _LIVED_FROM and word not in misfortunes for word in reply.words)
    return told if misfortunes and (others or len(told) > 1) else ()
