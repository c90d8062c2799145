"""What comes from topics is garbage, or is gone before anybody read it."""

from __future__ import annotations

from datetime import timedelta

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from ..outage_system import Wanted
from ..row import Row
from ..trial import Trial

GARBAGE = 8_000
NEARLY_DUE_DAYS = 13
"""The next reminder is two days ahead."""
SET_ASIDE = "./doorstep dlq set-aside"
OUTBOX = "./doorstep outbox"
LETTERS = "./doorstep dlq"
NOTED_S_MAX = 60.0
UNREAD = 40
TOO_LARGE_BYTES = 25 << 20


async def _flood(trial: Trial) -> None:
    """What was paid lies behind the garbage. A reminder falls due meanwhile; none may go out."""
    system = trial.system
    paying = await trial.debtors(5, days=NEARLY_DUE_DAYS)
    trial.report(paying)
    await trial.texts_are_posted()
    async with trial.outage():
        await system.bank.garbage("loans", GARBAGE)
        await system.bank.sent()
        system.bank.pays(paying)
        await trial.until_heard("ready:deaf", NOTED_S_MAX)
        system.clock.jump(timedelta(days=2, hours=2))
        await trial.wait(20)
        late = await system.rows(
            "SELECT case_id FROM notifier.texts WHERE case_id = ANY(%s) AND kind LIKE 'reminder%%' AND sid IS NOT NULL"
            " GROUP BY case_id HAVING count(*) > 1", [debtor.case for debtor in paying],
        )  # fmt: skip
        trial.wrong += [f"{case}: reminded after it was paid" for (case,) in late]
    for debtor in paying:
        trial.due[debtor.case] += 1  # thanks for the payment
    await trial.recovered_by(SET_ASIDE, "loans", "--up-to", "now", why="a producer went mad")


async def _retention(trial: Trial) -> None:
    """The services are down for longer than the topic keeps records: none of that can be read. It is said how much."""
    system = trial.system
    known, gone, new = await trial.texted(), await trial.debtors(UNREAD), await trial.debtors(10)
    await system.stop()
    system.bank.report(gone)
    await system.bank.sent()
    async with trial.outage():
        await _delete_all(system.bootstrap, "loans")
        await system.start()
        trial.report(new)
        await trial.until_heard("fact:gaps", NOTED_S_MAX)
        letters = await system.rows("SELECT id::text FROM notifier.dead_letters WHERE code = 'removed-unread'")
        if not letters:
            trial.wrong.append("no letter says which offsets went unread")
        await system.command("status")
    code, said = await system.command("dlq", "ls")
    if code or "removed-unread" not in said:
        trial.wrong.append("./doorstep dlq ls does not name what went unread")
    trial.told.add("letter-without-poison")  # the letters that say which offsets went unread
    trial.report([*known, *gone])  # those that were read before decide nothing again
    await system.bank.sent()
    # Until somebody says that it came again it may have been payments, so counted texts wait.
    await trial.recovered_by(LETTERS, "discard", "--all", "--code", "removed-unread", why="the bank has sent it again")
    system.clock.speed = 10.0  # what waits is looked at again after five minutes of the world's


async def _bad_outbox_row(trial: Trial) -> None:
    """Nobody can publish it: it is larger than the broker takes. What was decided before and after it must go out while
    it waits for a person, who gives it up."""
    system = trial.system
    await trial.texted()
    new = await trial.debtors(6)
    async with trial.outage():
        made = await system.rows(
            "INSERT INTO notifier.outbox (id, aggregate, topic, key, value, type, owner)"
            " VALUES (gen_random_uuid(), 'no-case', 'texts', 'no-case', convert_to(repeat('x', %s), 'UTF8'),"
            " 'doorstep.text.sent.v1', 0) RETURNING id::text", TOO_LARGE_BYTES,
        )  # fmt: skip
        trial.report(new)
        await trial.until_heard("fact:refused", NOTED_S_MAX)
        await trial.texts_are_posted()
        await system.command("status")
    await trial.recovered_by(OUTBOX, "discard", str(made[0][0]), why="nobody needs it")


async def _delete_all(bootstrap: str, topic: str) -> None:
    """As retention does."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        (found,) = await admin.describe_topics([topic])
        places = {TopicPartition(topic, each["partition"]): RecordsToDelete(-1) for each in found["partitions"]}
        await admin.delete_records(places)
    finally:
        await admin.close()


ROWS = (
    Row(
        "outbox-row-bad", "a row of the outbox that no broker takes, and others beside it", _bad_outbox_row,
        ("fact:refused", "ready:outbox"), said_within_s=40, by=OUTBOX, own=Wanted(),
    ),
    Row(
        "poison-flood", "8,000 records of garbage on `loans`, payments behind them, reminders falling due", _flood,
        ("ready:breaker",), said_within_s=30, recovers_within_s=120, by=SET_ASIDE, bound_s=300,
    ),
    Row(
        "unread-removed", "40 events are removed from the log before they were read (DeleteRecords)", _retention,
        ("fact:gaps", "log:removed-unread"), said_within_s=40, by=LETTERS, own=Wanted(),
    ),
)  # fmt: skip
