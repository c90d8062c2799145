"""`./doorstep bench region`: does a decision cost the same, however large its region is?

A region of 40 collectors and 300 open visits, of 200 and 2,000, and of 1,000 and 10,000, in one run. Each hears the
same: quotes over seven days, bookings, cancellations, crews that set off, visits that end, facts about collectors.

`in memory` is processor time: look up, decide, fold, write the changes as JSON. `in full` is time on the wall with a
real PostgreSQL: open, look up, decide, write, commit, one decision a transaction, and the region's document as often as
router writes it. Keys are in memory. An illness is measured apart, an eighth as often as the others: all that somebody
had on a day gets another crew, so it costs as many bookings as change hands. The last line compares the largest with
the smallest, in full.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from deploy.local import test_servers
from services.router.core.formats import SNAPSHOT_EVERY
from tests.arguments import whole
from tests.benchmarks.counted.stand import database

from .filled_region import FilledRegion, region_of_size
from .runs import Figures, in_full, in_memory, share_of
from .stream import KINDS

SIZES = ((40, 300), (200, 2_000), (1_000, 10_000))
TIMES_MAX = 2.0
P50_MS, P99_MS, WAL_KIB = 4.0, 12.0, 8.0
"""What is wanted of each kind, in full."""
QUOTE_P99_MS, SEARCH_P99_MS, RESIDENT_MB = 5.0, 0.5, 300
"""What is wanted of the search, in memory, and of the process."""


async def bench(rounds: int, folder: Path, snapshot_every: int, *, memory_only: bool) -> float:
    """How many times the median of the smallest region's decisions that of the largest is."""
    found = [await measured("in memory", size, rounds, in_memory) for size in SIZES]
    if not memory_only:
        postgres = test_servers.address("durable-postgres", folder / "postgres")

        async def on_postgres(place: FilledRegion, rounds: int) -> Figures:
            with database(postgres) as url:
                return await in_full(place, rounds, url, snapshot_every)

        how = f"in full, a document every {snapshot_every} decisions" if snapshot_every > 1 else "in full"
        found = [await measured(how, size, rounds, on_postgres) for size in SIZES]
    return found[-1].every(0.5) / found[0].every(0.5)


async def measured(
    how: str, size: tuple[int, int], rounds: int, run: Callable[[FilledRegion, int], Awaitable[Figures]]
) -> Figures:
    place = region_of_size(*size)
    gc.collect()
    gc.freeze()  # as a service does
    figures = await run(place, rounds)
    gc.unfreeze()
    full = any(figures.wal_kib.values())
    print(f"{how}, {size[0]:,} collectors and {size[1]:,} visits: {_line(figures, 'every', full)}", flush=True)
    for kind in KINDS:
        wanted = "" if full or kind != "quote" else f"   (p99 {QUOTE_P99_MS:.0f} ms is wanted)"
        print(f"    {kind:10} {_line(figures, kind, full)}{wanted}")
    if figures.search_ms:
        p50, p99 = (share_of(figures.search_ms, share) for share in (0.5, 0.99))
        print(f"    search alone, one window: p50 {p50:.2f} ms, p99 {p99:.2f} ms   (p99 {SEARCH_P99_MS} ms is wanted)")
    if full:
        ms, kib = figures.document
        print(f"    a decision that writes the document: {ms:.0f} ms, WAL {kib:,.0f} KiB")
    resident_mb = psutil.Process().memory_info().rss / 2**20
    print(f"    memory {resident_mb:.0f} MB resident   (at most {RESIDENT_MB} are wanted)", flush=True)
    return figures


def _line(figures: Figures, kind: str, full: bool) -> str:
    ask = figures.every if kind == "every" else lambda share: figures.of(kind, share)
    found = f"p50 {ask(0.5):6.2f} ms, p99 {ask(0.99):6.2f} ms"
    if not full:
        return found
    wal_kib = share_of(
        (each for name in (KINDS[:-1] if kind == "every" else (kind,)) for each in figures.wal_kib[name]), 0.5
    )
    wanted = f"   (p50 {P50_MS:.0f} ms, p99 {P99_MS:.0f} ms, {WAL_KIB:.0f} KiB are wanted)"
    return f"{found}, WAL {wal_kib:5.1f} KiB{wanted}"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench region", description=__doc__)
    made.add_argument("--rounds", type=whole(1, 250), default=100)
    made.add_argument(
        "--snapshot-every",
        type=whole(1),
        default=SNAPSHOT_EVERY,
        help="after how many decisions the region's document is written (as router does: %(default)s)",
    )
    made.add_argument("--memory", action="store_true", help="in memory alone: no PostgreSQL is started")
    return made


def main() -> None:
    options = parser().parse_args()
    logging.disable(logging.CRITICAL)
    gc.set_threshold(50_000, 20, 50)  # as a service does
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    try:
        times = asyncio.run(bench(options.rounds, folder, options.snapshot_every, memory_only=options.memory))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"(at most {TIMES_MAX:.0f} times is wanted, in full)")
    print(
        f"region{' in memory' if options.memory else ''}: {times:.2f} times the cost at {SIZES[0][0]} x {SIZES[0][1]}"
    )


if __name__ == "__main__":
    main()
