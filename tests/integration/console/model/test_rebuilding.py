"""A new generation is built beside the one that pages read, and takes its place when it has caught up."""

from __future__ import annotations

import asyncio
from functools import partial

from tests.polling import until

from .conftest import ModelStack, golden
from .test_projection import WHOLE_LIFE, state_of_texting

OVERDUE = golden("loans/an-overdue-loan-of-60-days")


async def rebuilt(model: ModelStack, generation: int) -> None:
    model.stack.execute(
        "INSERT INTO console.model_generations (generation, asked_by) VALUES (%(generation)s, 'ana')",
        generation=generation,
    )
    await model.live(generation)


async def written(model: ModelStack, table: str) -> bool:
    found: list[dict[str, int]] = {
        "model_generations": model.stack.execute("SELECT 1 AS one FROM console.model_generations"),
        "model_offsets": model.stack.execute("SELECT 1 AS one FROM console.model_offsets"),
        "model_cases": model.stack.execute("SELECT 1 AS one FROM console.model_cases"),
    }[table]
    return bool(found)


async def gone(model: ModelStack, generation: int) -> None:
    async def look() -> bool:
        return not model.rows(generation) and not model.places(generation)

    await until(look)


async def test_what_is_built_anew_equals_what_was_kept_live(model: ModelStack) -> None:
    state_of_texting(model, "case-1042", "visiting")
    async with model.running():
        await model.live()
        # A record at a time, as it comes while it runs.
        for name in WHOLE_LIFE:
            await asyncio.to_thread(model.stack.publish, [golden(name)])
        state_of_texting(model, "case-1042", "closed", version=7)

        async def look() -> bool:
            """In whatever order topics are read."""
            return len(model.places(1)) == len(WHOLE_LIFE) and model.rows(1)[0]["state"] == "closed"

        await until(look)
        live, places = model.rows(1), model.places(1)
        await rebuilt(model, 2)
        assert model.rows(2) == live
        assert model.places(2) == places
        await gone(model, 1)


async def test_a_wrong_row_is_right_after_it_was_built_anew(model: ModelStack) -> None:
    await asyncio.to_thread(model.stack.publish, [OVERDUE])
    async with model.running():
        await model.live()
        model.stack.execute("UPDATE console.model_cases SET steps = '{}', stage = 'paid', last_type = 'nonsense'")
        await rebuilt(model, 2)
    assert [row["stage"] for row in model.rows(2)] == ["overdue"]


async def test_it_is_read_while_it_is_built(model: ModelStack) -> None:
    await asyncio.to_thread(model.stack.publish, [OVERDUE])
    async with model.running():
        await model.live()
        seen = []

        async def look() -> bool:
            state = await model.read.state()
            seen.append((state.generation, len(model.rows(state.generation)), state.trouble))
            return state.generation == 2

        model.stack.execute("INSERT INTO console.model_generations (generation, asked_by) VALUES (2, 'ana')")
        await until(look)
    assert {rows for _, rows, _ in seen} == {1}
    assert {trouble for _, _, trouble in seen} == {""}


async def test_what_was_killed_while_it_was_built_goes_on(model: ModelStack) -> None:
    state_of_texting(model, "case-1042", "texting")
    await asyncio.to_thread(model.stack.publish, [golden(name) for name in WHOLE_LIFE])
    for wanted in ("model_generations", "model_offsets", "model_cases"):
        async with model.running():
            await until(partial(written, model, wanted))
    async with model.running():
        await model.live()
    assert [row["stage"] for row in model.rows(1)] == ["paid"]
    assert len(model.places(1)) == len(WHOLE_LIFE)


async def test_twice_one_after_the_other(model: ModelStack) -> None:
    """JasperFx/marten#577: the second rebuild of a process began where the first had ended, with nothing."""
    await asyncio.to_thread(model.stack.publish, [OVERDUE])
    async with model.running():
        await model.live()
        await rebuilt(model, 2)
        await rebuilt(model, 3)
        assert [row["stage"] for row in model.rows(3)] == ["overdue"]
        await asyncio.to_thread(model.stack.publish, [golden("loans/a-payment-in-full")])

        # JasperFx/marten#3690: what came after a rebuild was lost in the next one.
        async def look() -> bool:
            return [row["stage"] for row in model.rows(3)] == ["paid"]

        await until(look)
        await rebuilt(model, 4)
    assert [row["stage"] for row in model.rows(4)] == ["paid"]


async def test_of_nothing_it_is_built_too(model: ModelStack) -> None:
    """JasperFx/marten#2519, AxonIQ/AxonFramework#1786: a rebuild of no events never ended, or ended elsewhere."""
    async with model.running():
        await model.live()
        await rebuilt(model, 2)
    assert model.rows(2) == []
