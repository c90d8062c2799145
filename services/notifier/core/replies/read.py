"""One reply, read: its meanings with how sure we are, and the text of ours that it answers.

Order matters: an opt-out beats everything, a digit beats words, and what nobody understands is `unknown`, which is an
honest meaning too. Nothing is guessed: a digit without an offer to answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shared.contracts.texts import Meaning, MeaningKind

from ..known import Question
from .digits import pressed, takes_any
from .folding import fold, without_quotes
from .lexicon import LEXICON, NEGATED_PROMISE
from .optout import asks_to_begin_again, asks_to_stop

ANSWERED_WITHIN = timedelta(days=14)
SURE, LIKELY, HARDLY = 0.99, 0.75, 0.0
DIGIT_OTHER_TIME, DIGIT_HARDSHIP = 4, 5
UNREADABLE = (Meaning(kind="unknown", confidence=0.0),)
# Where two kinds are said at once, these explain the others: who disputes does not promise, who has paid did not lose.
EXPLAINS: tuple[tuple[MeaningKind, MeaningKind], ...] = (
    ("wrong-number", "dispute"),
    ("paid", "promise"),
    ("dispute", "paid"),
    ("dispute", "promise"),
    ("hardship", "promise"),
    ("promise", "other-time"),
    ("paid", "other-time"),
    ("hardship", "other-time"),
)


def read(
    words: str | None, questions: Sequence[Question], received_at: datetime, stop_words: Iterable[str] = ()
) -> tuple[tuple[Meaning, ...], Question | None]:
    """The meanings of `words` (None: unreadable) and the question they answer. `questions`: newest first."""
    open_questions = [
        question for question in questions if received_at - ANSWERED_WITHIN <= question.posted_at <= received_at
    ]
    newest = open_questions[0] if open_questions else None
    if words is None:
        return UNREADABLE, newest
    text = fold(without_quotes(words))
    stop = asks_to_stop(text, stop_words)
    if stop:
        return (Meaning(kind="opt-out", confidence=stop),), newest
    again = asks_to_begin_again(text)
    if again:
        return (Meaning(kind="opt-in", confidence=again),), newest
    digit = pressed(text)
    if digit is not None:
        return _pressed(digit, open_questions, newest)
    offer = next((question for question in open_questions if question.kind == "offer"), None)
    if offer is not None and takes_any(text):
        return (Meaning(kind="slot", confidence=LIKELY, digit=1),), offer
    return _said(text), newest


def _pressed(
    digit: int, questions: Sequence[Question], newest: Question | None
) -> tuple[tuple[Meaning, ...], Question | None]:
    """Digits answer the newest offer, though another text of ours may have come after it."""
    offer = next((question for question in questions if question.kind == "offer"), None)
    if offer is not None and 1 <= digit <= offer.slots:
        return (Meaning(kind="slot", confidence=SURE, digit=digit),), offer
    if digit == DIGIT_HARDSHIP:
        return (Meaning(kind="hardship", confidence=SURE, digit=digit),), newest
    visited = offer or next((question for question in questions if question.visit is not None), None)
    if digit == DIGIT_OTHER_TIME and visited is not None:
        return (Meaning(kind="other-time", confidence=SURE, digit=digit),), visited
    return (Meaning(kind="unknown", confidence=HARDLY, digit=digit),), newest


def _said(text: str) -> tuple[Meaning, ...]:
    found = {kind for kind, pattern in LEXICON.items() if pattern.search(text)}
    if "promise" in found and NEGATED_PROMISE.search(text):
        found.discard("promise")
    for stronger, weaker in EXPLAINS:
        if stronger in found:
            found.discard(weaker)
    meanings = tuple(Meaning(kind=kind, confidence=LIKELY) for kind in LEXICON if kind in found)
    return meanings or (Meaning(kind="unknown", confidence=HARDLY),)
