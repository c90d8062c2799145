"""A reply, heard and weighed, for tests of what words mean."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from services.notifier.core.inputs import ReplyAuthor, ReplyRead, ReplyReceived
from services.notifier.core.questions import Question
from services.notifier.core.reply_meanings import weighed
from services.notifier.hearing.hear import hear
from shared.contracts.texts import Meaning

from .events import PHONE_HASH, sealed


class HeardReply(NamedTuple):
    meanings: tuple[Meaning, ...]
    question: Question | None
    author: ReplyAuthor


def read(
    words: str | None, questions: Sequence[Question], received_at: datetime, stop_words: Collection[str] = ()
) -> HeardReply:
    found = heard(words, questions, received_at, stop_words)
    return HeardReply(weighed(found).meanings, found.question, found.author)


def heard(
    words: str | None, questions: Sequence[Question], received_at: datetime, stop_words: Collection[str] = ()
) -> ReplyRead:
    reply = ReplyReceived("SM1", PHONE_HASH, received_at, sealed("words"))
    return hear(reply, words, questions, stop_words=stop_words, zone="Europe/Lisbon", language="en")
