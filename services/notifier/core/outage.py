"""When posting stops for all, and how it finds its way back. A trouble of the carrier's is one incident.

1. `IN_A_ROW` texts one after the other of which nobody knows, or for which the carrier was too busy or out of reach,
   stop posting; so do as many different ones that it refuses because of us.
2. `ALIKE` different texts one after the other refused with the same code, whoever it is about, do too: that is no
   borrower's fault. An opt-out is always believed.
3. While it is stopped the carrier is asked for its list, which costs nothing; only when it answers is one text posted.
   `GOOD` of them in a row go on; whatever fails makes the next wait longer, `PROBE_S_MAX` at most.
4. How many are posted at once grows from `AT_ONCE` to `AT_ONCE_MAX` while all goes well, and any trouble makes it few
   again: a carrier that falls silent leaves few in doubt, and one that comes back is not overrun.
5. What the carrier takes and fails later, most of it with one code, stops posting until the alarm is over (`alarms`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from .carrier_codes import OPTED_OUT, is_ours, meaning

OutageCause = Literal["doubt", "unreached", "busy", "refused", "alike", "receipts"]
IN_A_ROW = 3
AT_ONCE, AT_ONCE_MAX = 8, 32
ALIKE = 5
GOOD = 3
PROBE_S, PROBE_S_MAX = 15.0, 300.0
WISH_S_MAX = 900.0
"""However long a carrier wants to be left alone (`Retry-After`), it is asked again after so long."""
WORDS: dict[OutageCause, str] = {
    "doubt": "nobody knows whether it takes texts",
    "unreached": "it is out of reach",
    "busy": "it is too busy",
    "refused": "it refuses our texts",
    "alike": "it refuses all texts alike",
    "receipts": "it takes texts and fails most of them",
}


@dataclass(frozen=True, slots=True)
class Outage:
    """Posting has stopped. `probes` failed since, `good` went well in a row; the next may go at `probe_at`."""

    cause: OutageCause
    code: int | None
    since: datetime
    probes: int
    good: int
    probe_at: datetime

    @property
    def is_the_way(self) -> bool:
        """Is a carrier that answers anything at all proof enough that it is over?"""
        return self.cause in ("doubt", "unreached", "busy") or (self.cause == "refused" and self.code is None)

    @property
    def why(self) -> str:
        return WORDS[self.cause] + (f" ({meaning(self.code)})" if self.code is not None else "")

    def sentence(self) -> str:
        return f"posting has stopped since {self.since:%Y-%m-%d %H:%M} UTC: {self.why}"


def wait(probes: int, wish_s: float = 0.0) -> timedelta:
    """How long after the probe number `probes` (from 0) the next may go. `wish_s` is how long the carrier wants to be
    left alone.
    """
    return timedelta(seconds=max(min(PROBE_S_MAX, PROBE_S * 2.0 ** min(probes, 10)), min(wish_s, WISH_S_MAX)))


@dataclass(slots=True)
class Run:
    """What the last posts of this process came to, one after the other. `stop` is why posting has to stop, if so;
    `stopped`: it has for all, as far as this process has heard, whoever stopped it. `wish_s`: for so long the
    carrier wants to be left alone, since something went wrong.
    """

    troubles: int = 0
    code: int | None = None
    alike: set[UUID] = field(default_factory=set)
    stop: tuple[OutageCause, int | None] | None = None
    stopped: bool = False
    at_once: int = AT_ONCE
    wish_s: float = 0.0

    def good(self) -> None:
        self.troubles, self.code, self.stop, self.wish_s = 0, None, None, 0.0
        self.alike.clear()

    def all_good(self, posted: int) -> None:
        """So many that were posted at once went well, all of them."""
        if posted >= self.at_once:
            self.at_once = min(AT_ONCE_MAX, 2 * self.at_once)

    def over(self) -> None:
        """Somebody found the way back."""
        self.stopped = False
        self.good()

    def trouble(self, cause: OutageCause, wish_s: float = 0.0) -> None:
        self.troubles += 1
        self.wish_s = max(self.wish_s, wish_s)
        self.at_once = AT_ONCE
        if self.troubles >= IN_A_ROW:
            self.stop = self.stop or (cause, None)

    def refused(self, intent: UUID, code: int | None) -> bool:
        """The carrier said no to `intent`. Is that its fate? Not when neither text nor recipient is at fault."""
        if code == OPTED_OUT:
            return True
        if code != self.code:
            self.alike.clear()
        self.code = code
        self.alike.add(intent)
        ours = is_ours(code)
        self.troubles = 0
        self.at_once = AT_ONCE if ours else self.at_once
        if len(self.alike) >= (IN_A_ROW if ours else ALIKE):
            self.stop = self.stop or ("refused" if ours else "alike", code)
        return not ours and len(self.alike) < ALIKE
