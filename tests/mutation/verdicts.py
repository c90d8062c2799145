"""What became of the mutants: counted, kept one a line, told while it goes on, and reported with their diffs."""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from .child import Verdict
from .mutants import Mutant, key_of

TOLD_EVERY_S = 10.0
Z = 1.959964
"""Of the normal distribution, for an interval of 95 %."""


class Tally:
    """Kept in `file`, so that the count goes on in another process."""

    def __init__(self, core: str, total: int, file: Path) -> None:
        self._core = core
        self._total = total
        self._file = file
        self._told_at = time.monotonic()
        self.counts: Counter[str] = Counter()

    def add(self, mutant: Mutant, verdict: Verdict, word: str) -> None:
        self.counts[verdict] += 1
        line = {"name": mutant.name, "verdict": verdict, "word": word, "diff": mutant.diff()}
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
        if time.monotonic() - self._told_at >= TOLD_EVERY_S:
            self.show()

    def read(self) -> None:
        """Take over what another process counted."""
        lines = self._file.read_text(encoding="utf-8").splitlines() if self._file.exists() else []
        self.counts = Counter(json.loads(line)["verdict"] for line in lines)

    def show(self, *, last: bool = False) -> None:
        self._told_at = time.monotonic()
        done = sum(self.counts.values())
        words = ", ".join(f"{self.counts[name]} {name}" for name in ("killed", "survived", "timeout"))
        end = "\n" if last or not sys.stdout.isatty() else "\r"
        print(f"{self._core}: {done} of {self._total}: {words}", end=end, flush=True)


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share, weight = hits / of, Z * Z / of
    middle = (share + weight / 2) / (1 + weight)
    reach = Z / (1 + weight) * math.sqrt(share * (1 - share) / of + weight / (4 * of))
    return middle - reach, middle + reach


def share_killed(counts: Mapping[str, int]) -> float:
    """A mutant that runs for ever is found out too."""
    judged = sum(counts.values())
    return (counts.get("killed", 0) + counts.get("timeout", 0)) / judged if judged else 0.0


def report(lines: list[dict[str, str]], heading: str) -> str:
    """Markdown: the figures, then each survivor as a diff."""
    survivors = [line for line in lines if line["verdict"] not in ("killed", "timeout")]
    parts = [f"# {heading}", *(f"## {it['name']}\n\n```diff\n{it['diff']}\n```" for it in survivors)]
    return "\n\n".join(parts) + "\n"


def reported(text: str) -> list[str]:
    """The keys of the mutants in a report."""
    return [key_of(part.partition(":")[0], part.partition("```diff")[2]) for part in text.split("\n## ")[1:]]
