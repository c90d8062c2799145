"""Dead letters of one kind in the browser: given up together by one of two who try, and none that came later."""

from __future__ import annotations

import asyncio
import re

from ..console_stack import ConsoleStack
from ..test_dead_letters import BAD, refused
from .asking import press, states
from .conftest import Desks
from .test_letter_pages import BROKEN, WHY


async def group_of(desks: Desks) -> tuple[str, dict[str, str]]:
    """Its path, and what the form of its page holds."""
    path = "/letters/groups/" + (await desks.ana.get("/letters?said=x")).text.partition("/letters/groups/")[2][:12]
    (newest,) = re.findall(r'name="newest" value="([^"]+)"', (await desks.ana.get(path)).text)
    return path, {"newest": newest, "reason": WHY}


async def test_a_group_is_given_up_by_who_types_how_many_they_are_and_others_stay(
    desks: Desks, served: ConsoleStack
) -> None:
    for _ in range(3):
        refused(served, BAD)
    other = refused(served, BROKEN)
    served.execute("UPDATE notifier.dead_letters SET code = 'other' WHERE id = %(id)s", id=other)
    path, form = await group_of(desks)
    for count in ("", "2", "yes"):
        tone, said = await press(desks.ana, f"{path}/discard", count=count, **form)
        assert (tone, "3 of those that you saw are open" in said) == ("bad", True), said
    tone, said = await press(desks.ana, f"{path}/discard", count="3", **(form | {"reason": ""}))
    assert (tone, await states(served)) == ("bad", ["open"] * 4)
    tone, said = await press(desks.ana, f"{path}/discard", count="3", **form)
    assert (tone, "3 given up." in said) == ("good", True), said
    assert sorted(await states(served)) == ["given up"] * 3 + ["open"]
    tone, said = await press(desks.ben, f"{path}/discard", count="3", **form)
    assert (tone, "somebody settled them" in said) == ("bad", True)


async def test_what_came_after_somebody_looked_is_not_given_up_with_the_group(
    desks: Desks, served: ConsoleStack
) -> None:
    refused(served, BAD)
    path, form = await group_of(desks)
    served.execute(
        "INSERT INTO notifier.dead_letters (id, at, topic, partition, position, code, detail, attempts, size_bytes,"
        " original) SELECT gen_random_uuid(), at + interval '1 second', topic, partition, position + 1, code, detail,"
        " attempts, size_bytes, original FROM notifier.dead_letters"
    )
    tone, said = await press(desks.ana, f"{path}/discard", count="2", **form)
    assert (tone, "1 of those that you saw" in said) == ("bad", True)
    assert (await press(desks.ana, f"{path}/discard", count="1", **form))[0] == "good"
    assert sorted(await states(served)) == ["given up", "open"]


async def test_of_two_who_give_a_group_up_one_does(desks: Desks, served: ConsoleStack) -> None:
    for _ in range(3):
        refused(served, BAD)
    path, form = await group_of(desks)
    came = await asyncio.gather(
        *(press(client, f"{path}/discard", count="3", **form) for client in (desks.ana, desks.ben))
    )
    assert sorted(tone for tone, _ in came) == ["bad", "good"]
    kinds = served.execute(
        "SELECT count(*) AS asked FROM notifier_published.operations WHERE kind = 'letter-discarded'"
    )
    assert kinds == [{"asked": 3}]
