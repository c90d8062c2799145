"""What goes wrong at a real carrier: now and then by rates, and for a while in spells. Nothing unless asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Literal

PostFault = Literal["error-before", "error-after", "cut-after", "too-many", "hang-after"]
POST_FAULTS: tuple[PostFault, ...] = ("error-before", "error-after", "cut-after", "too-many", "hang-after")
HANG_S = 20.0
Happening = Literal["unavailable", "refused", "no-receipts", "no-replies", "failing", "hanging"]


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of texts, callbacks or replies. `*_after`: the text was accepted, and the sender never hears of it.

    `hangs_max` bounds the slow ones, `codes` are the reasons why texts fail (`undelivered`), drawn alike.
    """

    error_before: float = 0.0
    error_after: float = 0.0
    cut_after: float = 0.0
    too_many: float = 0.0
    hang_after: float = 0.0
    hangs_max: int = 2
    callback_twice: float = 0.0
    callback_late: float = 0.0
    late_h_max: int = 3
    callback_never: float = 0.0
    callback_swapped: float = 0.0
    reply_twice: float = 0.0
    reply_never: float = 0.0
    undelivered: float = 0.0
    codes: tuple[int, ...] = (30008,)
    taken_though_unavailable: float = 0.0


QUIET = Rates()
GREMLINS = Rates(
    error_before=0.002,
    error_after=0.003,
    cut_after=0.003,
    too_many=0.005,
    hang_after=0.0005,
    callback_twice=0.05,
    callback_late=0.03,
    undelivered=0.01,
)
"""What `demo --kill` runs under."""


@dataclass(frozen=True, slots=True)
class FaultSpell:
    """From `begins` until before `ends`, on the world's clock, something is the matter with all there is.

    - `unavailable`: every request is answered 503; some texts are taken nevertheless.
    - `refused`: every text is refused with `code`, and when that is about credentials every other request too.
    - `failing`: every text is accepted, and fails later with `code`.
    - `hanging`: answers come when nobody waits for them any more.
    - `no-receipts`, `no-replies`: status callbacks, or announcements of what phones say, are never sent.
    """

    what: Happening
    begins: datetime
    ends: datetime
    code: int = 0


class Faults:
    def __init__(self, rates: Rates, seed: str, spells: Sequence[FaultSpell] = ()) -> None:
        self.rates, self.spells = rates, tuple(spells)
        self._random = Random(seed)
        self._hangs = 0

    def during(self, what: Happening, at: datetime) -> FaultSpell | None:
        """The spell of this kind that is on, if any."""
        return next((one for one in self.spells if one.what == what and one.begins <= at < one.ends), None)

    def of_post(self, at: datetime) -> PostFault | None:
        """What happens to this POST, if anything."""
        if self.during("unavailable", at) is not None:
            return "error-after" if self.happens(self.rates.taken_though_unavailable) else "error-before"
        if self.during("hanging", at) is not None:
            return self._bounded("hang-after")
        drawn = self._random.random()
        for name in POST_FAULTS:
            drawn -= getattr(self.rates, name.replace("-", "_"))
            if drawn < 0:
                return self._bounded(name)
        return None

    def of_delivery(self, at: datetime) -> int | None:
        """The code with which an accepted text fails, whoever it is for."""
        if (spell := self.during("failing", at)) is not None:
            return spell.code
        return self._random.choice(self.rates.codes) if self.happens(self.rates.undelivered) else None

    def happens(self, share: float) -> bool:
        return share > 0 and self._random.random() < share

    def hours(self, most: int) -> int:
        """How many hours late, at least one."""
        return self._random.randint(1, most)

    def _bounded(self, name: PostFault) -> PostFault | None:
        if name == "hang-after":
            self._hangs += 1
            return name if self._hangs <= self.rates.hangs_max else None
        return name
