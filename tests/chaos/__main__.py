"""./doorstep test chaos --kills N [--minutes M] [--seed S] [--cases N] [--days N] [--report FILE] [--control]
./doorstep test chaos --upgrade-from COMMIT [--seed S] [--cases N] [--days N] [--report FILE]"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Sequence

from deploy.local.user_error import UserError

from .options import parse
from .report import Outcome
from .run import run
from .upgrade import Upgraded, upgrade

TROUBLE, STOPPED = 2, 130


def main(arguments: Sequence[str]) -> int:
    """0: all is well; 1: something is wrong with the product; 2: the campaign could not be run."""
    options = parse(arguments)
    # The client's complaints about a broker that we killed ourselves would drown our own lines.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        outcome: Outcome | Upgraded
        outcome = asyncio.run(upgrade(options)) if options.upgrade_from else asyncio.run(run(options))
    except UserError as trouble:
        sys.stderr.write(f"{trouble.what}\n{trouble.todo}\n")
        return TROUBLE
    except asyncio.CancelledError:
        return STOPPED
    if options.report is not None:
        options.report.write_text(json.dumps(outcome.doc(), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(outcome.lines()) + "\n")
    return 0 if outcome.fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
