"""Who may be connected to a server at once, and how much of what they send may lie here before it is answered.

1. Where there is no room for one more, the one gives way that has been quiet for longest: whoever holds a line without
   a whole request. So somebody who opens lines without end keeps nobody else out: a request as it should be needs a
   moment, and is then never the quietest.
2. Only where all others are being answered, the one who comes is refused, at once and in a word.
3. The same for the bytes of requests that are not answered yet.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from . import metrics

CONNECTIONS_MAX = 1000
BYTES_MAX = 16 << 20


class Guest(Protocol):
    """One connection. `quiet`: nothing of it is being answered."""

    @property
    def quiet(self) -> bool: ...

    def give_way(self) -> None:
        """Say so, and close it."""
        ...


class Admission:
    """`refused` is told of everybody who had to go although they may have had something to say."""

    def __init__(
        self,
        connections_max: int = CONNECTIONS_MAX,
        bytes_max: int = BYTES_MAX,
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        self._connections_max, self._bytes_max, self._refused = connections_max, bytes_max, refused
        self._held: OrderedDict[Guest, int] = OrderedDict()
        self._bytes = 0

    @property
    def connections(self) -> int:
        return len(self._held)

    def enter(self, guest: Guest) -> None:
        """A connection was made; who has to go for it goes, be it the guest itself."""
        self._held[guest] = 0
        if len(self._held) > self._connections_max:
            self._one_goes(guest)

    def came(self, guest: Guest, size_bytes: int) -> None:
        """So much more of a request came."""
        if guest not in self._held:
            return
        self._held[guest] += size_bytes
        self._held.move_to_end(guest)
        self._bytes += size_bytes
        while self._bytes > self._bytes_max and guest in self._held:
            self._one_goes(guest)

    def answered(self, guest: Guest) -> None:
        """Nothing of its request is kept any more."""
        if guest in self._held:
            self._bytes -= self._held[guest]
            self._held[guest] = 0
            self._held.move_to_end(guest)

    def leave(self, guest: Guest) -> None:
        self._bytes -= self._held.pop(guest, 0)

    def _one_goes(self, newest: Guest) -> None:
        goes = next((guest for guest in self._held if guest is not newest and guest.quiet), newest)
        self.leave(goes)
        metrics.count("connections_refused")
        self._refused()
        goes.give_way()
