"""Each planted bug against seed after seed, until one catches it that passes without the bug."""

from __future__ import annotations

import multiprocessing
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping

from ..campaign import Found, Tally, run_seed
from ..logs import watched_logs
from .caught import likely_first
from .planted import PLANTED

SEEDS_MAX = 2000
SLIP = re.compile("(Type|Attribute|Name|Index|Key|Value)Error")
"""A bug that no longer fits what it is planted in fails in this way. That is not what it was planted for."""


def hunt(name: str, seeds: Iterable[int] = range(SEEDS_MAX)) -> tuple[str, int, str]:
    """The bug, the first seed that caught it (-1: none did, or it is no bug any more), and what was said of it."""
    with watched_logs():
        for seed in seeds:
            with PLANTED[name]():
                first = _broken(seed)
            if first is not None and SLIP.search(f"{first.rule} {first.what}"):
                return name, -1, f"the bug itself fails: {first}"
            if first is not None and _broken(seed) is None:
                return name, seed, f"{first.rule} {first.where}: {first.what}"
    return name, -1, "no seed noticed it"


def hunt_again(name: str) -> tuple[str, int, str]:
    """The same, beginning with the seed that caught it last: some bugs show in one seed of hundreds."""
    return hunt(name, likely_first(name, range(SEEDS_MAX)))


def _broken(seed: int) -> Found | None:
    tally = Tally()
    run_seed(seed, tally)
    return tally.found[0] if tally.found else None


def hunt_all(workers: int, write: Callable[[Mapping[str, int]], None] = lambda found: None) -> int:
    """Exit code 0 when every bug was caught; `write` is then told at which seeds."""
    began, caught = time.monotonic(), dict[str, int]()
    with multiprocessing.get_context("spawn").Pool(max(1, workers), maxtasksperchild=1) as pool:
        for name, seed, what in pool.imap(hunt_again, PLANTED):
            if seed >= 0:
                caught[name] = seed
            where = f"seed {seed}" if seed >= 0 else "NOT CAUGHT"
            sys.stdout.write(f"{name:<42} {where:<12} {what}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(caught)} of {len(PLANTED)} caught in {time.monotonic() - began:.0f} s\n")
    if len(caught) < len(PLANTED):
        return 1
    write(caught)
    return 0
