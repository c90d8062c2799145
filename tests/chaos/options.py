"""What a campaign was asked to be."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ABOUT = """
Real processes under faults: embedded Kafka and PostgreSQL, the carrier's twin, two replicas of each service, a proxy in
between. Kills (aimed and random), pauses, broker and database ends, rebalances and a bad network, all from one seed,
while the sandbox's world runs; then an independent verifier. Exit code 0 only for ALL-CASES-ACCOUNTED.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """`minutes` ends the faults early, and the run says so; `control` has one text posted twice on purpose."""

    kills: int = 60
    minutes: float = 25.0
    seed: str = "7"
    cases: int = 300
    days: int = 45
    report: Path | None = None
    control: bool = False


def parse(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="./doorstep test chaos", description=ABOUT)
    told = Options()
    number = parser.add_argument
    number("--kills", type=_whole(1, 1000), default=told.kills, help="SIGKILLs of services, 1 to 1000 (%(default)s)")
    number("--minutes", type=_minutes, default=told.minutes, help="no new fault after these (%(default)s)")
    parser.add_argument("--seed", default=told.seed, help="any word: decides faults and world (%(default)s)")
    number("--cases", type=_whole(1, 5000), default=told.cases, help="of the world, 1 to 5000 (%(default)s)")
    number("--days", type=_whole(2, 400), default=told.days, help="virtual days, 2 to 400 (%(default)s)")
    parser.add_argument("--report", type=_file, metavar="FILE", help="a file for the figures, JSON")
    parser.add_argument("--control", action="store_true", help="post one text twice: the run has to fail")
    return Options(**vars(parser.parse_args(arguments)))


def _minutes(text: str) -> float:
    found = float(text)
    if not 0 < found <= 24 * 60:
        raise argparse.ArgumentTypeError(f"more than 0 and at most {24 * 60}, not {text}")
    return found


def _file(text: str) -> Path:
    path = Path(text)
    if not path.resolve().parent.is_dir() or path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} can't be written as a file")
    return path


class _whole:  # noqa: N801 (argparse calls the type by its name)
    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most
        self.__name__ = "whole number"

    def __call__(self, text: str) -> int:
        number = int(text)
        if not self._least <= number <= self._most:
            raise argparse.ArgumentTypeError(f"should be {self._least} to {self._most}")
        return number
