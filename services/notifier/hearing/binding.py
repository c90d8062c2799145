"""Which of our texts a reply answers, and what that text asked.

1. What was posted after the reply was written, or more than two weeks before, is answered by nothing.
2. Words answer the newest text. Where that only says that we did not understand, they answer what came before it.
3. A digit of a window answers the newest offer, or the one that was asked back about since; 4 the newest text that asks
   for it, whichever case that is about: nobody can tell more from a digit. It means the same in all of our texts, so it
   does not matter which of them the borrower looks at.
4. A window that has begun is offered no longer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from services.notifier.core.questions import Question
from services.notifier.understanding.reading import AskedKind, OfferedWindow, OpenQuestion
from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Window
from shared.policy.local_time import zone_of

ANSWERED_WITHIN = timedelta(days=14)
ASKS_FOR_4: frozenset[TextKind] = frozenset({"offer", "agreed", "notice", "reminder", "asked-back"})
"""What says "4: another time"; a test holds the wording to it."""
ASKED: Mapping[TextKind, AskedKind] = {
    "offer": "offer",
    "asked-back": "offer",
    "agreed": "notice",
    "notice": "notice",
    "reminder": "notice",
    "reminder-early": "reminder",
    "reminder-firm": "reminder",
    "reminder-last": "reminder",
    "no-slots": "question",
    "visit-held": "question",
}
"""What a text asks; any other asks nothing, so that "ok" after it is nothing."""
CREW_COMES: frozenset[TextKind] = frozenset(
    {"agreed", "notice", "reminder", "moved", "on-the-way", "who-comes", "code-unknown"}
)
"""What tells of a crew that will stand at the door."""


def windows_of(wording: str) -> tuple[Window, ...]:
    """What a text offers, tells of or asks back about. Another version, whose wordings have a field more, may have
    written it.
    """
    said = Wording.model_validate_json(wording, extra="ignore")
    return (said.window,) if said.window is not None else tuple(slot.window for slot in said.slots)


def open_questions(questions: Sequence[Question], received_at: datetime) -> tuple[Question, ...]:
    """Those that a reply of that moment may answer, newest first."""
    since = received_at - ANSWERED_WITHIN
    return tuple(question for question in questions if since <= question.posted_at <= received_at)


def answered_in_words(questions: Sequence[Question]) -> Question | None:
    """What words answer."""
    asking = (question for question in questions if question.kind != "not-understood")
    return next(asking, questions[0] if questions else None)


def newest_offer(questions: Sequence[Question]) -> Question | None:
    """The offer that a digit answers: the newest, or that behind a newer question."""
    asking = (question for question in questions if question.kind in ("offer", "asked-back"))
    return next((offer for one in asking if (offer := offer_behind(one, questions)) is not None), None)


def offer_behind(question: Question, questions: Sequence[Question]) -> Question | None:
    """The offer that `question` is or asks back about; None where that is too old to be answered."""
    if question.kind != "asked-back":
        return question
    offers = (one for one in questions if one.kind == "offer" and one.visit == question.visit)
    return next((offer for offer in offers if set(question.windows) <= set(offer.windows)), None)


def answered_by_4(questions: Sequence[Question]) -> Question | None:
    asking = next((question for question in questions if question.kind in ASKS_FOR_4), None)
    return asking or next((question for question in questions if question.visit is not None), None)


def asked_by(question: Question | None, received_at: datetime) -> OpenQuestion:
    """What the reader is told of it. Our own words are taken out of a reply before (see `own_words`)."""
    if question is None:
        return OpenQuestion()
    windows = tuple(
        OfferedWindow(
            number, window.start.astimezone(zone_of(window.zone)), window.end.astimezone(zone_of(window.zone))
        )
        for number, window in enumerate(question.windows, 1)
        if window.start > received_at
    )
    return OpenQuestion(ASKED.get(question.kind, "none"), windows)
