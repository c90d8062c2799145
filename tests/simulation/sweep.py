"""A crash at every port call: canonical cases are run again and again, each time one process dies one call later.

Positions are found, not listed: a first run without faults notes where each loop that has work in hand stands. Then
the same run is made once for each of these points, with a crash of that process there, and all promises are checked.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random
from zlib import crc32

from .campaign import Found
from .cases import CASES, canonical
from .garbage import collected_between_runs
from .logs import watched_logs
from .task import Task
from .violation import Violation

BACK_IN = timedelta(seconds=2)
KINDS_WANTED = 24
EVERY = 4


@dataclass(frozen=True, slots=True)
class Swept:
    """What was tried with one case. `kinds` count the points by service, loop and port call."""

    case: str
    positions: int
    kinds: Counter[str]
    found: list[Found]


@cache
def positions(case: str) -> tuple[tuple[int, str], ...]:
    """Turns after which a loop stands at a port call of a step that has work, and which call it is."""
    found: list[tuple[int, str]] = []
    open_steps: dict[Task, list[tuple[int, str]]] = {}
    world = canonical(case)

    def noted(task: Task) -> None:
        if not task.blocked:
            point = (world.driver.turns, f"{task.replica.service} {task.name}: {task.point}")
            open_steps.setdefault(task, []).append(point)

    def ended(task: Task, worked: bool) -> None:
        points = open_steps.pop(task, [])
        found.extend(points if worked or len(points) > 1 else ())

    world.driver.after_turn, world.driver.after_step = noted, ended
    world.run()
    world.close()
    return tuple(sorted(found))


def crashed_at(case: str, turns: frozenset[int]) -> Found | None:
    """The case with a crash after each of these turns; what it broke."""
    world = canonical(case)

    def strike(task: Task) -> None:
        if world.driver.turns in turns and not task.replica.process.dead:
            world.kill(task.replica, BACK_IN)

    world.driver.after_turn = strike
    try:
        world.run()
    except Violation as broken:
        return Found(min(turns), broken.rule, broken.where, broken.what)
    except Exception as error:
        return Found(min(turns), type(error).__name__, "", "a step raised what its loop does not expect")
    finally:
        world.close()
    return None


def one_of_each_kind(points: Sequence[tuple[int, str]], last: bool) -> list[tuple[int, str]]:
    """The first point of each kind, or the last."""
    chosen = {kind: (turn, kind) for turn, kind in (points if last else reversed(points))}
    return sorted(chosen.values())


def a_few(case: str) -> list[tuple[int, str]]:
    """Of every kind that has its turn in this case, the first point or, in every other case, the last. A kind has its
    turn in one of `EVERY` cases, so that all cases together try each in several."""
    index = list(CASES).index(case)
    points = one_of_each_kind(positions(case), last=index % 2 == 1)
    return [(turn, kind) for turn, kind in points if (crc32(kind.encode()) + index // 2) % EVERY == 0]


def sweep(case: str, *, shortly: bool = False, pairs: int = 0) -> Swept:
    """Each position of a case (`shortly`: `a_few`), then so many drawn pairs."""
    found: list[Found] = []
    with watched_logs(), collected_between_runs() as collect:
        points = a_few(case) if shortly else list(positions(case))
        random = Random(case)
        alone = [frozenset({turn}) for turn, _ in points]
        together = [frozenset(turn for turn, _ in random.sample(points, 2)) for _ in range(pairs)]
        for turns in (*alone, *together):
            if (broken := crashed_at(case, turns)) is not None:
                found.append(broken)
            collect()
    return Swept(case, len(points) + pairs, Counter(kind for _, kind in points), found)


def _swept(asked: tuple[str, int]) -> Swept:
    return sweep(asked[0], pairs=asked[1])


def sweep_all(workers: int, pairs: int) -> int:
    """Exit code 0 when every crash of every case was survived, and enough kinds of points were tried."""
    began = time.monotonic()
    kinds: Counter[str] = Counter()
    broken = tried = 0
    with multiprocessing.get_context("spawn").Pool(max(1, workers)) as pool:
        for swept in pool.imap(_swept, [(case, pairs) for case in CASES]):
            kinds.update(swept.kinds)
            tried += swept.positions
            broken += len(swept.found)
            sys.stdout.write(f"{swept.case:<34} {swept.positions:>6} crashes, {len(swept.found)} broke a promise\n")
            for each in swept.found[:3]:
                sys.stdout.write(f"   after turn {each.seed}: {each.rule} {each.where}: {each.what}\n")
            sys.stdout.flush()
    sys.stdout.write("\n")
    for kind, number in sorted(kinds.items()):
        sys.stdout.write(f"  {number:>6}  {kind}\n")
    sys.stdout.write(
        f"\n{len(CASES)} cases, {tried} crashes at {len(kinds)} kinds of points in {time.monotonic() - began:.0f} s: "
        f"{'all passed' if not broken else f'{broken} broke a promise'}\n"
    )
    return 0 if not broken and len(kinds) >= KINDS_WANTED else 1
