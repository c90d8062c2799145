"""The database is restored while the services run, and recovered before any of them can look: they live through it.

Nobody stops them, as the runbook would have it, and none of them ever sees that anything was held. So each of them has
to find out that its places, its states and what it heard are those of a database that is no more.
"""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
from collections.abc import Awaitable, Callable
from datetime import timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.local.postgres import DATABASE
from shared.contracts.catalogue import TOPICS
from shared.runtime.lost_records import reads

from ..bank import Debtor
from ..outage_system import SERVICES, Wanted
from ..row import Row
from ..trial import Trial
from .restores import KEYS, run_program

READ_S_MAX = 15.0
"""So soon after all say that they are ready, everything must have been read."""
KNOWN_S, LOST_S, COMMAND_S, DAY = 60.0, 3.0, 150.0, timedelta(days=1)

Step = Callable[[Trial], Awaitable[None]]


async def _from_a_dump(trial: Trial) -> None:
    await _lives_through(trial, _dump, _from_dump)


async def _from_a_copy(trial: Trial) -> None:
    """Of the files, so that it is the same system on the same timeline: by nothing of its own can it be told apart.

    The services' processes stand still meanwhile (a machine that is moved), so none has even a look in vain. And nobody
    says anything more: a service that went on at its old places would be told by no record that they are."""
    await _lives_through(trial, _copy, _from_copy, quiet=True)


async def _twice(trial: Trial) -> None:
    """The same backup once more: what the first recovery began is undone too, and its numbers are given out again."""
    await _lives_through(trial, _dump, _from_dump, again=True)


async def _lives_through(
    trial: Trial, back_up: Step, restore: Step, *, again: bool = False, quiet: bool = False
) -> None:
    system = trial.system
    known = await trial.texted(6)
    soon = await trial.debtors(8, days=0)
    trial.report(soon, texts=0)  # each has a reminder tomorrow; half of them pay before
    await trial.until(lambda: _decided(trial, soon), KNOWN_S, "cases that are not texted yet")
    await back_up(trial)
    await trial.until(trial.not_ready, KNOWN_S, "not ready after the backup")
    await trial.texted(4)
    trial.replies_of(known[:3], "STOP")
    system.bank.pays(soon[:2])
    await trial.until(trial.unfinished, KNOWN_S, "what happens after the backup")
    async with trial.outage():
        await _restored_unseen(trial, restore, frozen=quiet)
        trial.replies_of(known[3:5], "STOP")
        if not quiet:
            system.bank.pays(soon[2:4])
            trial.report(await trial.debtors(4))
        trial.due |= {debtor.case: 1 for debtor in soon[2 if quiet else 4 :]}
        system.clock.jump(DAY)
        if again:
            await _let_in(trial)
            await trial.until(trial.unfinished, KNOWN_S, "what happens after the first restore")
            trial.report(await trial.debtors(4))
            await trial.until(trial.unfinished, KNOWN_S, "texts between the two restores")
            await _restored_unseen(trial, restore)
        await _let_in(trial)
    trial.told.add("one-id-two-facts")  # see the row `restored`
    await trial.until(trial.not_ready, trial.row.recovers_within_s, "not ready after the restore")
    await trial.until(lambda: _unread(trial), READ_S_MAX, "all say that they are ready, and yet")
    await trial.recover()
    stopped = await system.rows("SELECT count(DISTINCT borrower) FROM notifier.suppressions WHERE active")
    if stopped[0][0] != len(trial.replies):
        trial.wrong.append(f"{stopped[0][0]} of {len(trial.replies)} STOPs are known after the restore")


async def _restored_unseen(trial: Trial, restore: Step, *, frozen: bool = False) -> None:
    """From the last moment at which a service saw the broken database to the end of the recovery, none sees any."""
    system = trial.system
    if frozen:
        for name in SERVICES:
            system.signal(name, signal.SIGSTOP)
    else:
        system.links["postgres"].become("reset")
    try:
        await restore(trial)
        code, said = await system.command(
            "recover", "--by", "campaign", "--reason", "restored under running services", at_most_s=COMMAND_S
        )
    finally:
        for name in SERVICES if frozen else ():
            system.signal(name, signal.SIGCONT)
    if code:
        trial.wrong.append(f"./doorstep recover ended with {code}: {' '.join(said[-500:].split())}")


async def _let_in(trial: Trial) -> None:
    trial.system.links["postgres"].become("pass")
    trial.system.clock.speed = 10.0  # the carrier's list is read again by the world's clock


