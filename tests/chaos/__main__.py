"""./doorstep test chaos --kills N [--minutes M] [--seed S] [--cases N] [--days N] [--report FILE] [--control]
./doorstep test chaos --upgrade-from COMMIT [--seed S] [--cases N] [--days N] [--report FILE]"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from deploy.local.proof_folder import keep_record, proof_folder
from deploy.local.proof_record import CampaignRecord
from deploy.local.user_error import UserError

from .options import parse
from .proof import record_of
from .report import Outcome
from .run import run
from .upgrade import Upgraded, upgrade

TROUBLE, STOPPED = 2, 130


def main(arguments: Sequence[str]) -> int:
    """0: all is well; 1: something is wrong with the product; 2: the campaign could not be run."""
    options, began = parse(arguments), datetime.now(UTC)
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
    if isinstance(outcome, Outcome):
        _keep(record_of(outcome, began))
    sys.stdout.write("\n".join(outcome.lines()) + "\n")
    return 0 if outcome.fine else 1


def _keep(record: CampaignRecord) -> None:
    """A campaign whose record can't be kept was one all the same."""
    try:
        keep_record(proof_folder(), record)
    except OSError as error:
        sys.stderr.write(f"the record of this campaign can't be kept: {error.strerror}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
