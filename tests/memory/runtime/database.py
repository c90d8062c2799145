"""What a database of one service holds, in memory: it outlives the processes that use it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import UUID

from shared.runtime.kafka.places import PLACES
from shared.runtime.outgoing import RefusalCode
from shared.runtime.ports import (
    DeadRow,
    HeldState,
    HistoryRow,
    IntakeRow,
    Loaded,
    OperationOutcome,
    OperationRow,
    Outgoing,
    QueuedRow,
    SwitchRow,
    Writes,
)

from .heard import HeardRows
from .held_tables import HeldTables
from .holder import Holder
from .place_rows import PlaceRows
from .tables import Tables

if TYPE_CHECKING:
    from .unit import MemoryUnit

WAITING, REFUSED = 0, -2


@dataclass(slots=True, eq=False)
class Parked:
    """A row of `parked`. `readers` hold a share lock on it, `holder` the lock of a replay."""

    since: datetime
    code: str
    detail: str
    attempts: int = 1
    replay: bool = False
    readers: int = 0
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class RetentionPlace:
    """The last key that was looked at; `over_at` is when the last round ended, None while one is under way."""

    after: str = ""
    over_at: datetime | None = None


@dataclass(slots=True, eq=False)
class OutboxRow:
    """`owner` is `WAITING` while the row queues behind others, `REFUSED` where the broker does not take it."""

    row: Outgoing
    owner: int
    refused: RefusalCode | None = None


class Timers:
    """One of a kind per aggregate, also in the order they come due."""

    def __init__(self) -> None:
        self._due: dict[tuple[str, str], datetime] = {}
        self._order: list[tuple[datetime, str, str]] = []
        self._of: dict[str, dict[str, datetime]] = {}

    def __iter__(self) -> Iterator[tuple[datetime, str, str]]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def of(self, aggregate: str) -> dict[str, datetime]:
        """When each kind of the aggregate's timers is due."""
        return self._of.get(aggregate, {})

    def after(self, at: datetime) -> Iterator[tuple[datetime, str, str]]:
        """Those that are due later than that, in order."""
        return islice(self._order, bisect_right(self._order, at, key=itemgetter(0)), None)

    def set(self, aggregate: str, kind: str, due_at: datetime) -> None:
        self.cancel(aggregate, kind)
        self._due[aggregate, kind] = due_at
        self._of.setdefault(aggregate, {})[kind] = due_at
        insort(self._order, (due_at, aggregate, kind))

    def cancel(self, aggregate: str, kind: str) -> None:
        due_at = self._due.pop((aggregate, kind), None)
        if due_at is not None:
            del self._of[aggregate][kind]
            del self._order[bisect_left(self._order, (due_at, aggregate, kind))]


class MemoryDatabase:
    """Committed rows, and which unit holds what. `inbox` maps an id to the unit that claims it, None once committed,
    and `handled_at` says when that was.

    `dead` are the letters that are open. `operating` is the unit that has what operators asked for first.
    `now` is the server's own clock. `marks` counts those given to writes of states, also of what a restore undid.

    `held_tables` are those that somebody outside holds.

    `on_the_way` are commits for which nobody waits any more (see `landing`); `on_put_off` hears of each.
    `on_commit` and `on_intake` see every commit and every row taken in, right after it is durable; `on_held` what a
    process held of states that it opened and what of that stands, `on_fold` after which versions it reads on.
    """

    def __init__(self) -> None:
        self.inbox: dict[UUID, Holder | None] = {}
        self.contents: dict[UUID, bytes] = {}
        self.handled_at: dict[UUID, datetime] = {}
        self.states: dict[str, Loaded] = {}
        self.marks = 0
        self.history: dict[str, dict[int, HistoryRow]] = {}
        self.timers = Timers()
        self.outbox: dict[UUID, OutboxRow] = {}
        self.living: set[int] = set()
        self.owners = WAITING
        self.parked: dict[str, Parked] = {}
        self.queued: dict[str, list[QueuedRow]] = {}
        self.dead: dict[UUID, DeadRow] = {}
        self.settled_letters: dict[UUID, DeadRow] = {}
        self.operations: dict[UUID, OperationRow] = {}
        self.open_operations: dict[UUID, None] = {}
        self.outcomes: dict[UUID, OperationOutcome] = {}
        self.operating: Holder | None = None
        self.switches: dict[tuple[str, str], SwitchRow] = {}
        self.stopped: frozenset[str] = frozenset()
        self.heard = HeardRows()
        self.places = PlaceRows()
        self.given_back: dict[UUID, datetime] = {}
        self.now: Callable[[], datetime] = partial(datetime.now, UTC)
        self.intake: dict[UUID, IntakeRow] = {}
        self.tables = Tables()
        self.retained: dict[str, RetentionPlace] = {}
        self.holders: dict[str, Holder] = {}
        self.intake_holders: dict[str, Holder] = {}
        self.named_locks: dict[str, Holder] = {}
        self.held_tables = HeldTables()
        self.on_the_way: dict[MemoryUnit, Writes] = {}
        self.on_put_off: Callable[[MemoryUnit], None] | None = None
        self.on_commit: Callable[[Holder, Writes], None] | None = None
        self.on_intake: Callable[[IntakeRow], None] | None = None
        self.on_held: Callable[[Mapping[str, HeldState], Mapping[str, HeldState]], None] | None = None
        self.on_fold: Callable[[Mapping[str, int]], None] | None = None

    def deaf(self) -> dict[str, datetime]:
        """Topics of which something may lie unread for too long, and up to when they were heard."""
        if not self.heard.asked:
            return {}
        found = self.heard.deaf(self.now())
        for letter in self.dead.values():
            if letter.code in PLACES and letter.topic in self.heard.asked:
                found[letter.topic] = min(letter.at, found.get(letter.topic) or self.heard.since(letter.topic))
        return found

    def stops(self) -> frozenset[str]:
        """Switches that are thrown, and what may lie unread."""
        deaf = {f"deaf:{topic} since {at:%Y-%m-%d %H:%M} UTC" for topic, at in self.deaf().items()}
        return self.stopped | deaf if deaf else self.stopped

    def others_with_rows_of(self, aggregates: Iterable[str], me: int) -> frozenset[str]:
        """Those of the aggregates that have outbox rows which are not `me`'s."""
        if not self.outbox:
            return frozenset()
        theirs = {kept.row.aggregate for kept in self.outbox.values() if kept.owner != me}
        return frozenset(theirs.intersection(aggregates)) if theirs else frozenset()

    def is_newer(self, format: int, aggregate: str) -> bool:
        """Is its state stored in a newer format than this one?"""
        kept = self.states.get(aggregate)
        return kept is not None and kept.format > format

    def is_for(self, format: int, aggregate: str) -> bool:
        """May a process of that format work on it?"""
        return aggregate not in self.parked and not self.is_newer(format, aggregate)

    def ask_replay(self, aggregate: str) -> None:
        """What an operator does once the cause is mended."""
        self.parked[aggregate].replay = True

    def throw(self, row: SwitchRow) -> None:
        """The newest throw of a scope counts, whatever order they arrive in."""
        before = self.switches.get((row.what, row.scope))
        if before is None or before.at <= row.at:
            self.switches[row.what, row.scope] = row
            self.stopped = frozenset(f"{at[0]}:{at[1]}" for at, kept in self.switches.items() if kept.stopped)
