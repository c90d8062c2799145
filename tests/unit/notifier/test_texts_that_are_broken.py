"""A text that can't be read or written holds up nobody: the others are posted, and it is tried again later."""

from __future__ import annotations

import os
from typing import Any

import psycopg
import pytest

from services.notifier.core.outage import AT_ONCE
from services.notifier.shell.posting import post_texts, post_waiting
from services.notifier.shell.reconcile import expire_texts, reconcile_texts
from services.notifier.shell.sms import Doubt, MemorySms
from shared.privacy.keys import wrapped

from .events import NOW
from .notifier_process import Memory, NotifierProcess, many, notifier_process


async def break_first(notifier: NotifierProcess, where: str | Memory, **columns: str) -> Any:
    """The intent of the text that comes first, of which these columns hold something else now."""
    intent = min(await notifier.table("texts"), key=lambda text: (text["claimed_at"], text["intent"]))["intent"]
    if isinstance(where, Memory):
        where.database.tables["texts"][intent] = {**where.database.tables["texts"][intent], **columns}
        return intent
    for name, value in columns.items():
        await notifier.rows(
            f"UPDATE texts SET {name} = %(value)s WHERE intent = %(intent)s", value=value, intent=intent
        )
    return intent


async def whole_again(notifier: NotifierProcess, where: str | Memory, **columns: str) -> None:
    await break_first(notifier, where, **columns)


BROKEN = [
    {"wording": '{"slots": 7}'},
    {"wording": "{"},
    {"kind": "no-such-kind"},
    {"phone": "{}"},
    {"officer": '{"kid": 1}'},
]


@pytest.mark.parametrize("columns", BROKEN)
async def test_the_others_are_posted_and_it_is_looked_at_again_later(
    anywhere: str | Memory, columns: dict[str, str]
) -> None:
    async with notifier_process(anywhere) as notifier:
        await many(notifier, 3)
        broken = await break_first(notifier, anywhere, **columns)
        assert await post_texts(notifier.desk) == 3, "two were begun, one was put off"
        assert len(notifier.sms.posts) == 2
        (text,) = [text for text in await notifier.table("texts") if text["status"] == "claimed"]
        assert (text["intent"], text["tries"]) == (broken, 1)
        assert text["try_after"] > notifier.clock.at
        assert await post_texts(notifier.desk) == 0


async def test_once_it_is_mended_it_is_posted(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await many(notifier, 1)
        sound = str((await notifier.text())["wording"])
        await break_first(notifier, anywhere, wording="{")
        await post_texts(notifier.desk)
        await whole_again(notifier, anywhere, wording=sound)
        notifier.later(minutes=1)
        assert await post_texts(notifier.desk) == 1
        assert len(notifier.sms.posts) == 1


async def test_one_that_stays_broken_goes_back_to_its_case_when_its_time_is_over(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await many(notifier, 1)
        await break_first(notifier, anywhere, wording="{")
        await post_texts(notifier.desk)
        notifier.later(days=1)
        await expire_texts(notifier.desk)
        await notifier.settle()
        assert "text-expired" in await notifier.reasons("case-0")


async def test_however_many_are_broken_a_loop_goes_on_to_those_behind(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await many(notifier, AT_ONCE + 1)
        for intent in sorted(text["intent"] for text in await notifier.table("texts"))[:AT_ONCE]:
            if isinstance(anywhere, Memory):
                texts = anywhere.database.tables["texts"]
                texts[intent] = {**texts[intent], "wording": "{"}
            else:
                await notifier.rows("UPDATE texts SET wording = '{' WHERE intent = %(intent)s", intent=intent)
        while await post_waiting(notifier.desk):
            pass
        await post_texts(notifier.desk)
        assert len(notifier.sms.posts) == 1


async def test_of_texts_in_doubt_the_others_are_found(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(always=Doubt("lost"), at=NOW)) as notifier:
        await many(notifier, 2)
        await post_texts(notifier.desk)
        await notifier.settle()
        await break_first(notifier, anywhere, phone="{}")
        assert await reconcile_texts(notifier.desk) == 1


def foreign_key(url: str) -> None:
    """As where somebody copied one back from before the master key changed."""
    with psycopg.connect(url) as admin:
        foreign = wrapped("b-b1", os.urandom(32), os.urandom(32))
        admin.execute("UPDATE privacy.data_keys SET wrapped = %s WHERE kid = 'b-b1'", [foreign])


async def test_a_key_that_does_not_open_keeps_nobody_else_s_text_in_doubt(notifier_url: str) -> None:
    carrier = MemorySms(always=Doubt("lost"), at=NOW)
    async with notifier_process(notifier_url, carrier) as notifier:
        await many(notifier, 3)
        await post_texts(notifier.desk)
        await notifier.settle()
    foreign_key(notifier_url)
    async with notifier_process(notifier_url, carrier) as notifier:
        assert await reconcile_texts(notifier.desk) == 2


async def test_a_key_that_does_not_open_is_its_person_s_alone(notifier_url: str) -> None:
    async with notifier_process(notifier_url) as notifier:
        await many(notifier, 3)
    foreign_key(notifier_url)
    async with notifier_process(notifier_url) as notifier:
        assert await post_texts(notifier.desk) == 3
        assert len(notifier.sms.posts) == 2
        (text,) = [text for text in await notifier.table("texts") if text["status"] == "claimed"]
        assert text["borrower"] == "b1"
