"""For whoever teaches what a reply means: what it answered, what it is heard as, and what settling it would say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from services.notifier.core.inputs import ReplyReceived
from services.notifier.core.questions import Question
from services.notifier.core.reply_meanings import KINDS
from services.notifier.understanding.precedence import ORDER
from services.notifier.understanding.reading import MeaningName, OpenQuestion
from shared.contracts.operations import ReplyVerdict
from shared.contracts.values import Sealed

from .binding import answered_in_words, asked_by, open_questions, windows_of
from .hear import hear

VERDICTS: tuple[ReplyVerdict, ...] = get_args(ReplyVerdict)


@dataclass(frozen=True, slots=True)
class HeardAgain:
    """`asked` is what the reply answers, `meanings` what the reader of today makes of it."""

    asked: OpenQuestion
    meanings: tuple[MeaningName, ...]


def heard_again(
    box: Sealed, words: str, texts: Sequence[Mapping[str, Any]], at: datetime, language: str, zone: str
) -> HeardAgain:
    """`texts` are rows of those that went to the borrower's phones, newest first; `box` holds the `words`."""
    questions = tuple(
        Question(
            row["intent"], row["asked_in"], row["kind"], row["visit"], row["version"], row["slots"],
            row["posting_at"], windows_of(row["wording"]),
        )
        for row in texts
    )  # fmt: skip
    read = hear(ReplyReceived("", "", at, box), words, questions, language=language, zone=zone)
    question = read.question or answered_in_words(open_questions(questions, at))
    return HeardAgain(asked_by(question, at), tuple(one.kind for one in read.reading.meanings))


def verdict_of(labels: Sequence[MeaningName]) -> ReplyVerdict | None:
    """What settling is told: the strongest of the labels that it knows; None where it knows none."""
    kinds = [KINDS.get(label) for label in ORDER if label in labels]
    return next((verdict for kind in kinds for verdict in VERDICTS if verdict == kind), None)
