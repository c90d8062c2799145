"""With a master key that is not the database's no page opens or gives back anything, and each says why."""

from __future__ import annotations

import httpx

from shared.privacy.fit import WRONG
from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_dead_letters import GOOD, refused
from ..test_wrong_key import OTHER, knows
from .asking import given, press, states, text_of
from .conftest import Desks

WHY = "a test of the bank's"


async def test_a_letter_is_shown_as_far_as_it_can_be_without_its_key(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    item = refused(tables, GOOD)
    knows(tables, OTHER)
    letter = await browser.get(f"/letters/{item}")
    assert letter.status_code == 200
    assert text_of(letter).count(WRONG) == 2, "in place of what it holds, and of what would come of giving it back"
    assert WRONG in text_of(await browser.get("/letters/replay"))


async def test_nothing_is_given_back_or_mended(desks: Desks, served: ConsoleStack) -> None:
    item = refused(served, GOOD)
    knows(served, OTHER)
    cause = {"settings": "data.cause=sold"}
    for path, fields in (("replay", {}), ("mend", cause), ("mend", cause | {"act": "check"})):
        tone, said = await press(desks.ana, f"/letters/{item}/{path}", reason=WHY, **fields)
        assert (tone, WRONG in said) == ("bad", True), (path, said)
    await desks.ana.post("/letters/runs", data={"reason": WHY})
    run = desks.parts.acting.runs.newest_first()[0]

    async def ended() -> bool:
        return run.state != "running"

    await until(ended)
    assert (run.state, run.trouble) == ("failed", WRONG)
    assert await given(served) == []
    assert await states(served) == ["open"]
