"""What is cancelled: the visit, or our texts where no visit is open."""

from __future__ import annotations

from collections.abc import Mapping

from .languages.shape import BIT
from .matching import Match
from .phrases import is_han
from .reading import FoundMeaning, MeaningName, OpenQuestion
from .rules import CANCEL_ASKED, CANCELLED
from .words import ReplyWords


def asks_to_cancel_nothing(match: Match, asked: OpenQuestion) -> bool:
    """Is it asked whether it can be cancelled, and no visit is open?"""
    return match.rule.why == CANCEL_ASKED and asked.kind not in ("offer", "notice")


def cancels_in_chinese(reply: ReplyWords, found: Mapping[MeaningName, FoundMeaning]) -> bool:
    """Is it cancelled, and nothing else said? In Spanish a debt that is cancelled is paid."""
    decline = found.get("decline")
    return (
        decline is not None
        and decline.rule.startswith(CANCELLED)
        and all(is_han(word.text) for word in reply.any(BIT["revoke"]))
    )