async def _decided(trial: Trial, debtors: list[Debtor]) -> str:
    found = await trial.system.rows(
        "SELECT count(DISTINCT aggregate) FROM notifier.history WHERE aggregate = ANY(%s)",
        [debtor.case for debtor in debtors],
    )
    return "" if found[0][0] == len(debtors) else f"{found[0][0]} of {len(debtors)} are known"


async def _unread(trial: Trial) -> str:
    """Records that lie before the ends that the topics have now, and beyond what a service has read."""
    names = [topic.name for topic in TOPICS]
    consumer = AIOKafkaConsumer(bootstrap_servers=trial.system.bootstrap)
    await consumer.start()
    try:
        there = await consumer.topics()
        parts = [
            TopicPartition(name, number)
            for name in names if name in there for number in consumer.partitions_for_topic(name) or ()
        ]  # fmt: skip
        ends = await consumer.end_offsets(parts)
    finally:
        await consumer.stop()
    left = []
    for service in SERVICES:
        rows = await trial.system.rows(f"SELECT topic, partition, next_offset FROM {service}.consumed_places")
        at = {(topic, partition): offset for topic, partition, offset in rows}
        left += [
            f"{service} has not read {end - at.get(tuple(part), 0)} records of {part.topic}"
            for part, end in ends.items() if reads(service, part.topic) and at.get(tuple(part), 0) < end
        ]  # fmt: skip
    return "; ".join(left)


async def _dump(trial: Trial) -> None:
    """Afterwards each service loses the database for a moment, and has another number as an owner of rows than the
    backup knows: the restored database will give out that number again."""
    await run_program(trial.system, "pg_dump", "-Fc", "-f", str(trial.system.world / "doorstep.dump"))
    link = trial.system.links["postgres"]
    link.become("reset")
    await trial.wait(LOST_S)
    link.become("pass")


async def _from_dump(trial: Trial) -> None:
    """With the newest keys."""
    system, keys = trial.system, trial.system.world / "keys.sql"
    await run_program(
        system, "pg_dump", "--data-only", "--rows-per-insert=1000", "--on-conflict-do-nothing", "-t", KEYS,
        "-f", str(keys),
    )  # fmt: skip
    await run_program(system, "dropdb", "--force", DATABASE, to="postgres")
    await run_program(system, "createdb", DATABASE, to="postgres")
    await run_program(system, "pg_restore", "--no-owner", "-d", DATABASE, str(system.world / "doorstep.dump"))
    await run_program(system, "psql", "-q", "-f", str(keys))


async def _copy(trial: Trial) -> None:
    supervisor, folder = trial.system.stack.supervisor, trial.system.stack.folder.postgres
    await supervisor.stop("postgres")
    await asyncio.to_thread(_copied, folder / "data", folder / "backup")
    await supervisor.restart("postgres")


async def _from_copy(trial: Trial) -> None:
    system = trial.system
    supervisor, folder = system.stack.supervisor, system.stack.folder.postgres
    keys = system.world / "keys.sql"
    await run_program(
        system, "pg_dump", "--data-only", "--rows-per-insert=1000", "--on-conflict-do-nothing", "-t", KEYS,
        "-f", str(keys),
    )  # fmt: skip
    await supervisor.stop("postgres")
    await asyncio.to_thread(shutil.rmtree, folder / "data")
    await asyncio.to_thread(_copied, folder / "backup", folder / "data")
    await supervisor.restart("postgres")
    await run_program(system, "psql", "-q", "-f", str(keys))


def _copied(source: object, to: object) -> None:
    """With whom its files belong to."""
    subprocess.run(["cp", "-a", str(source), str(to)], check=True, capture_output=True, timeout=KNOWN_S)


ROWS = (
    Row(
        "restored-unseen", "restored from a dump and recovered before a running service could look", _from_a_dump,
        ("ready:lost-time",), said_within_s=300, recovers_within_s=120, bound_s=600, own=Wanted(),
    ),
    Row(
        "restored-copy-unseen", "the same with a cold copy of its files: same system, same timeline", _from_a_copy,
        ("ready:lost-time",), said_within_s=300, recovers_within_s=120, bound_s=600, own=Wanted(),
    ),
    Row(
        "restored-twice", "the same backup is put back twice while the services run", _twice,
        ("ready:lost-time",), said_within_s=500, recovers_within_s=120, bound_s=900, own=Wanted(),
    ),
)  # fmt: skip
