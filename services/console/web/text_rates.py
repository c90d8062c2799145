"""What became of texts, counted: rows of kind, status, code and how many → rates. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.notifier.core.carrier_codes import meaning, party_of

from ..views.text_outcomes import OUTCOMES, TextOutcome

TONES: dict[TextOutcome, str] = {
    "delivered": "good", "under way": "wait", "no receipt": "held", "in doubt": "bad", "failed": "bad", "withdrawn": "",
}  # fmt: skip
PERIODS: dict[str, timedelta] = {
    "hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30),
}  # fmt: skip
BAR_PX = 160


@dataclass(frozen=True, slots=True)
class FateCounts:
    """How many of one kind of text came to which end. A rate is of those that were posted."""

    kind: str
    of: Mapping[TextOutcome, int]

    @property
    def total(self) -> int:
        return sum(self.of.values())

    @property
    def posted(self) -> int:
        return self.total - self.of.get("withdrawn", 0)

    def share(self, outcome: TextOutcome) -> str:
        """`98.5 %`, `-` where there is none."""
        return f"{100 * self.of.get(outcome, 0) / self.posted:.1f} %" if self.of.get(outcome) and self.posted else "-"

    def bar(self) -> tuple[tuple[str, TextOutcome, float, float], ...]:
        """Tone, outcome, x and width of each part of a bar of `BAR_PX`."""
        parts, x = [], 0.0
        for outcome in TONES:
            width = BAR_PX * self.of.get(outcome, 0) / self.total if self.total else 0.0
            if width:
                parts.append((TONES[outcome], outcome, round(x, 2), round(width, 2)))
            x += width
        return tuple(parts)


@dataclass(frozen=True, slots=True)
class CodeCount:
    """`party` is whose the code is: recipient, text, sender, account, network, or nobody's."""

    code: int | None
    says: str
    party: str
    count: int
    kinds: tuple[str, ...]


def by_kind(rows: Iterable[Mapping[str, Any]]) -> tuple[FateCounts, ...]:
    """The kind that is sent most first."""
    counts: dict[str, dict[TextOutcome, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts[row["kind"]][OUTCOMES.get(row["status"], "under way")] += row["texts"]
    found = [FateCounts(kind, dict(of)) for kind, of in counts.items()]
    return tuple(sorted(found, key=lambda each: (-each.total, each.kind)))


def altogether(kinds: Iterable[FateCounts]) -> FateCounts:
    of: dict[TextOutcome, int] = defaultdict(int)
    for each in kinds:
        for outcome, count in each.of.items():
            of[outcome] += count
    return FateCounts("", dict(of))


def by_code(rows: Iterable[Mapping[str, Any]]) -> tuple[CodeCount, ...]:
    """Codes of what failed or was taken back, and failures without one; the most frequent first."""
    counts: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row["carrier_code"] is not None or OUTCOMES.get(row["status"]) == "failed":
            counts[row["carrier_code"]][row["kind"]] += row["texts"]
    found = [
        CodeCount(
            code,
            "no code: the carrier said no more" if code is None else _says(code),
            party_of(code) or "nobody's",
            sum(kinds.values()),
            tuple(sorted(kinds, key=lambda kind: (-kinds[kind], kind))),
        )
        for code, kinds in counts.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.count, each.code or 0)))


def _says(code: int) -> str:
    """`the handset could not be reached` of `30003: the handset could not be reached (network)`."""
    said = meaning(code).partition(": ")[2]
    return said.rpartition(" (")[0] or said
