"""What was seen last is shown while nothing newer can be had, and says so."""

from __future__ import annotations

import asyncio

import pytest

from services.console.web.gone import Gone
from services.console.web.last_seen import LastSeen


class Source:
    """Gives 1, 2, 3, ...; or is away."""

    def __init__(self) -> None:
        self.count = 0
        self.away = False

    async def read(self) -> int:
        if self.away:
            raise Gone("the database does not answer")
        self.count += 1
        await asyncio.sleep(0)
        return self.count


async def test_what_is_away_is_shown_as_it_was_with_the_reason_and_comes_back_by_itself() -> None:
    source, last = Source(), LastSeen()
    first = await last.see("now", source.read, fresh_s=0)
    source.away = True
    second = await last.see("now", source.read, fresh_s=0)
    assert (second.value, second.at, second.stale) == (1, first.at, "the database does not answer")
    source.away = False
    third = await last.see("now", source.read, fresh_s=0)
    assert (third.value, third.stale) == (2, "")


async def test_what_was_never_seen_is_gone() -> None:
    source = Source()
    source.away = True
    with pytest.raises(Gone):
        await LastSeen().see("now", source.read)


async def test_fifty_who_look_at_once_cost_one_reading() -> None:
    source, last = Source(), LastSeen()
    found = await asyncio.gather(*(last.see("now", source.read) for _ in range(50)))
    assert ({seen.value for seen in found}, source.count) == ({1}, 1)


async def test_what_is_fresh_enough_is_not_read_again() -> None:
    clock = [0.0]
    source, last = Source(), LastSeen(now=lambda: clock[0])
    await last.see("now", source.read, fresh_s=0.5)
    clock[0] = 0.4
    assert (await last.see("now", source.read, fresh_s=0.5)).value == 1
    clock[0] = 0.6
    assert (await last.see("now", source.read, fresh_s=0.5)).value == 2


async def test_only_so_many_are_kept() -> None:
    source, last = Source(), LastSeen(kept_max=2)
    for key in ("a", "b", "c"):
        await last.see(key, source.read)
    source.away = True
    with pytest.raises(Gone):
        await last.see("a", source.read, fresh_s=0)
    assert (await last.see("c", source.read, fresh_s=0)).value == 3


async def soon(last: LastSeen, source: Source) -> int | None:
    seen = await last.see_soon("states", source.read, fresh_s=20)
    return seen.value if seen is not None else None


async def test_what_takes_long_is_given_as_it_was_and_read_anew_meanwhile() -> None:
    clock = [0.0]
    source, last = Source(), LastSeen(now=lambda: clock[0])
    assert await soon(last, source) == 1
    clock[0] = 21.0
    assert await soon(last, source) == 1
    while source.count < 2:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await soon(last, source) == 2


async def test_who_looks_first_after_a_while_sees_what_is_read_now() -> None:
    clock = [0.0]
    source, last = Source(), LastSeen(now=lambda: clock[0])
    assert await soon(last, source) == 1
    clock[0] = 300.0
    found = await asyncio.gather(*(soon(last, source) for _ in range(3)))
    assert found == [2, 2, 2]
    seen = await last.see_soon("states", source.read, fresh_s=20)
    assert seen is not None
    assert not seen.is_old


async def test_what_is_shown_as_it_was_after_a_while_because_it_takes_too_long_says_so() -> None:
    clock, may_end = [0.0], asyncio.Event()
    source, last = Source(), LastSeen(now=lambda: clock[0])
    await soon(last, source)
    clock[0] = 300.0

    async def slow() -> int:
        await may_end.wait()
        return await source.read()

    for _ in range(2):
        seen = await last.see_soon("states", slow, fresh_s=20)
        assert seen is not None
        assert (seen.value, seen.is_old) == (1, True)
    may_end.set()
    assert (await last.see("states", slow, fresh_s=20)).value == 2
    seen = await last.see_soon("states", slow, fresh_s=20)
    assert seen is not None
    assert (seen.value, seen.is_old) == (2, False)


async def test_what_fails_meanwhile_is_told_as_stale_and_not_lost() -> None:
    clock = [0.0]
    source, last = Source(), LastSeen(now=lambda: clock[0])
    await soon(last, source)
    clock[0], source.away = 30.0, True
    await soon(last, source)
    await asyncio.sleep(0)
    seen = await last.see_soon("states", source.read, fresh_s=20)
    assert seen is not None
    assert seen.stale == "the database does not answer"


async def test_nobody_waits_for_what_was_never_seen_and_takes_too_long() -> None:
    never, last = asyncio.Event(), LastSeen()

    async def read() -> int:
        await never.wait()
        return 7

    assert await last.see_soon("states", read, fresh_s=20) is None
    never.set()
    assert await last.see("states", read, fresh_s=20) is not None


async def test_what_cannot_be_read_at_first_is_nothing_yet() -> None:
    source, last = Source(), LastSeen()
    source.away = True
    assert await soon(last, source) is None
    source.away = False
    assert (await last.see("states", source.read)).value == 1
