"""What the product would hear in a reply, and what would follow: for a person who asks why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifier.core.inputs import ReplyRead, ReplyReceived
from services.notifier.core.questions import Question
from services.notifier.core.reply_meanings import WeighedReply, weighed
from services.notifier.understanding.reading import AskedKind, OfferedWindow
from shared.contracts.texts import TextKind
from shared.contracts.values import Sealed, Window
from shared.contracts.zones import PLACES
from shared.policy.local_time import zone_of

from .hear import hear
from .own_words import own
from .second_reader import SecondOpinion, SecondReader, opinion_of

CASE, PHONE = "case", "0" * 64
NOTHING_SEALED = Sealed(kid="none", of="none", field="words", box="A" * 40)
TEXTS: Mapping[AskedKind, TextKind] = {
    "offer": "offer", "notice": "notice", "reminder": "reminder-firm", "question": "no-slots",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExplainedReply:
    """`own` is what of the reply is the borrower's: the spans of the reading are places in it. `second` is None where
    no second reader was asked.
    """

    own: str
    read: ReplyRead
    weighed: WeighedReply
    second: SecondOpinion | None = None

    @property
    def follows(self) -> list[str]:
        """A line for each thing that the product would do."""
        if self.read.author != "person":
            return [f"Written by {'a machine' if self.read.author == 'machine' else 'nobody'}: it is no answer."]
        lines = [_told(self.weighed, place) for place in range(len(self.weighed.meanings))]
        if self.weighed.shown is not None:
            lines.append(f"A person reads it too: {self.weighed.shown}.")
        if self.weighed.waits:
            lines.append("The case waits for that person.")
        if self.weighed.grave:
            lines.append("No template answers it.")
        return lines


def explained(
    text: str,
    asked: AskedKind,
    windows: Sequence[OfferedWindow],
    at: datetime,
    language: str = "",
    second: SecondReader | None = None,
) -> ExplainedReply:
    """`text` as the answer to such a text of ours, posted a minute before `at`."""
    reply = ReplyReceived("SM0", PHONE, at, NOTHING_SEALED)
    kind = TEXTS.get(asked)
    questions = () if kind is None else (_question(kind, windows, at),)
    read = hear(reply, text, questions, (CASE,), language=language, zone=_zone_of(at), second=second)
    said = own(text).text
    opinion = opinion_of(second, said, asked) if second is not None and read.chars else None
    return ExplainedReply(said, read, weighed(read), opinion)


def _question(kind: TextKind, windows: Sequence[OfferedWindow], at: datetime) -> Question:
    shown = tuple(
        Window(
            start=one.start,
            end=one.end,
            zone=_zone_of(one.start),
            local=f"{one.start:%Y-%m-%dT%H:%M}",
        )
        for one in windows
    )
    visit = "visit" if kind in ("offer", "notice", "no-slots") else None
    return Question(UUID(int=0), CASE, kind, visit, 1, len(shown), at - timedelta(minutes=1), shown)


def _zone_of(at: datetime) -> str:
    """The zone of `at`; of one that is only so many hours from UTC, some place where clocks show the same."""
    if isinstance(at.tzinfo, ZoneInfo):
        return at.tzinfo.key
    alike = (name for name in sorted(PLACES) if at.astimezone(zone_of(name)).utcoffset() == at.utcoffset())
    return next(alike, "UTC")


def _told(reply: WeighedReply, place: int) -> str:
    meaning = reply.meanings[place]
    if meaning.kind == "unknown":
        if reply.acknowledges:
            return "It agrees to what was told: nothing follows."
        return "Not understood: a person reads it, and the borrower is told so."
    about = f" {meaning.digit}" if meaning.kind == "slot" else f" at {meaning.at}" if meaning.at is not None else ""
    return f"Acted on as {meaning.kind}{about} ({meaning.confidence:.2f})."
