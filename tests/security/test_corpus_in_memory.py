"""The corpus through notifier's own steps over the simulation's adapters: the same outcomes as on the real ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.notifier.bootstrap import SERVICE, TOPICS, machine
from services.notifier.shell.memory import APPLIES, reads
from services.notifier.shell.prepare import Preparer
from shared.contracts.codec import decode
from shared.contracts.dead_letters import DeadLetter
from shared.policy import load_pack
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.privacy.master import MasterKeys
from shared.runtime.memory import (
    MemoryBroker,
    MemoryClock,
    MemoryDatabase,
    MemoryLog,
    MemoryOut,
    MemoryStore,
    Moment,
    Process,
)  # fmt: skip
from shared.runtime.steps.breaker import Breaker
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.own import fire_timers
from shared.runtime.steps.relay import Relay, relay_outbox
from shared.runtime.steps.transact import Desk

from .corpus import FLOOD_EVENTS, FLOODED, NOW, RECORDS, BadRecord, flood, seen_in, sound_on

KEYS = MasterKeys.of(b"k" * 32)
PACK = load_pack("default")


@dataclass
class World:
    """One notifier and a broker; nobody crashes here."""

    moment: Moment = field(default_factory=lambda: Moment(NOW))
    database: MemoryDatabase = field(default_factory=MemoryDatabase)
    sent: dict[tuple[str, int, int], BadRecord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.broker = MemoryBroker(self.moment, partitions=2)

    def send(self, record: BadRecord, number: int) -> None:
        """The record, and a sound one behind it on its partition."""
        part = self.broker.partition_of(record.topic, record.case)
        at = self.broker.append(record.topic, record.key, record.value(), part)
        self.sent[record.topic, part, at.offset] = record
        key, value = sound_on(record.topic, f"behind-{number}", NOW)
        self.broker.append(record.topic, key, value, part)

    async def work(self) -> None:
        """Until nothing is left to read, to fire and to publish at this moment."""
        process = Process(by_hand=False)
        store = MemoryStore(self.database, process, reads=reads(self.database), applies=APPLIES)
        store.start()
        clock, relay = MemoryClock(self.moment, process), Relay()
        prepare = Preparer(KeyRing(MemoryKeys(), KEYS.wrap), clock, PACK)
        desk = Desk(machine(PACK, prepare), store, clock, KEYS, relay)
        log = MemoryLog(self.broker, process, group=SERVICE, topics=(*TOPICS, "switches"))
        out, breaker = MemoryOut(self.broker, process), Breaker(1000)
        while await consume_batch(log, desk, breaker) + await fire_timers(desk) + await relay_outbox(relay, store, out):
            pass
        assert self.broker.lag(log.group) == 0
        assert breaker.open_since is None

    def letters(self) -> list[DeadLetter]:
        topics = [records for (topic, _), records in self.broker.records.items() if topic == "dead-letters"]
        read = [decode("dead-letters", record.key, record.value, NOW) for records in topics for record in records]
        return [event for event in read if isinstance(event, DeadLetter)]

    def reasons(self, case: str) -> list[tuple[str, str]]:
        history = self.database.history.get(case, {})
        return [(history[version].cause, history[version].reason) for version in sorted(history)]


async def test_every_record_ends_as_expected_and_every_sound_one_behind_it_is_handled() -> None:
    world = World()
    for number, record in enumerate(RECORDS):
        world.send(record, number)
    await world.work()
    letters = world.letters()
    found = {(one.data.origin_topic, one.data.partition, one.data.offset): one for one in letters}
    dead = {origin: record for origin, record in world.sent.items() if record.is_dead}
    assert {origin: letter.data.code for origin, letter in found.items()} == {o: r.expected for o, r in dead.items()}
    assert len(letters) == len(dead) == len(world.database.dead)
    for origin, record in dead.items():
        letter = found[origin]
        box = letter.data.original.box if letter.data.original is not None else None
        assert (KEYS.look_at(box, letter.id) if box is not None else None) == record.value(), record.name
        assert seen_in(letter.data.detail + letter.subject) == [], record.name
    for number, record in enumerate(RECORDS):
        case = f"behind-{number}"
        assert world.reasons(case) or ("sending", f"case:{case}") in world.database.switches, record.name


async def test_what_is_an_event_after_all_is_decided_on_once_and_a_repetition_never() -> None:
    world = World()
    for number, record in enumerate(RECORDS):
        world.send(record, number)
    await world.work()
    decided = {record.case: world.reasons(record.case) for record in RECORDS}
    for record in RECORDS:
        if record.expected == "handled":
            cause, reason = decided[record.case].pop(0)
            assert (cause, reason) == (record.event_id(), record.reason or reason), record.name
    assert not any(decided.values()), "nothing else happened to any of them"


async def test_the_same_log_read_again_changes_nothing() -> None:
    world = World()
    for number, record in enumerate(RECORDS):
        world.send(record, number)
    await world.work()
    before = (dict(world.database.states), len(world.database.dead), len(world.letters()))
    world.broker.groups.clear()
    await world.work()
    assert (dict(world.database.states), len(world.database.dead), len(world.letters())) == before


async def test_ten_thousand_events_of_one_case_are_handled_and_its_state_stays_small() -> None:
    world = World()
    part = world.broker.partition_of("loans", FLOODED)
    for value in flood():
        world.broker.append("loans", FLOODED.encode(), value, part)
    key, value = sound_on("loans", "behind", NOW)
    world.broker.append("loans", key, value, part)
    await world.work()
    state = world.database.states[FLOODED]
    assert (state.version, len(state.doc) < 8192) == (FLOOD_EVENTS, True)
    assert world.reasons("behind") == [("behind-1", "overdue")]
