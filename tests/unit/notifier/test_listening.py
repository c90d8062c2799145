"""What came while we could not hear is read from the carrier's list, once, and with the carrier's time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.shell.listening import AROUND, EVERY, SILENT, SOON, Listening, read_inbound
from services.notifier.shell.posting import post_texts
from services.notifier.shell.signatures import Signatures
from services.notifier.shell.sms import Arrived, Medium
from shared.runtime.ports import Unavailable

from .post import SID, hook, post, written
from .shop import PHONE, Memory, Shop, shop
from .world import NOW

STRANGER = "+351900000099"


@pytest.fixture
async def place() -> AsyncIterator[Shop]:
    """A shop whose only borrower has just been texted."""
    async with shop(Memory()) as opened:
        yield await texted(opened)


@pytest.fixture
async def anyplace(anywhere: str | Memory) -> AsyncIterator[Shop]:
    """The same in memory and on a real database."""
    async with shop(anywhere) as opened:
        yield await texted(opened)


async def texted(opened: Shop) -> Shop:
    await opened.hear(await opened.known())
    await opened.settle()
    await post_texts(opened.desk)
    await opened.settle()
    return opened


def listening(place: Shop, **more: Any) -> Listening:
    return Listening(hook(place).inbox, place.sms, **more)


def came(place: Shop, words: str = "STOP", sender: str = PHONE, sid: str = SID, **more: Any) -> None:
    place.sms.arrived.append(Arrived(sid, sender, words, more.pop("at", place.clock.at), **more))


async def heard(place: Shop, one: Listening) -> int:
    """Read until there is no more now; how many steps had more to read."""
    steps = 0
    while await read_inbound(one):
        steps += 1
        assert steps < 100
    await place.settle()
    return steps


async def test_a_stop_that_no_webhook_brought_is_read_from_the_list(anyplace: Shop) -> None:
    await heard(anyplace, listening(anyplace))
    anyplace.later(minutes=3)
    came(anyplace)
    anyplace.later(hours=5)
    await heard(anyplace, listening(anyplace))
    assert "opted-out" in await anyplace.reasons()


async def test_it_counts_from_when_it_was_written(place: Shop) -> None:
    await heard(place, listening(place))
    place.later(hours=1)
    came(place, "STOP", sid="SM" + "1" * 32)
    place.later(hours=1)
    assert await post(hook(place), written("START", sid="SM" + "2" * 32)) == 200
    await place.settle()
    await heard(place, listening(place))
    assert "overtaken" in await place.reasons(), "the borrower has wanted texts again since"


async def test_webhook_and_list_count_once_whichever_is_first(anyplace: Shop) -> None:
    one = listening(anyplace)
    await heard(anyplace, one)
    for number, webhook_first in enumerate((True, False)):
        sid = f"SM{number}" + "a" * 31
        came(anyplace, "5", sid=sid)
        if webhook_first:
            assert await post(hook(anyplace), written("5", sid=sid)) == 200
        anyplace.later(seconds=EVERY.total_seconds() + 1)
        await heard(anyplace, one)
        assert await post(hook(anyplace), written("5", sid=sid)) == 200
        await anyplace.settle()
    assert (await anyplace.reasons()).count("hardship") == 2


async def test_a_long_list_is_read_page_by_page_and_a_process_that_dies_begins_again(anyplace: Shop) -> None:
    await heard(anyplace, listening(anyplace))
    anyplace.sms.page_size = 3
    for number in range(10):
        came(anyplace, "hm", STRANGER, sid=f"SM{number:032x}", at=anyplace.clock.at + timedelta(seconds=number))
    anyplace.later(hours=1)
    dying = listening(anyplace)
    assert await read_inbound(dying) == 3
    assert len(await anyplace.table("unmatched_replies")) == 3
    assert (await anyplace.table("carrier_read"))[0]["upto"] == NOW
    assert await heard(anyplace, listening(anyplace)) == 3
    assert len(await anyplace.table("unmatched_replies")) == 10
    assert (await anyplace.table("carrier_read"))[0]["upto"] == anyplace.clock.at


async def test_it_is_read_at_the_start_and_then_now_and_then_and_again_from_a_little_before(place: Shop) -> None:
    one = listening(place)
    assert one.due(place.clock.at)
    await heard(place, one)
    assert not one.due(place.clock.at + SOON)
    assert one.due(place.clock.at + EVERY)
    came(place, at=place.clock.at - AROUND / 2)
    place.later(seconds=EVERY.total_seconds())
    await heard(place, one)
    assert "opted-out" in await place.reasons()


async def test_while_signatures_are_refused_it_is_read_more_often(place: Shop) -> None:
    signatures = Signatures()
    one = listening(place, signatures=signatures)
    await heard(place, one)
    signatures.refuse("A" * 27 + "=", True, place.clock.at)
    came(place)
    place.later(seconds=SOON.total_seconds())
    await heard(place, one)
    assert "opted-out" in await place.reasons()


async def test_after_a_webhook_that_could_not_be_stored_it_is_read_soon_and_once(
    place: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = hook(place)
    one = Listening(door.inbox, place.sms, missed=door.missed)
    await heard(place, one)

    async def away(rows: object) -> None:
        raise Unavailable("test")

    place.later(seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(place.store, "take_in", away)
        assert await post(door, written("STOP")) == 503
    came(place)
    assert not one.due(place.clock.at)
    place.later(seconds=SOON.total_seconds())
    await heard(place, one)
    assert "opted-out" in await place.reasons()
    assert not one.due(place.clock.at + SOON)


async def test_a_list_that_can_not_be_read_for_long_is_said(place: Shop) -> None:
    said: list[str | None] = []
    one = listening(place, say=said.append)
    place.sms.reachable = False
    await heard(place, one)
    assert not one.due(place.clock.at)
    place.later(seconds=SILENT.total_seconds())
    await heard(place, one)
    assert said[-1] is not None
    place.sms.reachable = True
    came(place)
    place.later(seconds=SOON.total_seconds())
    await heard(place, one)
    assert said[-1] is None
    assert "opted-out" in await place.reasons()


async def test_of_what_is_from_before_our_time_only_stop_and_start_count(place: Shop) -> None:
    came(place, "5", sid="SM" + "1" * 32, at=NOW - timedelta(days=3))
    came(place, "STOP", sid="SM" + "2" * 32, at=NOW - timedelta(days=2))
    await heard(place, listening(place))
    assert "hardship" not in await place.reasons()
    assert "opted-out" in await place.reasons()
    assert [row["why"] for row in await place.table("unmatched_replies")] == ["before-our-time"]


async def test_a_stranger_s_stop_in_the_list_silences_the_number(place: Shop) -> None:
    came(place, "STOP", STRANGER)
    await heard(place, listening(place))
    (row,) = [row for row in await place.table("suppressions") if row["active"]]
    assert (row["borrower"], row["cause"]) == ("", "opted-out")


async def test_a_picture_in_the_list_is_kept_with_the_reply(place: Shop) -> None:
    await heard(place, listening(place))
    came(place, "", media=(Medium("/Messages/1/Media.json"),))
    place.later(hours=1)
    await heard(place, listening(place))
    assert any(reason.startswith("answered-unknown") for reason in await place.reasons())
