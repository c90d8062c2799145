"""What is read, and what it was found to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

MeaningName = Literal[
    "confirm", "choose", "decline", "propose", "reschedule", "stop", "start", "paid", "promise", "hardship", "dispute",
    "wrong_number", "deceased", "third_party", "represented", "vulnerable", "verify", "call_me", "human", "help",
    "abuse", "unclear",
]  # fmt: skip
AskedKind = Literal["offer", "reminder", "notice", "question", "none"]
"""The open question: times for a visit, a payment's reminder, a visit that was agreed, that we have no time or no visit
for now, nothing."""


@dataclass(frozen=True, slots=True)
class OfferedWindow:
    """A time that was offered, as the borrower was shown it. Both ends are aware, in the borrower's zone."""

    number: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What the borrower was asked. `sent` is the text of ours that is open, where it is known."""

    kind: AskedKind = "none"
    windows: tuple[OfferedWindow, ...] = ()
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of the reply as it was written, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundMeaning:
    """One meaning with how sure we are (0 to 1), the words that it rests on, and the rule that found it."""

    kind: MeaningName
    confidence: float
    spans: tuple[Span, ...]
    rule: str

    def is_told_before(self, other: FoundMeaning) -> bool:
        """Do its words all stand before those of `other`?"""
        return bool(self.spans and other.spans) and self.spans[-1].end <= other.spans[0].start


@dataclass(frozen=True, slots=True)
class FoundTime:
    """The time that was chosen, proposed or promised; aware, in the borrower's zone. `point`: an hour, with a nominal
    length.
    """

    start: datetime
    end: datetime
    point: bool = False


@dataclass(frozen=True, slots=True)
class SpokenTime:
    """What was said of a time: the one day, and hours, of that day or of any. Where words may mean several hours, all
    are here. An hour alone begins and ends with itself; what ends earlier than it begins goes past midnight.
    """

    day: date | None = None
    hours: tuple[tuple[time, time], ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """Meanings, strongest first; `unclear` stands alone. `slot` is the number of the window that was chosen, `guess` of
    one that an unclear reply names without choosing it. `named` is what was said of the time that is proposed.
    `no_visits` is a refusal of visits as such, whatever else is said: a refusal of a time is none.
    """

    meanings: tuple[FoundMeaning, ...]
    slot: int | None = None
    time: FoundTime | None = None
    guess: int | None = None
    named: SpokenTime | None = None
    no_visits: FoundMeaning | None = None
