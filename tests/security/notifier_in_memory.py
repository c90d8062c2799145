"""One notifier and a broker on the simulation's adapters, where nobody crashes."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.notifier.bootstrap import SERVICE, TOPICS, machine
from services.notifier.shell.look_up import LoanLookUp
from shared.contracts.codec import decode
from shared.contracts.dead_letters import DeadLetter
from shared.policy import load_pack
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.privacy.master import MasterKeys
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay, relay_outbox
from shared.runtime.steps.timers_and_intake import fire_timers
from shared.runtime.steps.transact import StepContext
from tests.memory.notifier.reads import reads
from tests.memory.notifier.tables import applies
from tests.memory.runtime import (
    MemoryBroker,
    MemoryClock,
    MemoryDatabase,
    MemoryLog,
    MemoryOut,
    MemoryStore,
    Moment,
    Process,
)

from .corpus import NOW, BadRecord, sound_on

KEYS = MasterKeys.of(b"k" * 32)
PACK = load_pack("default")


@dataclass
class NotifierInMemory:
    """`sent` is where each record of the corpus went."""

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
        keys = MemoryKeys()
        store = MemoryStore(
            self.database, process, reads=reads(self.database, keys), applies=applies(self.database, keys)
        )
        store.start()
        clock, relay = MemoryClock(self.moment, process), Relay()
        prepare = LoanLookUp(KeyRing(keys, KEYS.wrap), clock, PACK)
        desk = StepContext(machine(PACK, prepare), store, clock, KEYS, relay)
        log = MemoryLog(self.broker, process, group=SERVICE, topics=(*TOPICS, "switches"))
        out, breaker = MemoryOut(self.broker, process), Breakers(1000)
        while await consume_batch(log, desk, breaker) + await fire_timers(desk) + await relay_outbox(relay, store, out):
            pass
        assert self.broker.lag(log.group) == 0
        assert not breaker.opened()

    def letters(self) -> list[DeadLetter]:
        topics = [records for (topic, _), records in self.broker.records.items() if topic == "dead-letters"]
        read = [decode("dead-letters", record.key, record.value, NOW) for records in topics for record in records]
        return [event for event in read if isinstance(event, DeadLetter)]

    def reasons(self, case: str) -> list[tuple[str, str]]:
        history = self.database.history.get(case, {})
        return [(history[version].cause, history[version].reason) for version in sorted(history)]
