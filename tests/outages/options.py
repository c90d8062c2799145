"""What a campaign was asked to be."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.arguments import file

ABOUT = """
What a bank's operations do to us, with real processes: services, embedded Kafka and PostgreSQL, a carrier that speaks
like Twilio and is as impatient. Each row is one outage. It must be said, be over by itself or by the one command that
the message names, and lose and double nothing. Ends with a table; 0 only when no row is broken.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """`rows` are those that were picked, all where none was; `control` has a text posted twice
    on purpose in the first row."""

    rows: tuple[str, ...] = ()
    list: bool = False
    control: bool = False
    report: Path | None = None


def parse(arguments: Sequence[str], names: Sequence[str]) -> Options:
    """Ends the process where the arguments can't be used."""
    parser = argparse.ArgumentParser(prog="./doorstep test outages", description=ABOUT)
    parser.add_argument("--row", action="append", default=[], metavar="NAME", help="only this row; may be repeated")
    parser.add_argument("--list", action="store_true", help="print the rows and end")
    parser.add_argument("--all", action="store_true", help="all rows, as without --row")
    parser.add_argument("--report", type=file, metavar="FILE", help="a file for the table, JSON")
    parser.add_argument(
        "--control", action="store_true", help="a text of the first row goes out twice: it has to break"
    )
    told = parser.parse_args(arguments)
    if unknown := [name for name in told.row if name not in names]:
        parser.error(f"there is no row {', '.join(unknown)}; see --list")
    return Options(tuple(told.row), told.list, told.control, told.report)
