"""What the product would hear in a reply, and what would follow: for a person who asks why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifier.core.inputs import ReplyRead, ReplyReceived
from services.notifier.core.questions import Question
from services.notifier.core.reply_meanings import SLOT_MIN, WeighedReply, guess_in, weighed
from services.notifier.core.wording import LANGUAGES, Params, nearest, render
from services.notifier.understanding.reading import AskedKind, OfferedWindow, ReplyReading
from shared.contracts.texts import TextKind, Wording
from shared.contracts.values import Sealed, Slot, Window
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
    no second reader was asked; `guess` the number of the window that is asked back about.
    """

    own: str
    read: ReplyRead
    weighed: WeighedReply
    second: SecondOpinion | None = None
    guess: int | None = None

    @property
    def follows(self) -> list[str]:
        """A line for each thing that the product would do."""
        if self.read.author != "person":
            return [f"Written by {'a machine' if self.read.author == 'machine' else 'nobody'}: it is no answer."]
        if self.guess is not None:
            why = _why_no_more(self.read.reading)
            return [
                f"Window {self.guess} is only guessed: {why}.",
                "Nothing is booked. A person can read the reply too.",
                f"The borrower is asked back by its digit, once; a {self.guess} or a yes then takes it.",
            ]
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
    found = weighed(read)
    unread = read.author == "person" and found.meanings[0].kind == "unknown" and not found.waits
    guess = guess_of(read.reading) if asked == "offer" and unread else None
    return ExplainedReply(said, read, found, opinion, guess)


def guess_of(reading: ReplyReading) -> int | None:
    """The number of a window that is named and not surely chosen: what an open offer would be asked back about."""
    chosen = any(meaning.kind == "choose" and meaning.confidence >= SLOT_MIN for meaning in reading.meanings)
    return None if chosen else guess_in(reading)


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


def _why_no_more(reading: ReplyReading) -> str:
    strongest = reading.meanings[0]
    return (
        strongest.rule if strongest.kind == "unclear" else f"sure {strongest.confidence:.2f}, less than {SLOT_MIN:.2f}"
    )


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
