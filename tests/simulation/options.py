"""The command line of the simulation."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path


def _whole(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        found = int(text)
        if found < least:
            raise argparse.ArgumentTypeError(f"at least {least}, not {found}")
        return found

    number.__name__ = "whole number"
    return number


def _minutes(text: str) -> float:
    found = float(text)
    if not 0 < found < float("inf"):
        raise argparse.ArgumentTypeError(f"more than 0, not {text}")
    return found


def _file(text: str) -> str:
    path = Path(text)
    if not path.resolve().parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder for {text}")
    if path.is_dir() or not os.access(path if path.exists() else path.resolve().parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{text} can't be written")
    return text


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./doorstep test simulation",
        description="Run the production steps of all services in simulated worlds, and check what was promised.",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--seed", type=_whole(0), metavar="S", help="replay one seed; print the case that broke, shortened"
    )
    what.add_argument("--sweep", action="store_true", help="crash at every port call of the canonical cases")
    what.add_argument("--mutants", action="store_true", help="plant bugs, and see each caught")
    parser.add_argument("--seeds", type=_whole(1), metavar="N", help="how many seeds (3000)")
    parser.add_argument("--start", type=_whole(0), default=0, metavar="S", help="the first seed (0)")
    parser.add_argument("--minutes", type=_minutes, metavar="M", help="stop after so long, however many seeds are left")
    parser.add_argument("--workers", type=_whole(1), default=2, metavar="W", help="processes (2)")
    parser.add_argument(
        "--pairs", type=_whole(0), default=0, metavar="N", help="with --sweep: so many pairs of crashes too"
    )
    parser.add_argument("--trace", type=_file, metavar="FILE", help="with --seed: write the whole trace there")
    parser.add_argument("--report", type=_file, metavar="FILE", help="with --seeds: write all counts there, as JSON")
    asked = parser.parse_args(arguments)
    alone = asked.seed is not None or asked.sweep or asked.mutants
    if alone and any(each is not None for each in (asked.seeds, asked.minutes, asked.report)):
        parser.error("--seeds, --minutes and --report are for a campaign: not with --seed, --sweep or --mutants")
    if asked.trace is not None and asked.seed is None:
        parser.error("--trace needs --seed")
    if asked.pairs and not asked.sweep:
        parser.error("--pairs needs --sweep")
    asked.seeds = asked.seeds or 3000
    return asked
