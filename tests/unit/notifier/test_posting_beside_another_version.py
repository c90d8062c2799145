"""Texts are posted by whichever process finds them: also by one of another version than the one that claimed them."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

from services.notifier.core.table_writes import ClaimText
from services.notifier.shell.posting import post_texts
from shared.runtime.ports import Writes

from .shop import Memory, claimed, shop


async def test_a_text_that_another_version_claimed_is_posted_whatever_else_its_wording_says(
    anywhere: str | Memory,
) -> None:
    async with shop(anywhere) as place:
        await claimed(place)
        row = dict(await place.text())
        row |= {"intent": UUID(int=7), "wording": '{"slots": [], "cause": "paid"}', "counted": True}
        claim = ClaimText(**{field.name: row[field.name] for field in fields(ClaimText)})
        async with place.store.unit() as unit:
            await unit.commit(Writes(rows=[claim]))
        assert await post_texts(place.desk) == 2
