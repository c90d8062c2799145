"""One simulated process: where it may be stopped, resumed or killed, and what goes wrong for it.

Every port call has one scheduling point, after its effect: whoever drives the coroutine by hand (`coro.send(None)`)
gets the `Point` and decides who goes on. Between two points a process runs alone, so a crash at a point is a crash
anywhere up to the next effect, and "before the effect" is a crash at the point before it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime


class Crashed(BaseException):
    """The process is dead; a port was called while its coroutines were being closed."""


class Fault:
    """What one port call raises. Of its work `done` parts happen before that: rows published, or all of anything else
    when it is not 0 (then the answer was lost, and the caller can't know). A commit that is `late` happens after that.
    """

    __slots__ = ("done", "error", "late")

    def __init__(self, error: Exception, done: int = 0, *, late: bool = False) -> None:
        self.error, self.done, self.late = error, done, late


class Point:
    """A scheduling point. `name` is the port call; `blocked` says it waits for a lock; `until` that it sleeps."""

    __slots__ = ("blocked", "name", "until")

    def __init__(self, name: str, *, blocked: bool = False, until: datetime | None = None) -> None:
        self.name = name
        self.blocked = blocked
        self.until = until

    def __await__(self) -> Generator[Point, None, None]:
        return iter((self,))  # type: ignore[return-value]  # a generator takes longer to make


class _Breath(Point):
    """The same on an asyncio loop, for which a bare yield is `asyncio.sleep(0)`."""

    __slots__ = ()

    def __await__(self) -> Generator[None, None, None]:  # type: ignore[override]
        yield


CALLS = (
    "store.open", "store.changes_after",
    "store.due_timers", "store.replayable", "store.taken_in", "store.select", "store.commit",
    "store.next_due", "store.take_in", "store.adopt_leftovers", "store.published", "store.refuse",
    "store.try_refused", "store.clock", "store.hear",
    "store.next_operation", "store.carry_out", "store.retention", "evidence.write",
    "store.kept", "store.move", "store.begin", "store.hold",
    "log.poll", "log.commit", "log.give_back", "log.standing", "log.offsets", "out.publish", "clock.sleep_until",
)  # fmt: skip
_POINTS: dict[bool, tuple[dict[str, Point], dict[str, Point]]] = {
    by_hand: ({call: kind(call) for call in CALLS}, {call: kind(call, blocked=True) for call in CALLS})
    for by_hand, kind in ((True, Point), (False, _Breath))
}


class Process:
    """`by_hand`: points go to the driver; otherwise it runs on an asyncio loop.

    `faults(call)` is asked at each port call what goes wrong with it, if anything. After `crash` nothing of this
    process has an effect any more: close its coroutines then, in any order; ports that they still call while closing
    raise `Crashed`. Locks and claims of its units go with them (`MemoryStore.crash`).
    """

    def __init__(
        self, name: str = "", *, by_hand: bool = True, faults: Callable[[str], Fault | None] | None = None
    ) -> None:
        self.name = name
        self.dead = False
        self.faults = faults
        self.points, self.blocked = _POINTS[by_hand]
        self.by_hand = by_hand

    def enter(self, call: str) -> Fault | None:
        """To be asked first by every port call; raises what happens instead of the call."""
        if self.dead:
            raise Crashed
        if self.faults is None:
            return None
        fault = self.faults(call)
        if fault is not None and not fault.done and not fault.late:
            raise fault.error
        return fault

    def sleeping(self, until: datetime) -> Point:
        return (Point if self.by_hand else _Breath)("clock.sleep_until", until=until)

    def crash(self) -> None:
        self.dead = True
