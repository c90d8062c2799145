"""The newest records of all topics, numbered as they came. Bounded; who is too slow is told how many they missed.

A record is read when somebody wants to see it: in a flood most of them are counted, and no eye ever meets them.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

KEPT_MAX = 20_000
SHARED_MAX = 64


@dataclass(frozen=True, slots=True)
class StreamedRecord:
    """A record as a page may show it: nothing personal. `at` is the event's own moment (ISO, UTC)."""

    topic: str
    partition: int
    offset: int
    at: str
    subject: str
    type: str
    what: str
    said: str
    id: str = ""
    cause: str = ""
    headers: str = ""
    refused: bool = False


class Numbered:
    """`record` is made when it is first asked for, `line` (the record as JSON) too: once for all who look."""

    __slots__ = ("_line", "_made", "_record", "seq", "topic")

    def __init__(self, seq: int, topic: str, made: Callable[[], StreamedRecord]) -> None:
        self.seq, self.topic = seq, topic
        self._made: Callable[[], StreamedRecord] | None = made
        self._record: StreamedRecord | None = None
        self._line = ""

    @property
    def record(self) -> StreamedRecord:
        if self._record is None:
            assert self._made is not None
            self._record, self._made = self._made(), None
        return self._record

    @property
    def line(self) -> str:
        if not self._line:
            document = {"seq": self.seq, **_document(self.record)}
            self._line = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return self._line


@dataclass(frozen=True, slots=True)
class SharedBatch:
    """`message` is empty where nothing passed; `seen` is the number of the last record that was looked at. The next
    batch is made after `rest_s`."""

    message: bytes
    seen: int
    rest_s: float = 0


class Ring:
    """`run` names this process's numbering: numbers of another run mean nothing here. `trouble` is why nothing comes at
    the moment, or nothing, and `since` when that began."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self.run = secrets.token_hex(4)
        self._kept: deque[Numbered] = deque(maxlen=kept_max)
        self._next = 1
        self._more = asyncio.Event()
        self._shared: dict[Hashable, SharedBatch] = {}
        self.trouble = ""
        self.since = datetime.now(UTC)

    @property
    def last(self) -> int:
        """The number of the newest record, 0 before the first."""
        return self._next - 1

    @property
    def first(self) -> int:
        """The number of the oldest that is kept."""
        return self._next - len(self._kept)

    def say(self, trouble: str) -> None:
        """Why nothing comes at the moment, or nothing; whoever looks is told."""
        if trouble != self.trouble:
            self.trouble, self.since = trouble, datetime.now(UTC)
            self._wake()

    def add(self, records: Sequence[tuple[str, Callable[[], StreamedRecord]]]) -> None:
        """The topic of each, and what makes it readable."""
        for topic, made in records:
            self._kept.append(Numbered(self._next, topic, made))
            self._next += 1
        if records:
            self._shared.clear()
            self._wake()

    def after(self, seq: int) -> Iterator[Numbered]:
        """Those kept with a higher number, oldest first."""
        return islice(self._kept, max(0, seq + 1 - self.first), None)

    def shared(self, key: Hashable, made: Callable[[], SharedBatch]) -> SharedBatch:
        """What `made` gives, made once for all who ask for the same before the next record comes."""
        found = self._shared.get(key)
        if found is None:
            found = made()
            if len(self._shared) < SHARED_MAX:
                self._shared[key] = found
        return found

    def missed(self, seq: int) -> int:
        """How many that came after `seq` are kept no longer."""
        return max(0, self.first - 1 - seq)

    async def more(self, seq: int, trouble: str) -> None:
        """Returns once there is a record with a higher number, or another trouble."""
        while self.last <= seq and self.trouble == trouble:
            await self._more.wait()

    def _wake(self) -> None:
        woken, self._more = self._more, asyncio.Event()
        woken.set()


def _document(record: StreamedRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in StreamedRecord.__slots__ if name != "headers"}
