"""What a command asks of the world and the world does not take is refused in a sentence that says why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.ports import free_port
from deploy.local.user_error import UserError
from services.console.acts.world import NoSuchCustomer, WorldLink
from services.sandbox.control.app import make_control
from services.sandbox.serve import Served

from ..driven_world import driven_world

TOKEN = "t" * 32


@pytest.fixture
async def link(tmp_path: Path) -> AsyncIterator[WorldLink]:
    port = free_port()
    served = Served(make_control(driven_world(tmp_path).desk, lambda: True, port, TOKEN), port)
    await served.start()
    try:
        yield WorldLink(port, TOKEN)
    finally:
        await served.stop()


@pytest.mark.parametrize("case", ["", "..", "../clock", "a/b", "%2e%2e", "?x", "#", "case 1"])
async def test_what_can_be_no_case_is_no_customer(case: str, link: WorldLink) -> None:
    for asked in (link.phone(case), link.pay(case), link.miss(case, 1), link.type_text(case, "1")):
        with pytest.raises(NoSuchCustomer, match="no such customer"):
            await asked


@pytest.mark.parametrize("letters", [481, 20_000, 120_000])
async def test_what_is_too_long_for_a_text_is_told_with_how_long_one_is(letters: int, link: WorldLink) -> None:
    with pytest.raises(UserError, match="A text has 1 to 480 letters"):
        await link.type_text("case-00001", "a" * letters)


async def test_what_is_too_long_for_anything_else_is_told_in_a_sentence(link: WorldLink) -> None:
    for asked in (link.kill("a" * 120_000), link.poison("a" * 120_000)):
        with pytest.raises(UserError, match="more letters than the world takes at once"):
            await asked
