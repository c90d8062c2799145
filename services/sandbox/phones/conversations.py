"""What each phone shows: the texts that reached it and what was answered, in order. In memory, for whoever looks."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

KEPT_MAX = 200
Speaker = Literal["lender", "holder", "person", "carrier"]
"""Who wrote: the lender; the phone's made-up holder (or the phone by itself); whoever sits at the World page; or the
carrier, whose own word a phone shows too."""


@dataclass(frozen=True, slots=True)
class SpokenText:
    at: datetime
    by: Speaker
    body: str


class Conversations:
    """By number; of each the newest `KEPT_MAX`."""

    def __init__(self) -> None:
        self._texts: dict[str, deque[SpokenText]] = {}

    def said(self, number: str, by: Speaker, body: str, at: datetime) -> None:
        self._texts.setdefault(number, deque(maxlen=KEPT_MAX)).append(SpokenText(at, by, body))

    def of(self, number: str) -> list[SpokenText]:
        """Oldest first."""
        return list(self._texts.get(number, ()))
