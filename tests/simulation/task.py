"""The loops of a process as the driver sees them, and what stirs them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sized
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .replica import Replica

Step = Callable[[], Coroutine[Any, Any, Any]]
CELL_OF = {
    "consume": "log ", "relay": "outbox ", "adopt": "outbox ",
    "post": "texts ", "expire": "texts ", "doubt": "texts ", "reconcile": "texts ",
    "receipts": "texts ", "codes": "texts ",
    "listen": "texts ", "places": "places ", "clock": "clock ",
}  # fmt: skip
"""What stirs a loop; the others are stirred by whatever is decided in their service."""


def _never() -> bool:
    return False


class Cell:
    """`number` grows with everything that may have made work for `tasks`."""

    __slots__ = ("name", "number", "stirred", "tasks")

    def __init__(self, name: str) -> None:
        self.name, self.number, self.stirred = name, 0, False
        self.tasks: list[Task] = []


class Task:
    """A loop: `make` begins its step anew. `wanted` says cheaply whether there may be work; there is none while `heap`,
    where it has one, is empty. It is not asked for while `waits`."""

    __slots__ = (
        "after", "began", "blocked", "cell", "coro", "failures", "heap", "make", "name", "once", "point",
        "queued", "replica", "seen", "waits", "wanted",
    )  # fmt: skip

    def __init__(
        self,
        replica: Replica,
        name: str,
        make: Step,
        wanted: Callable[[], bool],
        *,
        heap: Sized | None = None,
        once: bool = False,
    ) -> None:
        self.replica, self.name, self.make, self.wanted, self.once = replica, name, make, wanted, once
        self.heap = heap
        self.coro: Coroutine[Any, Any, Any] | None = None
        self.point = ""
        self.cell = replica.world.driver.cells[CELL_OF.get(name, "") + replica.service]
        self.failures = self.began = 0
        self.blocked = self.queued = False
        self.waits: Callable[[], bool] = _never
        self.seen = -1
        self.after: datetime | None = None
