"""Many seeds, one after the other, on some processes; what they found and what they reached."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from .garbage import collected_between_runs
from .logs import watched_logs
from .violation import Violation
from .world import World

CHUNK = 25


@dataclass(frozen=True, slots=True)
class Found:
    """A seed whose run broke a promise. `rule` is the class of the error where it was no promise."""

    seed: int
    rule: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.rule} {self.where}: {self.what}"


@dataclass(slots=True)
class Tally:
    """`cpu_s` is processor time, added up over the processes."""

    seeds: int = 0
    calls: int = 0
    turns: int = 0
    events: int = 0
    borrowers: int = 0
    cpu_s: float = 0.0
    seen: Counter[str] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.seeds += other.seeds
        self.calls += other.calls
        self.turns += other.turns
        self.events += other.events
        self.borrowers += other.borrowers
        self.cpu_s += other.cpu_s
        self.seen.update(other.seen)
        self.found += other.found


def run_seed(seed: int, tally: Tally) -> None:
    world = World(seed)
    try:
        world.run()
    except Violation as broken:
        tally.found.append(Found(seed, broken.rule, broken.where, broken.what))
    except Exception as error:
        tally.found.append(Found(seed, type(error).__name__, "", "a step raised what its loop does not expect"))
    world.close()
    tally.seeds += 1
    tally.calls += world.calls
    tally.turns += world.driver.turns
    tally.events += world.events
    tally.borrowers += world.size
    tally.seen.update(world.seen)


def run_chunk(seeds: Sequence[int]) -> Tally:
    """In this process."""
    tally, began = Tally(), time.process_time()
    with watched_logs(), collected_between_runs() as collect:
        for seed in seeds:
            run_seed(seed, tally)
            collect()
    tally.cpu_s = time.process_time() - began
    return tally


def campaign(
    seeds: Iterator[int], workers: int, said: Callable[[Tally], None], *, stop: Callable[[Tally], bool]
) -> Tally:
    """Run `seeds` on `workers` processes until `stop`; `said` hears of the tally after every chunk."""
    chunks = iter(lambda: tuple(islice(seeds, CHUNK)), ())
    total = Tally()
    if workers <= 1:
        for chunk in chunks:
            total.add(run_chunk(chunk))
            said(total)
            if stop(total):
                break
        return total
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        waiting = deque(pool.apply_async(run_chunk, (chunk,)) for chunk in islice(chunks, 2 * workers))
        while waiting:
            total.add(waiting.popleft().get())
            said(total)
            if stop(total):
                pool.terminate()
                break
            waiting.extend(pool.apply_async(run_chunk, (chunk,)) for chunk in islice(chunks, 1))
    return total
