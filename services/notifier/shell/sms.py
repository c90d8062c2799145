"""The `Sms` port: hand texts to a carrier once, and say exactly what is known afterwards.

An adapter never tries again. Whoever calls decides that, because only `Unsent` and `Busy` say that nothing was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Ready:
    """A text with everything it needs. `callback` is where the carrier reports on it; it names the intent."""

    to: str
    body: str
    callback: str


@dataclass(frozen=True, slots=True)
class Accepted:
    sid: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The carrier said no, for good. `code` is the carrier's."""

    code: int | None


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


Outcome = Accepted | Rejected | Unsent | Busy | Doubt


@dataclass(frozen=True, slots=True)
class Found:
    """A text as the carrier lists it. `at` is when it was made there (aware)."""

    sid: str
    body: str
    at: datetime


class Unreached(Exception):
    """The carrier can't be asked now."""


class Sms(Protocol):
    async def send(self, texts: Sequence[Ready]) -> list[Outcome]:
        """Post each once, side by side; what is known of each, in the same order. Never raises for one of them."""
        ...

    async def find(self, to: str, since: datetime) -> list[Found]:
        """Texts to `to` that the carrier has, made at `since` or later. Raises `Unreached`."""
        ...

    async def close(self) -> None: ...


@dataclass(slots=True)
class MemorySms:
    """A carrier in memory. `answers` are given in turn to the first texts; afterwards everything is accepted.

    What is accepted, or is in doubt for real (`Doubt`), is in `box`; the number of posts is in `posts`.
    """

    answers: list[Outcome] = field(default_factory=list)
    box: list[tuple[Ready, Found]] = field(default_factory=list)
    posts: list[Ready] = field(default_factory=list)
    at: datetime | None = None
    reachable: bool = True

    async def send(self, texts: Sequence[Ready]) -> list[Outcome]:
        return [self._take(text) for text in texts]

    def _take(self, text: Ready) -> Outcome:
        self.posts.append(text)
        sid = f"SM{len(self.posts):032x}"
        answer = self.answers.pop(0) if self.answers else Accepted(sid)
        if isinstance(answer, Accepted | Doubt) and self.at is not None:
            self.box.append((text, Found(sid, text.body, self.at)))
        return answer

    async def find(self, to: str, since: datetime) -> list[Found]:
        if not self.reachable:
            raise Unreached
        return [found for text, found in self.box if text.to == to and found.at >= since]

    async def close(self) -> None:
        return None
