"""The database is restored from a backup: others know what was done since, and nobody is texted twice."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deploy.local.environment import without_ours
from deploy.local.postgres import DATABASE, binary

from ..outage_system import OutageSystem, Wanted
from ..row import Row
from ..trial import Trial

RECOVER = "./doorstep recover"
KEYS = "privacy.data_keys"
HEARD_S, HELD_S, COMMAND_S = 60.0, 10.0, 120.0


async def _restored(trial: Trial) -> None:
    """As the runbook has it (docs/runbooks/restore.md), but for the order of its last two steps: services that are
    started first have to find it out by themselves, and to hold still."""
    system = trial.system
    dump, keys = system.world / "doorstep.dump", system.world / "keys.sql"
    known = await trial.texted(6)
    await run_program(system, "pg_dump", "-Fc", "-f", str(dump))
    await trial.texted(8)
    trial.replies_of(known[:3], "STOP")
    await trial.until(trial.unfinished, 60, "what happens after the backup")
    gone, forgotten = list(trial.replies), known[-1].who.id
    code, said = await system.command(
        "person", "forget", forgotten, "--yes", "--by", "campaign", "--reason", "asked for it"
    )
    if code:
        trial.wrong.append(f"./doorstep person forget ended with {code}: {said[-300:]}")
    await system.stop()
    await run_program(
        system, "pg_dump", "--data-only", "--rows-per-insert=1000", "--on-conflict-do-nothing", "-t", KEYS,
        "-f", str(keys),
    )  # fmt: skip
    async with trial.outage():
        await run_program(system, "dropdb", "--force", DATABASE, to="postgres")
        await run_program(system, "createdb", DATABASE, to="postgres")
        await run_program(system, "pg_restore", "--no-owner", "-d", DATABASE, str(dump))
        await run_program(system, "psql", "-q", "-f", str(keys))
        new = await trial.debtors(4)
        trial.report(new)
        before = len(system.carrier.rows())
        await system.start()
        await trial.until_heard("ready:restored", HEARD_S)
        await trial.wait(HELD_S)
        if any(row.kind == "post" for row in system.carrier.rows()[before:]):
            trial.wrong.append("texts went out before it was recovered")
        await trial.recovered_by(RECOVER, why="restored after a rehearsal")
    # What is decided anew is told anew, under the same ids: to others the later one counts (ADR 0053).
    trial.told.add("one-id-two-facts")
    system.clock.speed = 10.0
    await trial.recover()
    stopped = await system.rows("SELECT count(DISTINCT borrower) FROM notifier.suppressions WHERE active")
    remembered = await system.rows("SELECT count(*) FROM privacy.forgotten WHERE kid = %s", f"b-{forgotten}")
    left = await system.rows(f"SELECT count(*) FROM {KEYS} WHERE kid = %s", f"b-{forgotten}")
    if (remembered[0][0], left[0][0]) != (1, 0):
        trial.wrong.append("who was forgotten is known again after the restore")
    if stopped[0][0] != len(gone):
        trial.wrong.append(f"{stopped[0][0]} of {len(gone)} STOPs are known after the restore")


async def run_program(system: OutageSystem, program: str, *words: str, to: str = DATABASE) -> None:
    """One of PostgreSQL's own programs; the password travels in the environment."""
    url = urlsplit(system.database_url)
    env = {
        **without_ours(os.environ), "PGHOST": str(url.hostname), "PGPORT": str(url.port), "PGUSER": str(url.username),
        "PGPASSWORD": unquote(url.password or ""), "PGDATABASE": to,
    }  # fmt: skip
    path: Path = binary(program)
    await asyncio.to_thread(
        subprocess.run, [str(path), *words], env=env, check=True, capture_output=True, timeout=COMMAND_S
    )


ROWS = (
    Row(
        "restored", "the database is restored from before 8 texts, 3 STOPs, and one who was forgotten", _restored,
        ("ready:restored",), said_within_s=90, recovers_within_s=120, by=RECOVER, bound_s=400, own=Wanted(),
    ),
)  # fmt: skip
