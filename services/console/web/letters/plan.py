"""What would come of giving letters back, before anything is: how many would be taken now, whose they are, and why the
others would come again. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class JudgedLetter:
    """`subject` is whom it is about, where it says so; `refused` is why it would come back, or nothing."""

    id: UUID
    subject: str
    refused: str


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """`refused` are reasons and how many each keeps back, most first. `beyond` is how many the cap leaves out."""

    taken: int
    refused: tuple[tuple[str, int], ...]
    subjects: tuple[str, ...]
    beyond: int
    seconds: int

    @property
    def left(self) -> int:
        return sum(count for _, count in self.refused)


def replay_plan(judged: Iterable[JudgedLetter], *, total: int, cap: int, rate_per_s: int) -> ReplayPlan:
    """Of the first `cap` of `total` letters, given back `rate_per_s` a second."""
    letters = list(judged)[:cap]
    taken = [letter for letter in letters if not letter.refused]
    refused = Counter(letter.refused for letter in letters if letter.refused)
    return ReplayPlan(
        len(taken),
        tuple(sorted(refused.items(), key=lambda each: (-each[1], each[0]))),
        tuple(sorted({letter.subject for letter in taken if letter.subject})),
        max(0, total - len(letters)),
        -(-len(taken) // rate_per_s),
    )
