"""States that stay in memory after the transaction that wrote them, so that the next one need not read and parse them.

Who holds a state never believes that it is still the stored one. Each transaction asks the row, which it locks: where
the row bears the version and the mark of the write that the state was held under, the state is that of the row, and
nothing else is. So nobody has to be told of what other processes, operators or a restore do to the row (docs/adr/0058).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct

from . import metrics

NUMBER_MAX = 20_000
BYTES_MAX = 128 << 20
BYTES_A_STATE = 1024
"""What is taken for each, whatever it holds: its name, its mark, its place."""
BYTES_A_DOCUMENT_BYTE = 9
"""What a state takes as Python objects for each byte of its document, at most: a case 3, a visit 5, a region 9."""


class Snapshot(Struct, frozen=True, gc=False):
    """The document that stands of a state: its `version`, its bytes, and the bytes of the changes that came since.

    One that is not `sound` could not be read, or is in another format than ours: the next decision writes it anew.
    """

    version: int = 0
    doc_bytes: int = 0
    since_bytes: int = 0
    sound: bool = True

    @property
    def size_bytes(self) -> int:
        return self.doc_bytes + self.since_bytes


class HeldState(NamedTuple):
    """A state, and what its row says while it is that of the row: its version, and the mark of who wrote it.

    A version alone would not tell: after a restore others may be decided under the same number, and who is forgotten is
    taken out of what stands. It is never changed in place.
    """

    version: int
    mark: UUID
    state: Any
    snapshot: Snapshot

    @property
    def size_bytes(self) -> int:
        return BYTES_A_STATE + self.snapshot.size_bytes * BYTES_A_DOCUMENT_BYTE

    def stands(self, version: int, mark: UUID | None) -> bool:
        """Is this the state of a row that says so? A row without a mark was written by who knows of none."""
        return self.version == version and self.mark == mark


class HeldStates:
    """Those used last, at most `number_max` and `bytes_max` of them; a state larger than that is not held."""

    def __init__(self, *, number_max: int = NUMBER_MAX, bytes_max: int = BYTES_MAX) -> None:
        self._number_max, self._bytes_max = number_max, bytes_max
        self._held: OrderedDict[str, HeldState] = OrderedDict()
        self.size_bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def of(self, aggregates: Iterable[str]) -> dict[str, HeldState]:
        """What is held of these; whether it still stands the rows have to say."""
        found = {}
        for aggregate in aggregates:
            held = self._held.get(aggregate)
            if held is not None:
                self._held.move_to_end(aggregate)
                found[aggregate] = held
        return found

    def keep(self, written: Mapping[str, HeldState]) -> None:
        """Hold states that were written. Only after the commit is known to have succeeded."""
        for aggregate, held in written.items():
            self._forget(aggregate)
            size = held.size_bytes
            if size > self._bytes_max:
                continue
            self._held[aggregate] = held
            self.size_bytes += size
            while len(self._held) > self._number_max or self.size_bytes > self._bytes_max:
                self.size_bytes -= self._held.popitem(last=False)[1].size_bytes
        metrics.gauge("states_held", len(self._held))
        metrics.gauge("states_held_bytes", self.size_bytes)

    def _forget(self, aggregate: str) -> None:
        gone = self._held.pop(aggregate, None)
        if gone is not None:
            self.size_bytes -= gone.size_bytes
