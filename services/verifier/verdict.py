"""What the verifier found. A finding says what must not be, of whom, and why it is thought so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

BreachKind = Literal[
    "lost", "doubled", "visit-without-notice", "after-stop", "over-cap", "out-of-hours", "unlawful-crew", "held-by-us"
]
UNLAWFUL: tuple[BreachKind, ...] = ("visit-without-notice", "after-stop", "over-cap", "out-of-hours", "unlawful-crew")
SENTENCE = "ALL-CASES-ACCOUNTED"


@dataclass(frozen=True, slots=True)
class Breach:
    """`code` names the check; `about` is the case, or what stands for it (a booking, a record's origin)."""

    kind: BreachKind
    code: str
    about: str
    why: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}: {self.why} [{self.code}]"


@dataclass(frozen=True, slots=True)
class RunVerdict:
    """`endings` counts every case once, by where it stood when the run ended; `counts` is what there was to check."""

    findings: tuple[Breach, ...]
    endings: dict[str, int]
    counts: dict[str, int]
    cases_of_ending: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def of(self, kind: BreachKind) -> int:
        return sum(finding.kind == kind for finding in self.findings)

    @property
    def fine(self) -> bool:
        return not self.findings

    def first(self, number: int = 20) -> Sequence[str]:
        """The findings a person should look at first, then how many more there are of each kind."""
        shown = [str(finding) for finding in self.findings[:number]]
        rest = Counter(finding.kind for finding in self.findings[number:])
        return [*shown, *(f"and {count} more of {kind}" for kind, count in rest.items())]

    def to_json(self) -> dict[str, Any]:
        return {
            **self.counts,
            "lost": self.of("lost"),
            "doubled": self.of("doubled"),
            "visits_without_delivered_notice": self.of("visit-without-notice"),
            "after_stop": self.of("after-stop"),
            "over_cap": self.of("over-cap"),
            "out_of_hours": self.of("out-of-hours"),
            "crews_without_papers": self.of("unlawful-crew"),
            "unlawful": sum(map(self.of, UNLAWFUL)),
            "held_by_us": self.of("held-by-us"),
            "all_cases_accounted": self.fine,
            "endings": self.endings,
            "findings": [asdict(finding) for finding in self.findings],
        }
