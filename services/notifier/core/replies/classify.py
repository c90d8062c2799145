"""One reply, read: its meanings with how sure we are, the text of ours that it answers, and who wrote it.

Order matters: what is ours in it is taken out, an opt-out beats everything, a digit beats words, and what nobody
understands is `unknown`, which is an honest meaning too. Nothing is guessed: a digit without an offer to answer is
unknown, and nothing but a digit or a position in the list takes a slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from shared.contracts.texts import Meaning, MeaningKind, TextKind

from ..lookup import Question
from .digits import pressed
from .lexicon import LEXICON, NEGATED_PROMISE
from .machines import is_form, is_hasty, without_their_stop
from .normalise import fold
from .optout import asks_to_begin_again, asks_to_stop
from .quoted import own

ANSWERED_WITHIN = timedelta(days=14)
SURE, LIKELY, HARDLY = 0.99, 0.75, 0.0
DIGIT_OTHER_TIME, DIGIT_HARDSHIP = 4, 5
ASKS_FOR_4: frozenset[TextKind] = frozenset({"offer", "notice", "reminder"})
"""What says "4: another time"; a test holds the wording to it."""
UNREADABLE = (Meaning(kind="unknown", confidence=0.0),)
BRAKING: frozenset[MeaningKind] = frozenset({"wrong-number", "hardship", "dispute", "paid", "promise"})
"""Acted on whoever wrote it: in doubt nobody is asked again."""
Author = Literal["person", "machine", "nobody"]
"""`nobody`: a reaction, or a copy of our own text, and not a word more."""
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


class Reading(NamedTuple):
    meanings: tuple[Meaning, ...]
    question: Question | None
    author: Author = "person"


def read(
    words: str | None,
    questions: Sequence[Question],
    received_at: datetime,
    stop_words: Iterable[str] = (),
    arrived_at: datetime | None = None,
) -> Reading:
    """The meanings of `words` (None: unreadable) and the question they answer. `questions`: newest first.

    `arrived_at` is when a text of ours last arrived at the phone, where that is known.
    """
    open_questions = [
        question for question in questions if received_at - ANSWERED_WITHIN <= question.posted_at <= received_at
    ]
    newest = open_questions[0] if open_questions else None
    if words is None:
        return Reading(UNREADABLE, newest)
    if asks_to_stop(_last_line(words)) == 1.0:
        return Reading((Meaning(kind="opt-out", confidence=1.0),), newest)
    said = own(fold(words))
    if said.silent:
        return Reading(UNREADABLE, newest, "nobody")
    form = is_form(said.text)
    text = without_their_stop(said.text) if form else said.text
    stop = asks_to_stop(text, stop_words)
    if stop:
        return Reading((Meaning(kind="opt-out", confidence=stop),), newest)
    again = asks_to_begin_again(text)
    if again:
        return Reading((Meaning(kind="opt-in", confidence=again),), newest)
    digit = pressed(text)
    if digit is not None:
        return Reading(*_pressed(digit, open_questions, newest))
    meanings = _said(text)
    hasty = is_hasty(text, _after(newest, arrived_at, received_at))
    if (form or hasty) and not BRAKING & {meaning.kind for meaning in meanings}:
        return Reading(UNREADABLE, newest, "machine")
    return Reading(meanings, newest)


def _last_line(words: str) -> str:
    """What stands below a quotation: our texts have no STOP on a line of its own."""
    lines = words.split("\n")
    return fold(lines[-1]) if len(lines) > 1 else ""


def _after(newest: Question | None, arrived_at: datetime | None, received_at: datetime) -> timedelta | None:
    """How long after the newest text of ours the reply came, or after its arrival."""
    ours = [at for at in (newest.posted_at if newest is not None else None, arrived_at) if at is not None]
    return min((received_at - at for at in ours if at <= received_at), default=None)


def _pressed(
    digit: int, questions: Sequence[Question], newest: Question | None
) -> tuple[tuple[Meaning, ...], Question | None]:
    """Slots are those of the newest offer, though another text of ours may have come after it.

    4 answers the newest text that asks for it, whichever case that is about: nobody can tell more from a digit.
    """
    offer = next((question for question in questions if question.kind == "offer"), None)
    if offer is not None and 1 <= digit <= offer.slots:
        return (Meaning(kind="slot", confidence=SURE, digit=digit),), offer
    if digit == DIGIT_HARDSHIP:
        return (Meaning(kind="hardship", confidence=SURE, digit=digit),), newest
    asking = next((question for question in questions if question.kind in ASKS_FOR_4), None)
    visited = asking or next((question for question in questions if question.visit is not None), None)
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
