"""python -m services.verifier --bootstrap HOST:PORT --twin FILE --sent FILE [--tables] [--ended TIME] [--json]

Prints ALL-CASES-ACCOUNTED and exits with 0, or the first findings and exits with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from .verdict import SENTENCE, RunVerdict
from .verify import verify


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m services.verifier", description=__doc__)
    parser.add_argument("--bootstrap", required=True, help="the broker, HOST:PORT")
    parser.add_argument("--twin", required=True, type=Path, help="what the carrier saw, JSON Lines")
    parser.add_argument(
        "--sent", required=True, type=Path, help="what the bank, the staff and the crews sent, JSON Lines"
    )
    parser.add_argument("--tables", action="store_true", help="also check the tables of the database at DATABASE_URL")
    parser.add_argument("--ended", type=datetime.fromisoformat, help="the world's time at the end, with offset")
    parser.add_argument("--json", action="store_true", help="print the whole verdict as JSON")
    given = parser.parse_args(arguments)
    # A URL may hold a password, so it comes from the environment and not from the command line.
    url = database_url(os.environ) if given.tables else None
    if given.tables and url is None:
        parser.error("--tables looks at the database of DATABASE_URL, which is not set")
    verdict = asyncio.run(verify(given.bootstrap, given.twin, given.sent, ended=given.ended, database_url=url))
    sys.stdout.write(json.dumps(verdict.to_json(), indent=2) + "\n" if given.json else sentences(verdict))
    return 0 if verdict.fine else 1


def database_url(env: Mapping[str, str]) -> str | None:
    """`DATABASE_URL`, in either of the forms that services take; nothing of theirs is imported here."""
    path = env.get("DATABASE_URL_FILE")
    return (Path(path).read_text("utf-8").strip() if path else env.get("DATABASE_URL")) or None


def sentences(verdict: RunVerdict) -> str:
    """The verdict for a person: where the cases ended, then the sentence or what is wrong."""
    lines = [f"{count:>6}  {name}" for name, count in verdict.endings.items()]
    lines += [SENTENCE] if verdict.fine else list(verdict.first())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
