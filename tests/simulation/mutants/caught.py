"""Where each planted bug was caught last: the seed to try first, so that the default suite need not search for it.

`caught.txt` is only a hint: when seeds have moved, the hunt goes through them from the first one.

    python -m tests.simulation.mutants.caught    # try all, search for what is caught no more, write the list anew
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("caught.txt")
HEAD = "# SEED NAME, as `python -m tests.simulation.mutants.caught` found them.\n"


@cache
def caught() -> dict[str, int]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {name: int(seed) for seed, _, name in pairs}


def likely_first(name: str, seeds: range) -> Iterator[int]:
    """`seeds`, and before them the one that caught the bug last."""
    if name in caught():
        yield caught()[name]
    yield from seeds


def write(found: Mapping[str, int]) -> None:
    LIST.write_text(HEAD + "".join(f"{seed} {name}\n" for name, seed in found.items()), encoding="utf-8")


if __name__ == "__main__":
    from .hunt import hunt_all

    sys.exit(hunt_all(os.cpu_count() or 1, write))
