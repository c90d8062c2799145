"""A lane whose places stand in a database: where it begins, and that the group is never told more than the database."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from aiokafka import TopicPartition

from shared.runtime.kafka import lane_places
from shared.runtime.kafka.lane import Lane
from shared.runtime.place_watch import ANEW_LOOKS, PlaceWatch
from shared.runtime.places import GroupOffset, LogPlace, mark_of, marked
from shared.runtime.ports import Record, Unavailable
from tests.memory.runtime import MemoryDatabase, MemoryPlaces, MemoryStore, Process

from .canned_broker import CannedBroker, lane_of
from .handmade_batches import TRANSACTIONAL, marker, words

LOANS = TopicPartition("loans", 0)
PLACE: LogPlace = ("loans", 0)


class CannedOffsets:
    """What the canned broker has of the group."""

    def __init__(self, broker: CannedBroker) -> None:
        self._broker = broker

    async def offsets(self) -> Mapping[LogPlace, GroupOffset]:
        broker = self._broker
        return {
            (at.topic, at.partition): marked(offset, broker.marks.get(at, mark_of(1, 0)))
            for at, offset in broker.kept.items()
        }


class System:
    def __init__(self, broker: CannedBroker) -> None:
        database = MemoryDatabase()
        self.broker, self.rows = broker, database.places
        self.store = MemoryStore(database, Process(by_hand=False))
        self.store.start()
        self.watch = PlaceWatch("toy", MemoryPlaces(self.store), CannedOffsets(broker), lambda: self.store.owner)
        self.lane: Lane = lane_of(broker, self.watch)

    async def reads(self) -> list[bytes | None]:
        """Everything there is, as steps do it: the database is told first."""
        found: list[Record] = []
        for _ in range(4):
            await self.watch.look()
            records = await self.lane.poll(100, 0)
            if records:
                moves = self.lane.moves(records)
                self.rows.check(moves)
                self.rows.move(moves)
                await self.lane.commit(records)
            found += records
        return [record.value for record in found]


async def test_reading_begins_at_the_database_s_place_and_the_group_is_told_where_that_is() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abcde")]}, kept={LOANS: 1}))
    system.rows.at[PLACE] = 3
    assert await system.reads() == [b"d", b"e"]
    assert system.rows.at[PLACE] == system.broker.kept[LOANS] == 5
    assert system.broker.marks[LOANS] == mark_of(1, 0)


async def test_the_group_is_told_where_a_quiet_partition_stands_too() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    system.rows.at[PLACE] = 3
    assert await system.reads() == []
    assert system.broker.kept[LOANS] == 3


@pytest.mark.parametrize(("kept", "values"), [({}, [b"a"]), ({("fleet", 0): 9}, [None, b"a"])], ids=["new", "known"])
async def test_a_partition_without_a_place_is_new_or_its_loss_is_said(
    kept: dict[LogPlace, int], values: list[bytes | None]
) -> None:
    system = System(CannedBroker({LOANS: [words(40, "a")]}, begins={LOANS: 40}))
    system.rows.at.update(kept)
    assert await system.reads() == values
    assert system.rows.at[PLACE] == system.broker.kept[LOANS] == 41


async def test_of_what_nobody_can_read_the_database_is_told_first() -> None:
    system = System(CannedBroker({LOANS: [words(0, "a", flags=TRANSACTIONAL, producer=7)]}))
    assert await system.reads() == [b"a"]
    system.broker.answers[LOANS].append(marker(1, commits=True))
    assert await system.reads() == []
    assert system.rows.at[PLACE] == system.broker.kept[LOANS] == 2


async def test_a_log_that_ends_before_the_place_for_a_moment_is_only_waited_for() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    system.rows.at[PLACE] = 4
    assert await system.reads() == []
    assert system.rows.held is None
    system.broker.answers[LOANS].append(words(3, *"de"))
    assert await system.reads() == [b"e"]
    assert system.rows.at[PLACE] == system.broker.kept[LOANS] == 5


async def test_a_log_that_ends_before_the_place_holds_everything_and_nothing_of_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lane_places, "LOST_AFTER_S", 0.0)
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    system.rows.at[PLACE] = 40
    assert await system.reads() == []
    assert system.rows.held is not None
    assert system.rows.held.cause == "lost"
    assert system.rows.held.detail == {"places": [{"topic": "loans", "partition": 0, "database": 40, "begins": 0}]}
    system.rows.held, system.rows.at[PLACE] = None, 0
    assert await system.reads() == [b"a", b"b", b"c"]
    assert system.rows.at[PLACE] == system.broker.kept[LOANS] == 3
    assert system.rows.life > 1
    assert system.broker.marks[LOANS] == mark_of(system.rows.life, 0)


async def test_after_a_recovery_that_nobody_here_saw_begin_and_end_it_is_read_from_the_database_s_place() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    assert await system.reads() == [b"a", b"b", b"c"]
    system.rows.at[PLACE], system.rows.life = 1, 2
    assert await system.reads() == [b"b", b"c"]
    assert system.broker.marks[LOANS] == mark_of(2, 0)


async def test_a_place_of_another_life_is_not_asked_about_as_if_it_were_of_this_one() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    await system.watch.look()
    system.rows.life = 2
    assert await system.lane.poll(100, 0) == []
    assert not system.lane.knows(LOANS)
    assert await system.reads() == [b"a", b"b", b"c"]


async def test_nothing_counts_as_decided_on_while_it_is_held_or_before_it_is_placed_anew() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    await system.reads()
    assert system.lane.knows(LOANS)
    await system.watch.lose({})
    assert not system.lane.knows(LOANS)
    system.rows.held, system.rows.at[PLACE] = None, 1
    await system.watch.look()
    assert not system.lane.knows(LOANS)
    assert await system.reads() == [b"b", b"c"]
    assert system.lane.knows(LOANS)


async def test_places_of_before_a_new_look_are_not_written() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    await system.watch.look()
    records = await system.lane.poll(100, 0)
    system.watch.doubt()
    with pytest.raises(Unavailable):
        system.lane.moves(records)
    await system.lane.give_back(records)
    assert await system.reads() == [b"a", b"b", b"c"]


async def test_while_it_is_held_nothing_is_polled() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}, kept={LOANS: 2}))
    assert await system.reads() == []
    assert system.rows.held is not None
    assert system.rows.held.cause == "restored"
    assert system.broker.kept[LOANS] == 2


async def test_what_was_published_is_told_to_the_group_though_nothing_was_read() -> None:
    system = System(CannedBroker({LOANS: [words(0, *"abc")]}))
    await system.reads()
    system.rows.published["texts", 0] = 12
    for _ in range(ANEW_LOOKS):
        await system.reads()
    assert system.broker.kept[LOANS] == 3
    assert system.broker.marks[LOANS] == mark_of(1, 12)
    system.rows.published["texts", 0] = 9
    system.store.start()
    await system.reads()
    assert system.rows.held is not None
    assert system.rows.held.cause == "restored"
