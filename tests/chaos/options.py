"""What a campaign was asked to be."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.arguments import file, minutes, whole

ABOUT = """
Real processes under faults: embedded Kafka and PostgreSQL, the carrier's twin, two replicas of each service, a proxy in
between. Kills (aimed and random), pauses, broker and database ends, rebalances and a bad network, all from one seed,
while the sandbox's world runs; then an independent verifier. Exit code 0 only for ALL-CASES-ACCOUNTED.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """`minutes` ends the faults early, and the run says so; `control` has one text posted twice on purpose.

    `upgrade_from` is a commit: then the run is a rolling upgrade from there, and has no other faults.
    """

    kills: int = 60
    minutes: float = 25.0
    seed: str = "7"
    cases: int = 300
    days: int = 45
    report: Path | None = None
    control: bool = False
    upgrade_from: str | None = None


def parse(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="./doorstep test chaos", description=ABOUT)
    told = Options()
    number = parser.add_argument
    number("--kills", type=whole(1, 1000), default=told.kills, help="SIGKILLs of services, 1 to 1000 (%(default)s)")
    number("--minutes", type=minutes, default=told.minutes, help="no new fault after these (%(default)s)")
    parser.add_argument("--seed", default=told.seed, help="any word: decides faults and world (%(default)s)")
    number("--cases", type=whole(1, 5000), default=told.cases, help="of the world, 1 to 5000 (%(default)s)")
    number("--days", type=whole(2, 400), default=told.days, help="virtual days, 2 to 400 (%(default)s)")
    parser.add_argument("--report", type=file, metavar="FILE", help="a file for the figures, JSON")
    parser.add_argument("--control", action="store_true", help="post one text twice: the run has to fail")
    parser.add_argument(
        "--upgrade-from", metavar="COMMIT", help="a rolling upgrade from that version under load, instead of faults"
    )
    return Options(**vars(parser.parse_args(arguments)))
