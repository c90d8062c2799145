"""python -m tests.golden.histories [--record]: replay the recorded histories, or record them anew.

Without an option: prints where today's decisions differ from those recorded, and ends with 1 if they do.
"""

from __future__ import annotations

import argparse
import sys

from .files import parted, record, recorded


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.golden.histories", description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the files anew, to be read in review")
    if parser.parse_args().record:
        changed = record()
        _say(f"{len(changed)} of {len(recorded())} histories changed", *changed)
        return 0
    differences = [found for path in recorded() if (found := parted(path))]
    _say(*differences, f"{len(recorded())} histories, {len(differences)} differ from what was recorded")
    return 1 if differences else 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
