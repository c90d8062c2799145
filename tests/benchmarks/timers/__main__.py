"""`./doorstep bench timers`: how fast timers fire among a million that wait, and how late.

Each fires through a whole transaction of its case: locked, decided on (a reminder is due), state, history, the next
timer, a published event. First many that are overdue together, for the speed; then some at a steady rate, for how much
later than its moment each is decided on. `baseline` decides on the same in memory and publishes the same.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import psycopg

from shared.runtime.kafka.topics import create_topics
from tests.arguments import whole
from tests.benchmarks.counted.costs import Reading, between
from tests.benchmarks.counted.filled import fill
from tests.benchmarks.counted.processes import START_S, Command, running
from tests.benchmarks.counted.stand import Stand, database, settings, stand
from tests.polling import until

from .cases import due_case

PARTITIONS = 6
LOOK_S = 0.25
AHEAD_S, PATIENCE_S = 10.0, 600.0
OVERDUE = "SELECT count(*) FROM notifier.timers WHERE kind = 'look' AND due_at <= %(at)s"
SCHEDULE = """
WITH due AS (
    INSERT INTO bench_due
    SELECT 'case-' || lpad(n::text, 7, '0'),
           clock_timestamp() + make_interval(secs => %(ahead)s::float8 + (n - %(first)s::int4) / %(a_second)s::float8)
    FROM generate_series(%(first)s::int4, %(last)s::int4) AS n RETURNING aggregate, due_at
)
UPDATE notifier.timers t SET due_at = due.due_at FROM due WHERE t.aggregate = due.aggregate AND t.kind = 'look'
"""
WAITING = """
SELECT count(*) FROM bench_due d JOIN notifier.timers t USING (aggregate) WHERE t.kind = 'look' AND t.due_at = d.due_at
"""
LATE = """
SELECT count(late), percentile_cont(0.5) WITHIN GROUP (ORDER BY late),
       percentile_cont(0.95) WITHIN GROUP (ORDER BY late)
FROM bench_due d, LATERAL (
    SELECT extract(epoch FROM min(h.at) - d.due_at)::float8 * 1000 AS late FROM notifier.history h
    WHERE h.aggregate = d.aggregate AND h.version > %(known)s
) AS each
"""


async def measured(options: argparse.Namespace, stand: Stand) -> str:
    """The last line."""
    prefix, now = f"timers-{uuid4().hex[:6]}.", datetime.now(UTC)
    await create_topics(stand.connection, partitions=PARTITIONS, prefix=prefix)
    base = baseline(stand, prefix, options.fired)
    print(f"baseline {base:,.0f} decided on and published a second, without a database", flush=True)
    made = due_case(now)
    late = int(options.a_second * options.seconds)
    cases = max(options.pending, options.fired + late)
    with database(stand.postgres) as url:
        every = max(1, (cases - late) // options.fired)
        overdue = f"n %% {every} = 0 AND n / {every} <= {options.fired}"
        due = f"%(at)s::timestamptz + CASE WHEN {overdue} THEN interval '-1 hour' ELSE interval '9 days' END"
        size = await fill(url, cases, made, now, due)
        print(f"a database of {size / 1e9:.1f} GB: {cases:,} timers wait", flush=True)
        env = settings(stand.folder, url, stand.kafka, prefix)
        env["DOORSTEP_CLOCK_FILE"] = ""
        with (
            psycopg.connect(url, autocommit=True) as asking,
            running([Command("notifier", "services.notifier", env)] * options.notifiers, stand.folder) as processes,
        ):
            pids = [process.pid for process in processes]
            speed = await fired(stand, asking, url, pids, options.fired, now)
            print(f"{options.notifiers} notifiers: {speed:,.0f} overdue ones a second", flush=True)
            p50, p95 = await lateness(asking, cases - late + 1, cases, options.a_second, len(made.history))
    return (
        f"timers: {speed:,.0f} fired a second ({speed / base:.2f} of the baseline without a database); "
        f"at {options.a_second:,} a second {p50:.1f} ms late (p95 {p95:.1f}), {cases:,} pending"
    )


def baseline(stand: Stand, prefix: str, timers: int) -> float:
    env = {**os.environ, "KAFKA_BOOTSTRAP_SERVERS": stand.kafka, "BENCH_PREFIX": prefix, "BENCH_TIMERS": str(timers)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.timers.baseline"], env=env, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


async def fired(
    stand: Stand, asking: psycopg.Connection, url: str, pids: Sequence[int], timers: int, at: datetime
) -> float:
    """Those that are overdue, a second, from the first that fired until none is left."""
    costs = stand.costs({"notifier": list(pids)}, url)
    seen: list[tuple[int, Reading]] = []

    async def over() -> bool:
        row = asking.execute(OVERDUE, {"at": at}).fetchone()
        assert row is not None
        if row[0] < timers and (not seen or seen[-1][0] != row[0]):
            seen.append((row[0], costs.read()))
        return bool(row[0] == 0)

    await until(over, seconds=START_S + timers / 100, every=LOOK_S)
    costs.close()
    (left, before), (_, after) = seen[0], seen[-1]
    cost = between(before, after)
    print(f"notifier {left:,} timers: {cost.told(left)}", flush=True)
    return left / cost.took_s


async def lateness(asking: psycopg.Connection, first: int, last: int, a_second: int, known: int) -> tuple[float, float]:
    """Median and 95th percentile in ms of how much later they were decided on than they were due."""
    asking.execute("CREATE TABLE bench_due (aggregate text PRIMARY KEY, due_at timestamptz NOT NULL)")
    params = {"first": first, "last": last, "a_second": float(a_second), "ahead": AHEAD_S}
    asking.execute(SCHEDULE.encode(), params)
    asking.execute("ANALYZE bench_due")
    asking.execute("SET enable_seqscan = off")  # it would read all decisions there are, for minutes

    async def over() -> bool:
        row = asking.execute(WAITING).fetchone()
        return row is not None and row[0] == 0

    await asyncio.sleep(AHEAD_S + (last - first) / a_second)  # asking meanwhile would take the time of who fires
    await until(over, seconds=PATIENCE_S, every=1.0)
    found = asking.execute(LATE.encode(), {"known": known}).fetchone()
    if found is None or found[0] != last - first + 1:
        raise SystemExit(f"of {last - first + 1:,} timers {found and found[0]:,} were decided on")
    return float(found[1]), float(found[2])


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench timers", description=__doc__)
    made.add_argument("--pending", type=whole(1), default=1_000_000, help="that wait (%(default)s)")
    made.add_argument("--fired", type=whole(1), default=60_000, help="of them overdue together (%(default)s)")
    made.add_argument("--a-second", type=whole(1), default=2_000, help="how many become due, for lateness")
    made.add_argument("--seconds", type=whole(1), default=15, help="for so long")
    made.add_argument("--notifiers", type=whole(1), default=1)
    return made


def main() -> None:
    options = parser().parse_args()
    with stand() as made:
        print(asyncio.run(measured(options, made)))


if __name__ == "__main__":
    main()
