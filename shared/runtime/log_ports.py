"""The port by which records are read. See `ports`, and `outgoing` for the one that writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from .places import PlaceMove
from .record import Record

May = Callable[[str, int], bool]
"""Whether this partition of this topic may be read now."""


class Log(Protocol):
    async def poll(self, records_max: int, wait_s: float, may: May | None = None) -> list[Record]:
        """The next records of the partitions owned, in order per partition; empty after `wait_s`.

        With `may`, only of the partitions for which it is true. What was taken when it raises comes again. What can't
        be read, or was removed unread, comes as a `gap`.
        """
        ...

    def moves(self, records: Sequence[Record]) -> list[PlaceMove]:
        """What the transaction that handles these, the next of the last poll in their order, has to write down."""
        ...

    async def commit(self, handled: Sequence[Record]) -> None:
        """These records need no redelivery, which the database knows already. The offset committed is the lowest open
        one of each partition."""
        ...

    async def give_back(self, records: Sequence[Record]) -> None:
        """These were not handled: a later poll returns them again. Needs no broker, so it does not fail."""
        ...
