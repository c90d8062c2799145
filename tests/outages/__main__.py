"""./doorstep test outages [--row NAME]... [--list] [--control] [--report FILE]"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console

from deploy.local.progress import ProgressOutput
from deploy.local.proof_folder import keep_record, proof_folder
from deploy.local.proof_record import CampaignRecord
from deploy.local.stop_signal import StopSignal
from deploy.local.user_error import UserError

from .campaign import Campaign
from .options import parse
from .proof import record_of
from .rows import ROWS
from .table import show, write

TROUBLE, STOPPED = 2, 130
WIDTH = 130


def main(arguments: Sequence[str]) -> int:
    """0: no row is broken; 1: one is; 2: the campaign could not be run."""
    options, began, began_at = parse(arguments, [row.name for row in ROWS]), time.monotonic(), datetime.now(UTC)
    if options.list:
        sys.stdout.writelines(f"{row.name:24} {row.what}{' (not yet)' if row.not_yet else ''}\n" for row in ROWS)
        return 0
    rows = [row for row in ROWS if not options.rows or row.name in options.rows]
    # The client's complaints about a broker that we ended ourselves would drown our own lines.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    progress = ProgressOutput(Console(stderr=True, highlight=False, soft_wrap=True))
    campaign = Campaign(
        lambda text: progress.say(f"{_minutes(time.monotonic() - began)}  {text}"), control=options.control
    )

    async def run() -> None:
        StopSignal(progress)
        await campaign.run(rows)

    stopped = False
    try:
        asyncio.run(run())
    except UserError as error:
        sys.stderr.write(f"{error.what}\n{error.todo}\n")
        return TROUBLE
    except asyncio.CancelledError:
        stopped = True
    seconds = time.monotonic() - began
    _keep(record_of(campaign.results, len(ROWS), began_at, seconds, stopped=stopped))
    if options.report is not None:
        write(options.report, campaign.results, seconds)
    console = Console(highlight=False)
    show(Console(highlight=False, width=max(console.width, WIDTH)), campaign.results)
    sys.stdout.write(f"{len(campaign.results)} of {len(rows)} rows in {seconds / 60:.1f} minutes\n")
    return STOPPED if stopped else int(any(each.fails for each in campaign.results))


def _keep(record: CampaignRecord) -> None:
    """A campaign whose record can't be kept was one all the same."""
    try:
        keep_record(proof_folder(), record)
    except OSError as error:
        sys.stderr.write(f"the record of this campaign can't be kept: {error.strerror}\n")


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60:>3}:{int(seconds) % 60:02d}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
