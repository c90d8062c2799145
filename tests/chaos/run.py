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
from .doubt import doubts, read_logs
from .evidence import Evidence, keep
from .ground import SANDBOX, Ground, ground
from .options import Options
from .plan import plan
from .pulse import Pulse
from .record import Record
from .report import Outcome
from .rest import at_rest
from .vigil import Vigil

REST_S_MAX = 120.0
HESITATION_S_MAX = 0.5


async def run(options: Options) -> Outcome:
    """Raises `UserError` when something does not start or nothing moves any more. A signal cancels it, in order."""
    began = time.monotonic()
    progress = ProgressOutput(Console(stderr=True, highlight=False, soft_wrap=True))
    StopSignal(progress)
    async with ground(options, progress) as stands:
        supervisor = stands.stack.supervisor
        world = stands.stack.python(SANDBOX, "services.sandbox", env=stands.env)
        await supervisor.start(*(replica.program for replica in stands.members), world)
        record = Record(stands.world / "faults.jsonl", progress.say)
        if options.control:
            progress.say("control: one text will be posted twice; the verifier must find it")
            stands.of("notifier")[0].links["carrier"].copy_next_post = True
        vigil = Vigil(stands.members, progress.say)
        async with vigil, Pulse(stands.bootstrap, stands.database_url) as pulse:
            random = Random(f"{options.seed}/hesitations")
            pauses = [random.uniform(0, HESITATION_S_MAX) for _ in range(97)]
            campaign = Campaign(stands, pulse, record, options.minutes * 60, pauses)
            seen = await campaign.run(plan(options.kills, options.seed))
            copies = pulse.copies
        ended = datetime.fromisoformat(seen["virtual"])
        unfinished = await at_rest(stands, ended, REST_S_MAX)
        await asyncio.gather(*(supervisor.stop(name) for name in (*(r.name for r in stands.members), SANDBOX)))
        evidence = await gathered(stands, ended)
    return Outcome(
        options, evidence.verdict(), record.done, campaign.skipped, _doubts(stands, evidence, record), unfinished,
        vigil.stuck, _counts(stands, copies, seen), time.monotonic() - began,
    )  # fmt: skip


async def gathered(stands: Ground, ended: datetime) -> Evidence:
    """What the verdict is passed on, kept beside the world's own files."""
    evidence = Evidence(
        await read_topics(stands.bootstrap, {}),
        read_journal(stands.world / "twin.jsonl"),
        read_journal(stands.world / "sent.jsonl"),
        await read_tables(stands.database_url, ended),
        ended,
    )
    await asyncio.to_thread(keep, stands.world, evidence)
    return evidence


def _doubts(stands: Ground, evidence: Evidence, record: Record) -> list[Any]:
    history = History(evidence.records, evidence.twin, evidence.sent, evidence.ended, evidence.tables)
    names = [replica.name for replica in stands.replicas if replica.service == "notifier"]
    return doubts(history, read_logs(map(stands.log, names)), record.done)


def _counts(stands: Ground, copies: int, seen: dict[str, Any]) -> dict[str, int]:
    return {
        "records_delivered_again": copies,
        "webhooks_tried": stands.front.counts["nobody-there"],
        "bytes_lost": sum(link.counts["bytes-lost"] for link in stands.links),
        "jumps": int(seen.get("jumps", 0)),
    }
