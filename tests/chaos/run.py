"""A campaign from beginning to end: start, feed, break, mend, run down, check."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from random import Random
from typing import Any

from rich.console import Console

from deploy.local.progress import ProgressOutput
from deploy.local.stop_signal import StopSignal
from services.verifier.history import History
from services.verifier.journals import read_journal
from services.verifier.tables import read_tables
from services.verifier.topics import read_topics

from .campaign import Campaign
from .campaign_system import SANDBOX, CampaignSystem, campaign_system
from .doubt import doubts, read_logs
from .evidence import Evidence, keep
from .options import Options
from .plan import plan
from .record import Record
from .recovery import RecoveryCheck
from .report import Outcome
from .rest import at_rest
from .stuck_loops import StuckLoopWatch

REST_S_MAX = 120.0
HESITATION_S_MAX = 0.5


async def run(options: Options) -> Outcome:
    """Raises `UserError` when something does not start or nothing moves any more. A signal cancels it, in order."""
    began = time.monotonic()
    progress = ProgressOutput(Console(stderr=True, highlight=False, soft_wrap=True))
    StopSignal(progress)
    async with campaign_system(options, progress) as system:
        supervisor = system.stack.supervisor
        world = system.stack.python(SANDBOX, "services.sandbox", env=system.env)
        await supervisor.start(*(replica.program for replica in system.members), world)
        record = Record(system.world / "faults.jsonl", progress.say)
        if options.control:
            progress.say("control: one text will be posted twice; the verifier must find it")
            system.of("notifier")[0].links["carrier"].copy_next_post = True
        loops = StuckLoopWatch(system.members, progress.say)
        async with loops, RecoveryCheck(system.bootstrap, system.database_url) as recovery:
            random = Random(f"{options.seed}/hesitations")
            pauses = [random.uniform(0, HESITATION_S_MAX) for _ in range(97)]
            campaign = Campaign(system, recovery, record, options.minutes * 60, pauses)
            seen = await campaign.run(plan(options.kills, options.seed))
            copies = recovery.copies
        ended = datetime.fromisoformat(seen["virtual"])
        unfinished = await at_rest(system, ended, REST_S_MAX)
        await asyncio.gather(*(supervisor.stop(name) for name in (*(r.name for r in system.members), SANDBOX)))
        evidence = await gathered(system, ended)
    return Outcome(
        options, evidence.verdict(), record.done, campaign.skipped, _doubts(system, evidence, record), unfinished,
        loops.stuck, _counts(system, copies, seen), time.monotonic() - began,
    )  # fmt: skip


async def gathered(system: CampaignSystem, ended: datetime) -> Evidence:
    """What the verdict is passed on, kept beside the world's own files."""
    evidence = Evidence(
        await read_topics(system.bootstrap, {}),
        read_journal(system.world / "twin.jsonl"),
        read_journal(system.world / "sent.jsonl"),
        await read_tables(system.database_url, ended),
        ended,
    )
    await asyncio.to_thread(keep, system.world, evidence)
    return evidence


def _doubts(system: CampaignSystem, evidence: Evidence, record: Record) -> list[Any]:
    history = History(evidence.records, evidence.twin, evidence.sent, evidence.ended, evidence.tables)
    names = [replica.name for replica in system.replicas if replica.service == "notifier"]
    return doubts(history, read_logs(map(system.log, names)), record.done)


def _counts(system: CampaignSystem, copies: int, seen: dict[str, Any]) -> dict[str, int]:
    return {
        "records_delivered_again": copies,
        "webhooks_tried": system.front.counts["nobody-there"],
        "bytes_lost": sum(link.counts["bytes-lost"] for link in system.links),
        "jumps": int(seen.get("jumps", 0)),
    }
