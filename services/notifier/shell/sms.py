"""The `Sms` port: hand texts to a carrier once, and say exactly what is known afterwards.

An adapter never tries again. Whoever calls decides that, because only `Unsent` and `Busy` say that nothing was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol

from services.notifier.core.text_status import TextStatus

from .charge import NOT_SAID, Charge


@dataclass(frozen=True, slots=True)
class Ready:
    """A text with everything it needs. `callback` is where the carrier reports on it; it names the intent."""

    to: str
    body: str
    callback: str


@dataclass(frozen=True, slots=True)
class Accepted:
    sid: str
    charge: Charge = NOT_SAID


@dataclass(frozen=True, slots=True)
class Rejected:
    """The carrier said no and took nothing. `code` is the carrier's; whose fault it is says core/carrier_codes."""

    code: int | None


ACCOUNT_REFUSED = "account-refused"


@dataclass(frozen=True, slots=True)
class Unsent:
    """It certainly was not taken: the connection was refused, or our account was. Safe to try again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Busy:
    """Too many at once; the carrier took nothing. `after_s` is its wish, where it has one."""

    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Nobody knows: bytes left, and no answer came that says what became of them."""

    reason: str


PostingOutcome = Accepted | Rejected | Unsent | Busy | Doubt


@dataclass(frozen=True, slots=True)
class Report:
    """What the carrier knows of one text. `status` is in our words, None where it says nothing that we know."""

    status: TextStatus | None
    code: int | None = None
    charge: Charge = NOT_SAID


@dataclass(frozen=True, slots=True)
class Found:
    """A text as the carrier lists it. `at` is when it was made there (aware)."""

    sid: str
    body: str
    at: datetime
    to: str = ""
    report: Report = Report(None)


@dataclass(frozen=True, slots=True)
class Listing:
    """`whole` when nothing was left off."""

    found: Sequence[Found]
    whole: bool


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture that came with a message: where the carrier keeps it, and its media type where that is known."""

    url: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that somebody wrote to us. `at` is when (aware); `carrier_says` what the carrier took it for.

    `told_now`: nobody says when it was written; `at` is when it came, by the clock of the process that heard it.
    """

    sid: str
    sender: str
    words: str
    at: datetime
    to: str | None = None
    account: str | None = None
    media: tuple[Medium, ...] = ()
    carrier_says: Literal["stop", "start", "help"] | None = None
    told_now: bool = False


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some messages, and what to ask for the next ones with; None where there are no more."""

    messages: tuple[Arrived, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Some texts of ours, and what to ask for the next ones with. One may be on several pages."""

    texts: tuple[Found, ...]
    more: str | None


class Unreached(Exception):
    """The carrier can't be asked now. `after_s` is how long it wants to be left alone, where it says so."""

    def __init__(self, why: str = "", after_s: float | None = None) -> None:
        super().__init__(why)
        self.after_s = after_s


class Sms(Protocol):
    async def send(self, texts: Sequence[Ready]) -> list[PostingOutcome]:
        """Post each once, side by side; what is known of each, in the same order. Never raises for one of them."""
        ...

    async def find(self, to: str, since: datetime) -> Listing:
        """Texts to `to` that the carrier has, made at `since` or later, sent yet or not. Raises `Unreached`."""
        ...

    async def listed(self, since: datetime, until: datetime) -> Listing:
        """Texts that we sent in that time, to anybody, as far as so many pages go. Raises `Unreached`."""
        ...

    async def report(self, sid: str) -> Report | None:
        """What became of the text `sid`; None when the carrier has no such text. Raises `Unreached`."""
        ...

    async def reach(self) -> None:
        """Does the carrier answer, and us? Puts no text at risk. Raises `Unreached`."""
        ...

    async def close(self) -> None: ...


class Arrivals(Protocol):
    """The carrier's own list of what people wrote to us."""

    async def inbox(self, since: datetime, page: str | None) -> InboxPage:
        """What came at `since` or later, some at a time, the newest first. Raises `Unreached`."""
        ...


class Departures(Protocol):
    """The carrier's own list of what we sent."""

    async def outbox(self, since: datetime, page: str | None) -> OutboxPage:
        """What was made there at `since` or later, some at a time: all of it. Raises `Unreached`."""
        ...


@dataclass(slots=True)
class MemorySms:
    """A carrier in memory. `answers` are given in turn to the first texts; then everything is accepted, or gets the
    answer `always`.

    What is accepted, or is in doubt for real (`Doubt`), is in `box`; the number of posts is in `posts`; what the
    carrier would report of a text is in `reports`, by sid; `asked` names the questions it got; what people wrote is in
    `arrived`. Where it is not `reachable` it may wish to be left alone for `wish_s`.
    """

    answers: list[PostingOutcome] = field(default_factory=list)
    box: list[tuple[Ready, Found]] = field(default_factory=list)
    posts: list[Ready] = field(default_factory=list)
    at: datetime | None = None
    reachable: bool = True
    wish_s: float | None = None
    always: PostingOutcome | None = None
    reports: dict[str, Report] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)
    page_size: int = 1000

    async def send(self, texts: Sequence[Ready]) -> list[PostingOutcome]:
        return [self._take(text) for text in texts]

    def _take(self, text: Ready) -> PostingOutcome:
        self.posts.append(text)
        sid = f"SM{len(self.posts):032x}"
        answer = self.answers.pop(0) if self.answers else self.always or Accepted(sid)
        if isinstance(answer, Accepted | Doubt) and self.at is not None:
            self.box.append((text, Found(sid, text.body, self.at, text.to)))
        return answer

    async def find(self, to: str, since: datetime) -> Listing:
        self._ask("find")
        return Listing([self._now(found) for text, found in self.box if text.to == to and found.at >= since], True)

    async def listed(self, since: datetime, until: datetime) -> Listing:
        self._ask("listed")
        return Listing([self._now(found) for _, found in self.box if since <= found.at <= until], True)

    async def report(self, sid: str) -> Report | None:
        self._ask("report")
        return self.reports.get(sid)

    async def reach(self) -> None:
        self._ask("reach")

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if not self.reachable:
            raise Unreached("", self.wish_s)

    def _now(self, found: Found) -> Found:
        return replace(found, report=self.reports.get(found.sid, found.report))

    async def inbox(self, since: datetime, page: str | None) -> InboxPage:
        if not self.reachable:
            raise Unreached
        there = sorted((one for one in self.arrived if one.at >= since), key=lambda one: one.at, reverse=True)
        first = int(page or 0)
        last = first + self.page_size
        return InboxPage(tuple(there[first:last]), str(last) if last < len(there) else None)

    async def outbox(self, since: datetime, page: str | None) -> OutboxPage:
        self._ask("outbox")
        there = [self._now(found) for _, found in self.box if found.at >= since]
        first = int(page or 0)
        last = first + self.page_size
        return OutboxPage(tuple(there[first:last]), str(last) if last < len(there) else None)

    async def close(self) -> None:
        return None
