"""A webhook that we could not take in: Twilio does not send it again, so the carrier's list has to be read soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Missed:
    """`at` is when the newest came that no whole reading of the list began after; None when there is none."""

    at: datetime | None = None

    def note(self, at: datetime) -> None:
        self.at = at

    def read_since(self, begun: datetime) -> None:
        """The list was read to its end, from `begun` on."""
        if self.at is not None and self.at < begun:
            self.at = None
