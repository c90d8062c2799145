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
from services.notifier.core.wording import LANGUAGES, Params, nearest, render
from services.notifier.understanding.reading import AskedKind, OfferedWindow
from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Sealed, Slot, Window
from shared.contracts.zones import PLACES
from shared.policy.local_time import zone_of

from .consequences import ReplyConsequences, consequences
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
    follows: ReplyConsequences
    second: SecondOpinion | None = None


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
    found = weighed(read)
    return ExplainedReply(said, read, found, consequences(read, found, asked), opinion)


def asked_back(number: int, windows: Sequence[OfferedWindow], language: str) -> str:
    """The text that would go out; in English where none is written in the language."""
    shown = [_window(one) for one in windows]
    slots = tuple(Slot(slot=f"{place}", window=one, detour_s=0) for place, one in enumerate(shown, 1))
    spoken = LANGUAGES[nearest(language) or "en"]
    return render("asked-back", spoken, Params(Wording(slots=slots, window=shown[number - 1]), None, (), 0))


def _question(kind: TextKind, windows: Sequence[OfferedWindow], at: datetime) -> Question:
    shown = tuple(map(_window, windows))
    visit = "visit" if kind in ("offer", "notice", "no-slots") else None
    return Question(UUID(int=0), CASE, kind, visit, 1, len(shown), at - timedelta(minutes=1), shown)


def _window(one: OfferedWindow) -> Window:
    return Window(start=one.start, end=one.end, zone=_zone_of(one.start), local=f"{one.start:%Y-%m-%dT%H:%M}")


def _zone_of(at: datetime) -> str:
    """The zone of `at`; of one that is only so many hours from UTC, some place where clocks show the same."""
    if isinstance(at.tzinfo, ZoneInfo):
        return at.tzinfo.key
    alike = (name for name in sorted(PLACES) if at.astimezone(zone_of(name)).utcoffset() == at.utcoffset())
    return next(alike, "UTC")
