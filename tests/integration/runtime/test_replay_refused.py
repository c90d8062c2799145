"""What the machine of `test_machine_parking` found: a replay asked for too early blocked all others for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .house import House
from .orders import Order


@pytest.fixture
async def house(house_url: str) -> AsyncIterator[House]:
    made = House(house_url)
    await made.open()
    yield made
    await made.close()


async def parked(house: House) -> dict[str, tuple[str, int, bool]]:
    rows = await house.ask(
        "SELECT json_object_agg(aggregate, json_build_array(code, attempts, replay)) FROM toy.parked"
    )
    return {name: tuple(row) for name, row in (rows or {}).items()}


async def consume(house: House) -> None:
    while await house.work(0, "consume"):
        pass


async def test_a_replay_that_the_database_refuses_is_parked_again_and_others_go_on(house: House) -> None:
    house.broken.update({"break", "be-refused"})
    house.say("case-1", "e-1", "be-refused")
    house.say("case-1", "e-2", "tell")
    house.say("case-2", "e-3", "break")
    await consume(house)
    assert await parked(house) == {"case-1": ("write-refused", 1, False), "case-2": ("decision-failed", 1, False)}

    await house.ask("UPDATE toy.parked SET replay = true, since = since - interval '1 day' WHERE aggregate = 'case-1'")
    await house.ask("UPDATE toy.parked SET replay = true WHERE aggregate = 'case-2'")
    while await house.work(0, "replay"):
        pass
    assert await parked(house) == {"case-1": ("write-refused", 2, False), "case-2": ("decision-failed", 2, False)}

    house.broken.clear()
    await house.ask("UPDATE toy.parked SET replay = true")
    while await house.work(0, "replay"):
        pass
    history = (await house.look())["history"]
    assert [(row["aggregate"], row["cause"]) for row in history] == [
        ("case-1", "e-1"), ("case-1", "e-2"), ("case-2", "e-3"),
    ]  # fmt: skip
    assert await parked(house) == {}


async def test_what_was_queued_before_the_refused_event_is_handled(house: House) -> None:
    house.broken.update({"break", "be-refused"})
    orders: tuple[Order, ...] = ("break", "tell", "tell", "be-refused", "tell")
    for number, order in enumerate(orders):
        house.say("case-1", f"e-{number}", order)
    await consume(house)
    house.broken.discard("break")
    await house.ask("UPDATE toy.parked SET replay = true")
    while await house.work(0, "replay"):
        pass
    seen = await house.look()
    assert [row["cause"] for row in seen["history"]] == ["e-0", "e-1", "e-2"]
    assert len(seen["queued"]) == 2
    assert await parked(house) == {"case-1": ("decision-failed", 2, False)}  # the first reason stays
