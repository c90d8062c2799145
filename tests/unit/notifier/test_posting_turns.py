"""A lone text is looked for by one loop that waits, and by another only when that one has its hands full."""

from __future__ import annotations

from services.notifier.core.outage import AT_ONCE
from services.notifier.shell.posting import post_texts
from shared.runtime.turns import Turns

from .notifier_process import AnsweringCarrier, Memory, many, notifier_process


async def test_who_finds_as_many_as_it_may_take_calls_another_before_it_posts_them(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        turns = Turns(2)
        notifier.desk.more = turns.set
        carrier, seen = notifier.sms, list[list[bool]]()

        async def watched(texts: object) -> object:
            seen.append([turn.wake.is_set() for turn in turns.turns])
            return await carrier.send(texts)

        notifier.desk.sms = AnsweringCarrier(watched)
        await many(notifier, AT_ONCE - 1)
        assert await turns.turns[0].take(lambda: post_texts(notifier.desk)) == AT_ONCE - 1
        await many(notifier, 2 * AT_ONCE)
        await turns.turns[0].take(lambda: post_texts(notifier.desk))
        assert seen == [[False, False], [False, True]]
