"""Whatever happened before and after a backup: what `recover` brings back texts nobody twice, and forgets no STOP.

Notifier's production steps on the simulation's database, with a carrier in memory. One seed draws who owes, who writes
what, which posts are cut off, where in it all the backup is made, and what else happens until the restore.
"""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from services.notifier.recovery.asked import OVERLAP, ask_carrier
from services.notifier.shell.inbound import Inbox
from services.notifier.shell.listening import Listening, read_inbound
from services.notifier.shell.lost_texts import explain_lost_texts
from services.notifier.shell.lost_time import live_again
from services.notifier.shell.posting import post_texts
from services.notifier.shell.reconcile import doubt_posts_of_the_dead, reconcile_texts
from services.notifier.shell.rows import LoseTime
from services.notifier.shell.sms import Arrived, Doubt, MemorySms, Unsent
from shared.contracts.envelope import Event
from shared.runtime.hearing import HeardUpTo
from shared.runtime.ports import Writes
from tests.apart import share
from tests.memory.notifier import reads as notifier_reads
from tests.unit.notifier.notifier_process import KEYS, ManualClock, Memory, NotifierProcess, notifier_process

SEEDS = range(120)
PEOPLE = 6
WORDS = ("STOP", "I have paid", "I can't pay", "who is this?", "ok")


@dataclass
class World:
    """What is outside the database: the carrier, the bank's topic, and the clock."""

    random: Random
    sms: MemorySms = field(default_factory=MemorySms)
    clock: ManualClock = field(default_factory=ManualClock)
    bank: list[Event] = field(default_factory=list)
    stopped: dict[str, datetime] = field(default_factory=dict)
    read: int = 0

    def number(self, person: int) -> str:
        return f"+3519000{person:05d}"


async def live(world: World, notifier: NotifierProcess, moves: int) -> None:
    """So many things happen, one after the other."""
    for _ in range(moves):
        world.sms.at = world.clock.at
        person = world.random.randrange(PEOPLE)
        match world.random.randrange(7):
            case 0 | 1:
                known = await notifier.known(
                    case=f"case-{person}", borrower=f"b{person}", number=person, kid=f"b-b{person}", time=world.clock.at
                )
                world.bank.append(known)
                world.read = len(world.bank)
                await notifier.hear(known)
            case 2:
                await writes(world, notifier, person)
            case 3:
                world.sms.answers = [Doubt("cut") if world.random.random() < 0.5 else Unsent("refused")]
            case 4:
                notifier.later(minutes=world.random.randrange(1, 40))
            case _:
                await post_texts(notifier.desk)
        await notifier.settle()
    world.sms.answers = []


async def writes(world: World, notifier: NotifierProcess, person: int) -> None:
    words = world.random.choice(WORDS)
    message = Arrived(f"SM{UUID(int=world.random.getrandbits(128)).hex}", world.number(person), words, world.clock.at)
    world.sms.arrived.append(message)
    if words == "STOP":
        world.stopped[message.sender] = world.clock.at
    if world.random.random() < 0.7:  # else no webhook told of it
        await Inbox(notifier.store, notifier.ring, KEYS, notifier.clock).take(message)


async def recover(world: World, notifier: NotifierProcess, since: datetime, read: int) -> None:
    inbox = Inbox(notifier.store, notifier.ring, KEYS, notifier.clock)
    known = await ask_carrier(world.sms, inbox, KEYS, since - OVERLAP, lambda said: None)
    async with notifier.store.unit() as unit:
        await unit.commit(Writes(rows=[LoseTime(since - OVERLAP, datetime.now(UTC)), *known.texts]))
    listening = Listening(inbox, world.sms)
    world.sms.at = world.clock.at
    again = world.bank[read:]
    while again:
        some, again = again[:2], again[2:]
        await notifier.hear(*some)
        await everything(world, notifier, listening)
    at = datetime.now(UTC) + timedelta(minutes=1)
    await notifier.ledger().hear([HeardUpTo("loans", 0, at, False)], {"loans": 1}, at)
    for _ in range(16):
        notifier.later(minutes=2)
        await everything(world, notifier, listening)


async def everything(world: World, notifier: NotifierProcess, listening: Listening) -> None:
    """Each step once, in a drawn order."""

    async def reading() -> Any:
        return await read_inbound(listening)

    steps = [
        lambda: post_texts(notifier.desk),
        lambda: explain_lost_texts(notifier.desk, KEYS),
        lambda: live_again(notifier.store, notifier.clock, lambda said: None),
        lambda: doubt_posts_of_the_dead(notifier.desk, "notifier"),
        lambda: reconcile_texts(notifier.desk),
        reading,
    ]
    world.random.shuffle(steps)
    for step in steps:
        await step()
        await notifier.settle()


async def played(seed: int) -> tuple[World, Memory, Counter[tuple[str, str]]]:
    """A life with a backup, a restore and a recovery; what had been posted until the restore."""
    world, memory = World(Random(seed)), Memory()
    async with notifier_process(memory, world.sms, world.clock) as notifier:
        await live(world, notifier, world.random.randrange(4, 20))
    backup, since, read = copy.deepcopy(memory.database), world.clock.at, world.read
    async with notifier_process(memory, world.sms, world.clock) as notifier:
        await live(world, notifier, world.random.randrange(0, 20))
        while await post_texts(notifier.desk):
            await notifier.settle()
    before = Counter((text.to, text.body) for text in world.sms.posts)
    world.clock.at += timedelta(minutes=world.random.randrange(1, 120))
    restored = Memory(backup, memory.keys)
    async with notifier_process(restored, world.sms, world.clock) as notifier:
        await recover(world, notifier, since, read)
    return world, restored, before


def doubled(world: World, before: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the carrier has more often than before the restore, of what it had."""
    after = Counter((found.to, found.body) for _, found in world.sms.box)
    return [text for text, number in after.items() if before[text] and number > before[text]]


def forgotten(world: World, restored: Memory) -> list[str]:
    """Who said STOP, and may be texted."""
    suppressed = {
        (row["borrower"], row["phone_hash"])
        for row in restored.database.tables["suppressions"].values()
        if row["active"]
    }
    found = []
    for number in world.stopped:
        person = f"b{int(number[-5:])}"
        if (person, "") not in suppressed and ("", KEYS.phone_hash(number)) not in suppressed:
            found.append(number)
    return found


@pytest.mark.parametrize("seed", share(SEEDS, every=4))
async def test_nobody_is_texted_twice_and_no_stop_is_forgotten(seed: int) -> None:
    world, restored, before = await played(seed)
    assert doubled(world, before) == []
    assert forgotten(world, restored) == []
    lost = restored.database.tables["lost_time"][1]
    assert lost["over_at"] is not None


async def test_posting_that_does_not_ask_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted bug: what only the carrier knows holds no text up."""
    monkeypatch.setattr(notifier_reads, "kept_back", lambda tables, text, params: False)
    found = 0
    for seed in range(30):
        world, _, before = await played(seed)
        found += bool(doubled(world, before))
    assert found >= 3


async def test_a_list_that_is_not_read_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted bug: what people wrote in the lost time is not asked for."""
    monkeypatch.setattr(MemorySms, "inbox", _nothing)
    found = 0
    for seed in range(30):
        world, restored, _ = await played(seed)
        found += bool(forgotten(world, restored))
    assert found >= 3


async def _nothing(self: MemorySms, since: datetime, page: str | None) -> Any:
    from services.notifier.shell.sms import InboxPage

    return InboxPage((), None)
