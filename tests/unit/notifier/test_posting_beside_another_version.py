"""Texts are posted by whichever process finds them: also by one of another version than the one that claimed them."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

from services.notifier.core.table_writes import ClaimText
from services.notifier.shell.posting import post_texts
from shared.runtime.ports import Writes

from .notifier_process import Memory, claimed, notifier_process


async def test_a_text_that_another_version_claimed_is_posted_whatever_else_its_wording_says(
    anywhere: str | Memory,
) -> None:
    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        row = dict(await notifier.text())
        row |= {"intent": UUID(int=7), "wording": '{"slots": [], "cause": "paid"}', "counted": True}
        claim = ClaimText(**{field.name: row[field.name] for field in fields(ClaimText)})
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(rows=[claim]))
        assert await post_texts(notifier.desk) == 2
