"""What a reply asks of scheduler, read from the meanings that notifier understood."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from shared.contracts.texts import Meaning, NamedTime

ReplyChoice = Literal["slot", "other-time", "who", "left-to-notifier", "unclear"]
CONFIDENCE_MIN = 0.6
SLOT_CONFIDENCE_MIN = 0.9
"""So sure notifier must be of a window before crews are sent for it."""
STOPS = frozenset({"opt-out", "wrong-number"})
ABOUT_THE_DEBT = frozenset({"hardship", "dispute", "paid", "promise"})


def choice_of(meanings: tuple[Meaning, ...]) -> ReplyChoice:
    """Who chooses a slot and says more has chosen it; only a stop beats that."""
    kinds = {meaning.kind for meaning in _sure(meanings)}
    if kinds & STOPS:
        return "left-to-notifier"
    if "slot" in kinds:
        return "slot" if len(_digits(meanings)) == 1 else "unclear"
    if kinds & ABOUT_THE_DEBT:
        return "left-to-notifier"
    if "other-time" in kinds:
        return "other-time"
    if "who" in kinds:
        return "who"
    return "left-to-notifier" if "opt-in" in kinds else "unclear"


def digit_of(meanings: tuple[Meaning, ...]) -> int:
    """The digit that chooses a slot; 0 where there is none."""
    return min(_digits(meanings), default=0)


def code_of(meanings: tuple[Meaning, ...]) -> str:
    """The check code that is asked about; empty where there is none."""
    return next((meaning.code for meaning in _sure(meanings) if meaning.code is not None), "")


def wished_time(meanings: tuple[Meaning, ...]) -> datetime | None:
    """The time that the borrower most surely proposed, if one was named."""
    wishes = [meaning for meaning in _sure(meanings) if meaning.kind == "other-time" and meaning.at is not None]
    return max(wishes, key=lambda meaning: meaning.confidence).at if wishes else None


def named_time(meanings: tuple[Meaning, ...]) -> NamedTime | None:
    """What the borrower most surely named of a time of their own."""
    wishes = [meaning for meaning in _sure(meanings) if meaning.kind == "other-time" and meaning.named is not None]
    return max(wishes, key=lambda meaning: meaning.confidence).named if wishes else None


def _sure(meanings: tuple[Meaning, ...]) -> list[Meaning]:
    return [
        meaning
        for meaning in meanings
        if meaning.confidence >= (SLOT_CONFIDENCE_MIN if meaning.kind == "slot" else CONFIDENCE_MIN)
    ]


def _digits(meanings: tuple[Meaning, ...]) -> set[int]:
    return {meaning.digit or 0 for meaning in _sure(meanings) if meaning.kind == "slot"}
