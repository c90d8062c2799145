"""The command line of the simulation."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tests.arguments import file, minutes, whole


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./doorstep test simulation",
        description="Run the production steps of all services in simulated worlds, and check what was promised.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--seed", type=whole(0), metavar="S", help="replay one seed; print the case that broke, shortened"
    )
    what.add_argument("--sweep", action="store_true", help="crash at every port call of the canonical cases")
    what.add_argument("--mutants", action="store_true", help="plant bugs, and see each caught")
    parser.add_argument("--seeds", type=whole(1), metavar="N", help="how many seeds (3000)")
    parser.add_argument("--start", type=whole(0), default=0, metavar="S", help="the first seed (0)")
    parser.add_argument("--minutes", type=minutes, metavar="M", help="stop after so long, however many seeds are left")
    parser.add_argument("--workers", type=whole(1), default=2, metavar="W", help="processes (2)")
    parser.add_argument(
        "--pairs", type=whole(0), default=0, metavar="N", help="with --sweep: so many pairs of crashes too"
    )
    parser.add_argument("--trace", type=file, metavar="FILE", help="with --seed: write the whole trace there")
    parser.add_argument("--events", type=file, metavar="FILE", help="with --seed: write it there as JSON Lines")
    parser.add_argument(
        "--every", type=whole(1), default=5, metavar="S", help="with --seeds: seconds between two lines of progress (5)"
    )
    parser.add_argument("--report", type=file, metavar="FILE", help="with --seeds: write all counts there, as JSON")
    asked = parser.parse_args(arguments)
    alone = asked.seed is not None or asked.sweep or asked.mutants
    if alone and any(each is not None for each in (asked.seeds, asked.minutes, asked.report)):
        parser.error("--seeds, --minutes and --report are for a campaign: not with --seed, --sweep or --mutants")
    if asked.seed is None and (asked.trace is not None or asked.events is not None):
        parser.error(f"--{'trace' if asked.trace is not None else 'events'} needs --seed")
    if asked.pairs and not asked.sweep:
        parser.error("--pairs needs --sweep")
    asked.seeds = asked.seeds or 3000
    return asked
