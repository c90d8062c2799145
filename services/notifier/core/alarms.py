"""Many texts that fail with one code within minutes are one alarm, whatever the code says: no borrower did that.

An alarm begins when `LEAST` texts failed with a code and they are at least half of what ended lately. While it is on,
failures with this code count for nobody. It goes on while failures keep up with deliveries, and is over when they do
not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from .carrier_codes import OPTED_OUT, is_ours, meaning

WINDOW = timedelta(minutes=10)
LASTS = timedelta(minutes=30)
"""So long after failures were last seen within `WINDOW` an alarm ends by itself."""
LEAST = 10


@dataclass(frozen=True, slots=True)
class Lately:
    """How many texts failed with each code within the window, how many of them after the carrier took them (`late`),
    and how many were delivered.
    """

    failed: Mapping[int, int]
    late: Mapping[int, int]
    delivered: int

    @property
    def ended(self) -> int:
        return sum(self.failed.values()) + self.delivered


def alarming(lately: Lately, on: Collection[int]) -> tuple[set[int], set[int]]:
    """Codes of which alarms begin or go on, and codes whose alarm is over. `on` are the alarms there are."""
    raised = {
        code
        for code, failed in lately.failed.items()
        if code != OPTED_OUT
        and (2 * failed >= lately.ended and failed >= LEAST if code not in on else failed >= lately.delivered)
    }
    over = {code for code in on if lately.failed.get(code, 0) < lately.delivered}
    return raised - over, over


def stops(lately: Lately, raised: Collection[int]) -> int | None:
    """The code for which posting must stop: what is taken fails later, so posting on would use up every reminder."""
    late = [code for code in raised if 2 * lately.late.get(code, 0) >= max(1, lately.failed.get(code, 0))]
    return max(late, key=lambda code: lately.late.get(code, 0), default=None)


def refusal(lately: Lately) -> str | None:
    """A sentence when our account or sender is refused and nothing goes well, however few there are."""
    ours = {code: failed for code, failed in lately.failed.items() if is_ours(code)}
    if not ours or lately.delivered:
        return None
    worst = max(ours, key=lambda code: ours[code])
    return f"the carrier refuses our texts: {meaning(worst)}"


def sentence(code: int, failed: int, ended: int) -> str:
    return f"{failed} of the last {ended} texts failed with {meaning(code)}; they count for nobody"
