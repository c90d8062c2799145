"""Kafka forgets: a topic is made again, or how far a group had read is gone."""

from __future__ import annotations

import asyncio

from confluent_kafka.admin import AdminClient

from tests.made_topics import make_topics

from ..bank import PARTITIONS
from ..outage_system import Wanted
from ..row import Row
from ..trial import Trial

DONE_S, HEARD_S = 30.0, 60.0
RECOVER = "./doorstep recover"
GROUP = "doorstep-notifier"


async def _topic_remade(trial: Trial) -> None:
    """Somebody deletes `loans` and makes it again, while the services are down: it ends before what was read of it.

    What comes before that is noticed is not tried: one that has grown beyond the place by then can't be told from the
    old one (ADR 0052).
    """
    known, new = await trial.texted(), await trial.debtors(6)
    system = trial.system
    await system.stop()
    async with trial.outage():
        await asyncio.to_thread(_make_again, system.bootstrap, "loans")
        await system.start()
        await trial.until_heard("ready:lost", HEARD_S)
        trial.report(new)
        await trial.recovered_by(RECOVER, "--accept-gap", why="the topic was made anew")
    system.clock.speed = 10.0  # the carrier's list is read again within minutes, by the world's clock
    trial.report(known)  # what the old log held comes again, and decides nothing
    trial.told.add("letter-without-poison")  # the letter that says that the log was made anew


async def _offsets_gone(trial: Trial) -> None:
    """The group is deleted while the services are down; nothing of what was read may happen again."""
    await trial.texted()
    new = await trial.debtors(6)
    system = trial.system
    await system.stop()
    async with trial.outage():
        trial.report(new)
        await system.bank.sent()
        await asyncio.to_thread(_forget_group, system.bootstrap)
        await system.start()


def _make_again(bootstrap: str, topic: str) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for asked in admin.delete_topics([topic]).values():
        asked.result(DONE_S)
    asyncio.run(make_topics(bootstrap, topic, partitions=PARTITIONS))


def _forget_group(bootstrap: str) -> None:
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for asked in admin.delete_consumer_groups([GROUP]).values():
        asked.result(DONE_S)


ROWS = (
    Row(
        "topic-remade", "the topic `loans` is deleted and made again", _topic_remade, ("ready:lost",),
        said_within_s=60, recovers_within_s=120, by=RECOVER, bound_s=300, own=Wanted(),
    ),
    Row(
        "offsets-gone", "how far notifier's group had read is gone from Kafka", _offsets_gone, ("log:started",),
        said_within_s=40,
    ),
)  # fmt: skip
