"""Snapshots: a state that nobody holds is its document and what history says after it, and never anything made up."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from shared.decision.replaced import replace
from shared.runtime import machine as machines
from shared.runtime.folding import NotInHistory
from shared.runtime.looking import SeenAggregate
from shared.runtime.machine import Machine, as_json
from shared.runtime.ports import WrittenChanges
from shared.runtime.steps.replay import replay_parked
from tests.integration.runtime.toy import MACHINE, Seen
from tests.memory.runtime import MemoryDatabase
from tests.memory.runtime.state_rows import changes_after

from .toy_process import ToyProcess

FORMAT = 2
EVERY_THIRD: Machine[Any] = replace(MACHINE, format=FORMAT, snapshot_every=3, snapshots_from=FORMAT)


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase()


def stands(database: MemoryDatabase, case: str = "a") -> tuple[int, int]:
    """The version of the state, and that of its document."""
    kept = database.states[case]
    return kept.version, kept.version if kept.doc_version is None else kept.doc_version


def looked_at(database: MemoryDatabase, case: str = "a") -> Seen:
    """What somebody sees who only asks."""
    kept = database.states[case]
    after = changes_after(database, {case: kept.version if kept.doc_version is None else kept.doc_version})[case]
    seen: Seen = SeenAggregate(kept, frozenset(), None, {}, tuple(after)).state_by(EVERY_THIRD.kept, "")
    return seen


async def test_the_document_is_written_every_so_many_decisions(database: MemoryDatabase) -> None:
    process, found = ToyProcess(database, EVERY_THIRD), []
    for _ in range(8):
        await process.hear("a")
        found.append(stands(database))
    assert found == [(1, 1), (2, 1), (3, 1), (4, 4), (5, 4), (6, 4), (7, 7), (8, 7)]
    assert process.read == 0


async def test_several_decisions_of_one_transaction_count_one_by_one(database: MemoryDatabase) -> None:
    process = ToyProcess(database, EVERY_THIRD)
    await process.hear("a")
    await process.hear("a", "a")
    assert stands(database) == (3, 1)
    await process.hear("a", "a", "a")
    assert stands(database) == (6, 6)


@pytest.mark.parametrize("every", [1, 2, 3, 5, 100])
async def test_who_begins_in_the_middle_goes_on_as_who_was_there_from_the_start(every: int) -> None:
    random, whole, by_snapshot = Random(every), MemoryDatabase(), MemoryDatabase()
    made = replace(EVERY_THIRD, snapshot_every=every)
    processes = [ToyProcess(by_snapshot, made), ToyProcess(by_snapshot, made, number_max=1)]
    reference = ToyProcess(whole)
    for _ in range(60):
        cases = random.choices("abc", k=random.randrange(1, 4))
        if random.random() < 0.2:
            processes[random.randrange(2)] = ToyProcess(by_snapshot, made)
        await random.choice(processes).hear(*cases)
        await reference.hear(*cases)
    assert {name: (row.version, as_json(looked_at(by_snapshot, name))) for name, row in by_snapshot.states.items()} == {
        name: (row.version, row.doc) for name, row in whole.states.items()
    }
    assert not by_snapshot.parked


BAD: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda doc: doc[:-3],
    "empty": lambda doc: b"",
    "no JSON": lambda doc: b"\xff\x00" + doc,
    "another machine's": lambda doc: b'{"kind":"texting","loan":{}}',
    "older than all that is read": lambda doc: doc.replace(b'"seen"', b'"heard"'),
}


@pytest.mark.parametrize("how", BAD)
@pytest.mark.parametrize("every", [1, 3])
async def test_a_document_that_can_not_be_read_is_told_anew_from_history_and_written_again(
    database: MemoryDatabase, how: str, every: int
) -> None:
    made = replace(EVERY_THIRD, snapshot_every=every)
    for _ in range(5):
        await ToyProcess(database, made).hear("a", "b")
    kept = database.states["a"]
    database.states["a"] = replace(kept, doc=BAD[how](kept.doc), mark=None)
    await ToyProcess(database, made).hear("a", "b")
    assert not database.parked
    assert stands(database) == (6, 6), "the next reader has a sound one"
    assert MACHINE.states.validate_json(database.states["a"].doc) == Seen(overdue=6)
    assert looked_at(database, "b") == Seen(overdue=6)


async def test_what_the_document_holds_besides_is_ignored(database: MemoryDatabase) -> None:
    process = ToyProcess(database, EVERY_THIRD)
    await process.hear("a", "a")
    kept = database.states["a"]
    database.states["a"] = replace(kept, doc=kept.doc.replace(b"{", b'{"colour":"blue",'), mark=None)
    await process.hear("a")
    assert looked_at(database) == Seen(overdue=3)


def without(database: MemoryDatabase, version: int) -> Any:
    return database.history["a"].pop(version)


@pytest.mark.parametrize("missing", [2, 3])
async def test_a_gap_in_history_sets_the_aggregate_aside_alone_until_it_is_mended(
    database: MemoryDatabase, missing: int
) -> None:
    process = ToyProcess(database, EVERY_THIRD)
    for _ in range(3):
        await process.hear("a", "b")
    gone = without(database, missing)
    again = ToyProcess(database, EVERY_THIRD)
    await again.hear("a", "b")
    await again.hear("a", "b")
    assert {name: row.code for name, row in database.parked.items()} == {"a": "history-gap"}
    assert database.parked["a"].detail == "the state is of version 3, and history after 1 has 1 versions"
    assert (stands(database), stands(database, "b")) == ((3, 1), (5, 4))
    assert len(database.queued["a"]) == 2
    with pytest.raises(NotInHistory):
        looked_at(database)
    database.history["a"][missing] = gone
    database.ask_replay("a")
    assert await replay_parked(again.context) == 2
    assert not database.parked
    assert looked_at(database) == Seen(overdue=5)


async def test_a_replay_that_still_meets_the_gap_sets_it_aside_again_with_all_that_waits(
    database: MemoryDatabase,
) -> None:
    process = ToyProcess(database, EVERY_THIRD)
    await process.hear("a", "a", "a")
    database.states["a"] = replace(database.states["a"], doc=b"", mark=None)
    without(database, 1)
    await process.hear("a", "a")
    database.ask_replay("a")
    await replay_parked(process.context)
    assert database.parked["a"].code == "history-gap"
    assert len(database.queued["a"]) == 2
    assert database.states["a"].version == 3


async def test_a_gap_before_the_document_is_no_matter_while_that_can_be_read(database: MemoryDatabase) -> None:
    for _ in range(5):
        await ToyProcess(database, EVERY_THIRD).hear("a")
    without(database, 2)
    await ToyProcess(database, EVERY_THIRD).hear("a")
    assert looked_at(database) == Seen(overdue=6)
    kept = database.states["a"]
    database.states["a"] = replace(kept, doc=b"", mark=None)
    await ToyProcess(database, EVERY_THIRD).hear("a")
    assert database.parked["a"].code == "history-gap"


UNREADABLE = ["[", '["told"]', '{"kind":"told"}', '[{"kind":"forgot"}]', "", "null", "[" * 50_000 + "]" * 50_000]


@pytest.mark.parametrize("changes", UNREADABLE, ids=lambda changes: changes[:20] or "nothing")
async def test_changes_that_can_not_be_read_set_it_aside(database: MemoryDatabase, changes: str) -> None:
    await ToyProcess(database, EVERY_THIRD).hear("a", "b")
    await ToyProcess(database, EVERY_THIRD).hear("a", "b")
    database.history["a"][2] = database.history["a"][2]._replace(changes=changes)
    await ToyProcess(database, EVERY_THIRD).hear("a", "b")
    assert {name: row.code for name, row in database.parked.items()} == {"a": "history-unreadable"}
    assert looked_at(database, "b") == Seen(overdue=3)


async def test_for_readers_of_an_older_format_every_document_is_whole(database: MemoryDatabase) -> None:
    process = ToyProcess(database, replace(EVERY_THIRD, format=1))
    for version in range(1, 6):
        await process.hear("a")
        assert stands(database) == (version, version)


async def test_a_document_in_another_format_is_written_anew_by_the_next_decision(database: MemoryDatabase) -> None:
    process = ToyProcess(database, EVERY_THIRD)
    await process.hear("a", "a", "a", "a")
    await process.hear("a")
    assert stands(database) == (5, 4)
    newer = ToyProcess(database, replace(EVERY_THIRD, format=FORMAT + 1))
    await newer.hear("a")
    assert stands(database) == (6, 6)
    await newer.hear("a")
    assert stands(database) == (7, 6)


async def test_many_bytes_of_changes_have_the_document_written_before_its_turn(
    database: MemoryDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = len('[{"kind":"told"}]')
    monkeypatch.setattr(machines, "CHANGES_BYTES_MAX", 2 * one)
    made, found = replace(EVERY_THIRD, snapshot_every=1000), []
    for _ in range(7):
        await ToyProcess(database, made).hear("a")
        found.append(stands(database)[1])
    assert found == [1, 1, 3, 3, 5, 5, 7]


def test_a_machine_says_which_readers_know_of_snapshots() -> None:
    with pytest.raises(ValueError, match="need a format that older versions leave alone"):
        replace(MACHINE, snapshot_every=2)


def test_history_that_says_more_than_the_state_is_no_history_of_it() -> None:
    written = [WrittenChanges(version, "[]") for version in (2, 3)]
    with pytest.raises(NotInHistory, match="the state is of version 2, and history after 1 has 2 versions"):
        EVERY_THIRD.kept.folded(Seen(), 1, 2, written)
