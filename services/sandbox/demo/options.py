"""What a demo was asked to be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """`speed` 0 jumps from moment to moment; `report` is where the report goes as JSON. `by_hand`: nobody pays late or
    answers a text but those whom somebody lets."""

    cases: int = 300
    days: int = 45
    seed: str = "7"
    kill: bool = False
    report: Path | None = None
    speed: float = 0.0
    json: bool = False
    weather: Literal["fair", "rough"] = "fair"
    city: Literal["porto", "taipei", "hangzhou"] = "porto"
    stay: bool = False
    by_hand: bool = False
