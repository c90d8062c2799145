"""`./doorstep console rebuild` asks, and shows how far it is; the console does it."""

from __future__ import annotations

import asyncio

import pytest

from deploy.local.user_error import UserError
from services.console.cli import console_rebuild

from .conftest import ModelStack, golden


async def run(model: ModelStack, *options: str) -> tuple[int, str, BaseException | None]:
    result = await asyncio.to_thread(model.stack.run, "console", "rebuild", "--by", "ana", *options)
    return result.exit_code, result.output, result.exception


async def test_it_is_done_by_the_console_that_runs(model: ModelStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        console_rebuild, "NOBODY_AFTER", console_rebuild.NOBODY_AFTER * 6
    )  # others need the machine too
    await asyncio.to_thread(model.stack.publish, [golden("loans/an-overdue-loan-of-60-days")])
    async with model.running():
        await model.live()
        code, said, _ = await run(model)
    assert code == 0
    assert "Pages read the old one until the new one has caught up." in said
    assert "Pages read the new one. It took" in said
    assert (await model.read.state()).generation == 2


async def test_a_second_one_at_the_same_time_looks_on(model: ModelStack) -> None:
    assert (await run(model, "--no-wait"))[0] == 0
    assert "It is being made anew already: ana asked." in (await run(model, "--no-wait"))[1]
    assert len(await model.read.generations()) == 1


async def test_where_nobody_works_on_it_that_is_said(model: ModelStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_rebuild, "NOBODY_AFTER", console_rebuild.NOBODY_AFTER * 0.05)
    code, _, error = await run(model)
    assert code == 1
    assert isinstance(error, UserError)
    assert "Nobody works on it" in error.what
    async with model.running():
        await model.live()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"caught_up_at": None, "behind": None}, "It begins."),
        ({"caught_up_at": None, "behind": 12_345}, "12,345 events are yet to be read."),
        ({"caught_up_at": "then", "behind": 0}, "The topics are read; every case is compared with its services."),
    ],
)
def test_how_far_it_is_is_a_sentence(row: dict[str, object], sentence: str) -> None:
    assert console_rebuild.said(row) == sentence
