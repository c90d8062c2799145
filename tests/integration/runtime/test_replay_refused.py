"""What the machine of `test_machine_parking` found: a replay asked for too early blocked all others for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .scripted_toy import Order
from .two_replicas import TwoReplicas


@pytest.fixture
async def system(toy_url: str) -> AsyncIterator[TwoReplicas]:
    made = TwoReplicas(toy_url)
    await made.open()
    yield made
    await made.close()


async def parked(system: TwoReplicas) -> dict[str, tuple[str, int, bool]]:
    rows = await system.ask(
        "SELECT json_object_agg(aggregate, json_build_array(code, attempts, replay)) FROM toy.parked"
    )
    return {name: tuple(row) for name, row in (rows or {}).items()}


async def consume(system: TwoReplicas) -> None:
    while await system.work(0, "consume"):
        pass


async def test_a_replay_that_the_database_refuses_is_parked_again_and_others_go_on(system: TwoReplicas) -> None:
    system.broken.update({"break", "be-refused"})
    system.say("case-1", "e-1", "be-refused")
    system.say("case-1", "e-2", "tell")
    system.say("case-2", "e-3", "break")
    await consume(system)
    assert await parked(system) == {"case-1": ("write-refused", 1, False), "case-2": ("decision-failed", 1, False)}

    await system.ask("UPDATE toy.parked SET replay = true, since = since - interval '1 day' WHERE aggregate = 'case-1'")
    await system.ask("UPDATE toy.parked SET replay = true WHERE aggregate = 'case-2'")
    while await system.work(0, "replay"):
        pass
    assert await parked(system) == {"case-1": ("write-refused", 2, False), "case-2": ("decision-failed", 2, False)}

    system.broken.clear()
    await system.ask("UPDATE toy.parked SET replay = true")
    while await system.work(0, "replay"):
        pass
    history = (await system.look())["history"]
    assert [(row["aggregate"], row["cause"]) for row in history] == [
        ("case-1", "e-1"), ("case-1", "e-2"), ("case-2", "e-3"),
    ]  # fmt: skip
    assert await parked(system) == {}


async def test_what_was_queued_before_the_refused_event_is_handled(system: TwoReplicas) -> None:
    system.broken.update({"break", "be-refused"})
    orders: tuple[Order, ...] = ("break", "tell", "tell", "be-refused", "tell")
    for number, order in enumerate(orders):
        system.say("case-1", f"e-{number}", order)
    await consume(system)
    system.broken.discard("break")
    await system.ask("UPDATE toy.parked SET replay = true")
    while await system.work(0, "replay"):
        pass
    seen = await system.look()
    assert [row["cause"] for row in seen["history"]] == ["e-0", "e-1", "e-2"]
    assert len(seen["queued"]) == 2
    assert await parked(system) == {"case-1": ("decision-failed", 2, False)}  # the first reason stays
