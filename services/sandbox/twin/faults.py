"""Faults a real carrier has now and then. Rates are shares of texts or callbacks; all are 0 unless asked for."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

PostFault = Literal["error-before", "error-after", "cut-after", "too-many", "hang-after"]
POST_FAULTS: tuple[PostFault, ...] = ("error-before", "error-after", "cut-after", "too-many", "hang-after")
HANG_S = 20.0


@dataclass(frozen=True, slots=True)
class Rates:
    """`*_after`: the text was accepted, and the sender never hears of it. `hangs_max` bounds the slow ones."""

    error_before: float = 0.0
    error_after: float = 0.0
    cut_after: float = 0.0
    too_many: float = 0.0
    hang_after: float = 0.0
    hangs_max: int = 2
    callback_twice: float = 0.0
    callback_late: float = 0.0
    undelivered: float = 0.0


QUIET = Rates()
ROUGH = Rates(
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


class Faults:
    def __init__(self, rates: Rates, seed: str) -> None:
        self.rates = rates
        self._random = Random(seed)
        self._hangs = 0

    def of_post(self) -> PostFault | None:
        """What happens to this POST, if anything."""
        drawn = self._random.random()
        for name in POST_FAULTS:
            drawn -= getattr(self.rates, name.replace("-", "_"))
            if drawn < 0:
                return self._bounded(name)
        return None

    def happens(self, share: float) -> bool:
        return share > 0 and self._random.random() < share

    def _bounded(self, name: PostFault) -> PostFault | None:
        if name == "hang-after":
            self._hangs += 1
            return name if self._hangs <= self.rates.hangs_max else None
        return name
