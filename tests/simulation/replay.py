"""One seed again, in full view: the same run, shortened where it breaks as well with less going wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deploy.local.proof_folder import version_and_commit, write_whole

from .logs import watched_logs
from .rates import A_TURN
from .trace import as_lines
from .violation import Violation
from .world import World

LINES_MAX = 120
SIZES = (1, 2, 3, 5, 8, 13)


def replay(seed: int, trace_file: Path | None, lines_file: Path | None = None) -> int:
    """Exit code 1 when the seed breaks a promise; prints what broke and the trace of its case."""
    with watched_logs():
        world, broken = once(seed)
        if trace_file:
            trace_file.write_text("\n".join(map(str, world.trace or ())) + "\n", encoding="utf-8")
        if lines_file:
            write_whole(lines_file, as_lines(_outcome(world, broken), world.trace or ()))
        if broken is None:
            sys.stdout.write(
                f"seed {seed}: every promise held ({world.driver.turns} turns, {world.calls} port calls)\n"
            )
            return 0
        sys.stdout.write(f"seed {seed} broke a promise: {broken}\n")
        world, broken, kept = shortened(seed, world, broken)
    sys.stdout.write(f"{kept}\n\n")
    for line in told(map(str, world.trace or ()), broken.where):
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"\n{broken}\n")
    return 1


def _outcome(world: World, broken: Violation | None) -> dict[str, Any]:
    rule, where, what = (broken.rule, broken.where, broken.what) if broken is not None else ("", "", "")
    version, commit = version_and_commit()
    return {
        "seed": world.seed, "held": broken is None, "rule": rule, "where": where, "what": what,
        "turns": world.driver.turns, "calls": world.calls, "borrowers": world.size, "events": world.events,
        "version": version, "commit": commit,
    }  # fmt: skip


def once(
    seed: int, *, size: int | None = None, without: frozenset[str] = frozenset()
) -> tuple[World, Violation | None]:
    world = World(seed, traced=True, size=size, without=without)
    try:
        world.run()
    except Violation as broken:
        return world, broken
    finally:
        world.close()
    return world, None


def shortened(seed: int, world: World, broken: Violation) -> tuple[World, Violation, str]:
    """The smallest world and the fewest kinds of faults that still break the same promise."""
    best, size = (world, broken), world.size
    without: frozenset[str] = frozenset()
    for smaller in (each for each in SIZES if each < size):
        found = once(seed, size=smaller)
        if found[1] is not None and found[1].rule == broken.rule:
            best, size = (found[0], found[1]), smaller
            break
    for kind in A_TURN:
        found = once(seed, size=size, without=without | {kind})
        if found[1] is not None and found[1].rule == broken.rule:
            best, without = (found[0], found[1]), without | {kind}
    needed = [kind for kind in A_TURN if kind not in without]
    return *best, f"shortened: a world of {size}, with {', '.join(needed) or 'no faults of processes and servers'}"


def told(trace: Iterable[str], where: str) -> list[str]:
    """The decisions of the case that broke, and what went wrong around them; the newest lines last."""
    words = (where, "fault", "calm")
    lines = [line for line in trace if any(word in line for word in words)]
    cut = [f"... {len(lines) - LINES_MAX} lines before"] if len(lines) > LINES_MAX else []
    return [*cut, *lines[-LINES_MAX:]]
