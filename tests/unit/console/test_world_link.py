"""What is typed for the sandbox's world and can't be asked of it is refused in words, before anything is asked."""

from __future__ import annotations

import pytest

from deploy.local.user_error import UserError
from services.console.acts.world import NoSuchCustomer, WorldLink

NOBODY_LISTENS = WorldLink(1, "token")


@pytest.mark.parametrize("half", ["\udcc3", "case-\udcff"], ids=["alone", "in a name"])
async def test_half_a_character_is_not_asked_for(half: str) -> None:
    for asked in (NOBODY_LISTENS.phone(half), NOBODY_LISTENS.pay(half), NOBODY_LISTENS.miss(half, 1)):
        with pytest.raises(UserError, match="not UTF-8"):
            await asked
    for asked_in_words in (NOBODY_LISTENS.type_text("case-1", half), NOBODY_LISTENS.poison(half)):
        with pytest.raises(UserError, match="not UTF-8"):
            await asked_in_words


async def test_nobody_is_called_by_a_hundred_thousand_letters() -> None:
    with pytest.raises(NoSuchCustomer, match="as long as that"):
        await NOBODY_LISTENS.pay("a" * 120_000)
