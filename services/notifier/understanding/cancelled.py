"""What is cancelled: the visit, or our texts where no visit is open."""

from __future__ import annotations

from collections.abc import Mapping

from .languages.shape import BIT, MARK, bits
from .matching import Match
from .phrases import is_han
from .reading import FoundMeaning, MeaningName, OpenQuestion
from .rules import CANCEL_ASKED, CANCELLED
from .words import ReplyWords

_CANCELS = MARK["cancels"] | MARK["is_off"]
_KEYWORD = "cancelar"
"""What opts out in Spanish and Portuguese, as CANCEL does; beside an open visit it is of that."""
_OF_THE_VISIT = bits(
    "light", "polite", "i", "me", "have", "already", "visit", "yes", "but", "not", "want", "need", "time"
)


def asks_to_cancel_nothing(match: Match, asked: OpenQuestion) -> bool:
    """Is it asked whether it can be cancelled, and no visit is open?"""
    return match.rule.why == CANCEL_ASKED and asked.kind not in ("offer", "notice")


def is_said_of_the_visit(reply: ReplyWords, match: Match, asked: OpenQuestion) -> bool:
    """Does a word for cancelling dispute a debt, or ask for texts again, where a visit is open: "I cancelled it"?"""
    if asked.kind != "notice" or not any(word.marks & _CANCELS for word in match.words):
        return False
    return all(word in match.words or word.roles & _OF_THE_VISIT for word in reply.words if word.text[0].isalnum())


def cancels_texts(reply: ReplyWords, found: Mapping[MeaningName, FoundMeaning]) -> bool:
    """Is it cancelled, and nothing else said: in Chinese, or by the keyword itself? In Spanish a debt that is cancelled
    is paid, so "cancelar" has to be the whole reply.
    """
    decline = found.get("decline")
    if decline is None or not decline.rule.startswith(CANCELLED):
        return False
    if all(is_han(word.text) for word in reply.any(BIT["revoke"])):
        return True
    said = [word for word in reply.words if word.text[0].isalnum() and not word.roles & BIT["polite"]]
    return [word.text for word in said] == [_KEYWORD]
