"""What stands in the topics and in the services' tables is in the model, once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import json
from uuid import UUID

import psycopg

from services.console.model.reading import CaseFilter
from services.console.model.records import place_id
from tests.polling import until

from .conftest import ModelStack, golden

WHOLE_LIFE = (
    "loans/an-overdue-loan-of-60-days", "texts/a-notice-sent", "visits/a-visit-requested-after-three-unanswered-texts",
    "appointments/three-slots-offered", "appointments/a-window-agreed-and-a-crew-assigned",
    "appointments/a-visit-permitted", "appointments/a-visit-kept", "loans/a-payment-in-full",
)  # fmt: skip


def state_of_texting(model: ModelStack, case: str, kind: str, version: int = 1) -> None:
    """As notifier keeps it."""
    model.stack.execute(
        "INSERT INTO notifier.states (aggregate, version, doc) VALUES (%(case)s, %(version)s, %(doc)s)"
        " ON CONFLICT (aggregate) DO UPDATE SET version = EXCLUDED.version, doc = EXCLUDED.doc",
        case=case, version=version, doc=json.dumps({"kind": kind}).encode(),
    )  # fmt: skip


async def test_a_whole_life_stands_in_one_row_with_each_event_s_place(model: ModelStack) -> None:
    await asyncio.to_thread(model.stack.publish, [golden(name) for name in WHOLE_LIFE])
    state_of_texting(model, "case-1042", "closed")
    async with model.running():
        generation = await model.live()
    (row,) = model.rows(generation)
    assert (row["case_id"], row["stage"], row["region"], row["state"]) == ("case-1042", "paid", "porto", "closed")
    ids = [json.loads(golden(name)[2])["id"] for name in WHOLE_LIFE]
    places = await model.read.places(generation, "case-1042", ids)
    stand = {
        json.loads(record.value)["id"]: (topic, record.partition, record.offset)
        for topic in ("loans", "texts", "visits", "appointments")
        for record in await asyncio.to_thread(model.stack.records, topic)
    }
    assert {id: place.order for id, place in places.items()} == stand


async def test_a_state_that_changes_without_an_event_is_found(model: ModelStack) -> None:
    """JasperFx/marten#4952, #4964: what became visible after the reader had passed was never read."""
    state_of_texting(model, "case-7", "held")
    async with model.running():
        generation = await model.live()
        assert (await model.read.counts(generation)).states == {"held": 1}
        state_of_texting(model, "case-7", "texting", version=2)

        async def look() -> bool:
            return (await model.read.counts(generation)).states == {"texting": 1}

        await until(look)
    found = await model.read.found(generation, CaseFilter(state="texting"), 10)
    assert [row["case_id"] for row in found] == ["case-7"]


async def test_a_case_that_its_service_forgot_is_counted_no_more(model: ModelStack) -> None:
    state_of_texting(model, "case-8", "texting")
    async with model.running():
        generation = await model.live()
        model.stack.execute("DELETE FROM notifier.states")

        async def look() -> bool:
            return (await model.read.counts(generation)).states == {}

        await until(look)


async def test_an_event_that_stands_twice_has_its_first_place(model: ModelStack) -> None:
    record = golden("loans/an-overdue-loan-of-60-days")
    await asyncio.to_thread(model.stack.publish, [record, record, record])
    async with model.running():
        generation = await model.live()
    (place,) = model.places(generation)
    assert (place["id"], place["position"]) == (place_id(json.loads(record[2])["id"], "case-1042"), 0)


async def test_what_no_event_is_stops_nothing_and_is_counted(model: ModelStack) -> None:
    """kurrent-io/KurrentDB#2807: one record that could not be read stopped a projection for good."""
    bad = ("loans", b"case-1042", b"{")
    none = ("loans", b"case-1042", None)
    await asyncio.to_thread(model.stack.publish, [bad, none, golden("loans/an-overdue-loan-of-60-days"), bad])
    async with model.running():
        generation = await model.live()
    assert [row["stage"] for row in model.rows(generation)] == ["overdue"]
    (row,) = model.stack.execute("SELECT refused, lost FROM console.model_generations")
    assert row == {"refused": 3, "lost": 0}


async def test_of_two_writers_one_writes(model: ModelStack) -> None:
    await asyncio.to_thread(model.stack.publish, [golden("loans/an-overdue-loan-of-60-days")])
    async with model.running() as one, model.running() as other:
        await model.live()

        async def look() -> bool:
            return {one.trouble, other.trouble} == {"", "another process writes the model"}

        await until(look)
    assert len(model.stack.execute("SELECT * FROM console.model_writer")) == 0


async def test_who_was_overtaken_writes_nothing(model: ModelStack) -> None:
    async with model.running() as projector:
        generation = await model.live()
        with psycopg.connect(model.stack.database_url, autocommit=True) as connection:
            connection.execute(
                "UPDATE console.model_writer SET token = %s, seen_at = now() + interval '1 hour'",
                (UUID("00000000-0000-0000-0000-000000000001"),),
            )
        await asyncio.to_thread(model.stack.publish, [golden("loans/an-overdue-loan-of-60-days")])

        async def look() -> bool:
            return projector.trouble == "another process writes the model"

        await until(look)
        assert model.places(generation) == []
