"""The table that a campaign ends with, for a person and for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table

from .judge import Result

SHOWN_MAX = 12
STYLES = {"held": "green", "BROKEN": "bold red", "not yet": "yellow", "skipped": "yellow"}


def show(console: Console, results: Sequence[Result]) -> None:
    """The table, and below it what is wrong with each row that does not hold."""
    table = Table(
        Column("row", no_wrap=True), Column("verdict", no_wrap=True), "said by", Column("s", justify="right"),
        "recovered by", *(Column(name, justify="right") for name in ("s", "lost", "doubled", "seconds")),
    )  # fmt: skip
    for each in results:
        table.add_row(
            each.row, f"[{STYLES[each.word]}]{each.word}[/]", each.said_by or "-", _seconds(each.said_s),
            each.recovered_by if each.recovered_s is not None else "no", _seconds(each.recovered_s),
            str(len(each.lost)), str(len(each.doubled)), f"{each.seconds:.0f}",
        )  # fmt: skip
    console.print(table)
    for each in results:
        for problem in shortly(each.problems):
            console.print(f"{each.row}: {problem}", style=STYLES[each.word], markup=False, soft_wrap=True)
    counts = {word: sum(each.word == word for each in results) for word in STYLES}
    console.print(", ".join(f"{count} {word}" for word, count in counts.items() if count) or "no rows", markup=False)


def shortly(problems: Sequence[str]) -> list[str]:
    """For a person: the first few, and how many more there are."""
    more = len(problems) - SHOWN_MAX
    return [*problems[:SHOWN_MAX], *([f"and {more} more: --report has them all"] if more > 0 else [])]


def document(results: Sequence[Result], seconds: float) -> dict[str, Any]:
    return {
        "fine": not any(each.fails for each in results),
        "seconds": round(seconds, 1),
        "rows": [each.doc() for each in results],
    }


def write(path: Path, results: Sequence[Result], seconds: float) -> None:
    path.write_text(json.dumps(document(results, seconds), indent=1) + "\n", encoding="utf-8")


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
