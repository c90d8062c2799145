"""Where a service has read to and what it has published, in memory: the tables of migration 0033."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.runtime.failures import OlderDatabase
from shared.runtime.places import LogPlace, PlaceMove, RecoveryOwed, SkippedRange


@dataclass(slots=True)
class PlaceRows:
    """`published` is one past what the broker acknowledged."""

    at: dict[LogPlace, int] = field(default_factory=dict)
    published: dict[LogPlace, int] = field(default_factory=dict)
    held: RecoveryOwed | None = None
    life: int = 1
    predates: bool = False
    skipped: list[SkippedRange] = field(default_factory=list)

    def check(self, moves: Sequence[PlaceMove]) -> None:
        for move in moves:
            if self.at.get((move.topic, move.partition), -1) < move.begins:
                raise OlderDatabase("place_is_known")

    def move(self, moves: Sequence[PlaceMove]) -> None:
        for move in moves:
            self.raise_to(self.at, (move.topic, move.partition), move.ends)

    @staticmethod
    def raise_to(rows: dict[LogPlace, int], place: LogPlace, offset: int) -> None:
        rows[place] = max(offset, rows.get(place, 0))
