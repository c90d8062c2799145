"""Documents of an earlier version than their state, and what history says after them, on both adapters."""

from __future__ import annotations

from shared.runtime.held_states import Snapshot
from shared.runtime.ports import HeldState, Store, Writes, WrittenChanges

from .given import at, history, look, state, write
from .store_harness import StoreHarness


async def move(store: Store, version: int, doc: bytes | None, aggregate: str = "a") -> None:
    """One decision, with a document or without."""
    row = state(aggregate, version, b"", at(version))._replace(doc=doc)
    entry = history(aggregate, version)._replace(changes=f'["{version}"]')
    await write(store, Writes(states=[row], history=[entry]))


async def stands(store: Store, aggregate: str = "a") -> tuple[int, bytes, int | None]:
    row = (await look(store, aggregate)).states[aggregate]
    assert row.at == at(row.version) or row.at is None
    return row.version, row.doc, row.doc_version


async def after(store: Store, **versions: int) -> dict[str, list[WrittenChanges]]:
    async with store.unit() as unit:
        await unit.open([], sorted(versions))
        return await unit.changes_after(versions)


async def test_a_state_moves_without_its_document(store: Store, other: Store) -> None:
    await move(store, 1, b"one")
    assert await stands(other) == (1, b"one", None)
    await move(store, 2, None)
    await move(other, 3, None)
    assert await stands(store) == (3, b"one", 1)
    await move(store, 4, b"four")
    assert await stands(other) == (4, b"four", None)
    await move(other, 5, None)
    assert await stands(store) == (5, b"four", 4)


async def test_states_with_documents_and_without_are_written_in_one_commit(store: Store) -> None:
    for name in "abc":
        await move(store, 1, name.encode(), name)
    rows = [state("a", 2, b"A"), state("b", 2)._replace(doc=None), state("d", 1, b"d")]
    await write(store, Writes(states=rows), aggregates=["c"])
    opened = await look(store, *"abcd")
    assert {name: (row.version, row.doc, row.doc_version) for name, row in opened.states.items()} == {
        "a": (2, b"A", None), "b": (2, b"b", 1), "c": (1, b"c", None), "d": (1, b"d", None),
    }  # fmt: skip


async def test_what_history_has_after_a_version_comes_in_order(store: Store) -> None:
    for version in range(1, 13):
        await move(store, version, b"doc")
        await move(store, version, b"doc", "b")
    found = await after(store, a=9, b=0, c=0)
    assert found == {
        "a": [WrittenChanges(number, f'["{number}"]') for number in (10, 11, 12)],
        "b": [WrittenChanges(number, f'["{number}"]') for number in range(1, 13)],
        "c": [],
    }
    assert await after(store) == {}


async def test_a_state_without_a_current_document_is_held_like_any_other(store: Store) -> None:
    await move(store, 1, b"one")
    async with store.unit() as unit:
        await unit.open([], ["a"])
        mark = await unit.commit(Writes(states=[state("a", 2)._replace(doc=None)]))
    held = {"a": HeldState(2, mark, "state", Snapshot(1, 3, 5))}
    async with store.unit() as unit:
        opened = await unit.open([], ["a"], held=held)
    assert (opened.held, opened.states["a"].doc, opened.states["a"].doc_version) == (held, b"", 1)


async def test_the_former_version_leaves_a_whole_document(store: Store, harness: StoreHarness) -> None:
    await move(store, 1, b"one")
    await move(store, 2, None)
    await harness.write_as_former(history("a", 3)._replace(at=at(3)), b"three")
    assert await stands(store) == (3, b"three", None)


async def test_what_is_taken_out_of_a_document_leaves_it_of_its_version(store: Store, harness: StoreHarness) -> None:
    await move(store, 1, b"a number")
    await move(store, 2, None)
    await harness.rewrite("a", b"zeros")
    assert await stands(store) == (2, b"zeros", 1)
