"""With fewer and fewer inputs, until the one to blame is alone."""

from __future__ import annotations

import errno

import pytest

from shared.runtime.ports import BadWrite, Conflict, LockHeld, Unavailable
from shared.runtime.steps.fewer import TRIES_MAX, why_parked, with_fewer


class Batches:
    """Handles numbers, of which some can't be; `least` come at once whatever is asked for."""

    def __init__(self, numbers: list[int], *, bad: tuple[int, ...] = (), conflicts: int = 0, least: int = 1) -> None:
        self.left, self.bad, self.conflicts, self.least = numbers, bad, conflicts, least
        self.sizes: list[int] = []
        self.parked: list[tuple[int, str]] = []

    async def attempt(self, limit: int, taken: list[int]) -> int:
        taken += self.left[: max(limit, self.least)]
        self.sizes.append(len(taken))
        if self.conflicts:
            self.conflicts -= 1
            raise Conflict
        if set(taken) & set(self.bad):
            raise BadWrite
        self.left = self.left[len(taken) :]
        return len(taken)

    async def park(self, number: int, error: Exception) -> int:
        self.parked.append((number, why_parked(error, "it")[0]))
        return 1


async def test_fewer_are_tried_until_they_can_be_handled() -> None:
    batches = Batches(list(range(8)), bad=(5,))
    assert await with_fewer(batches.attempt, batches.park, 8) == 4
    assert batches.sizes == [8, 4]
    assert batches.parked == []


async def test_the_one_that_can_not_be_handled_is_parked_alone() -> None:
    batches = Batches(list(range(8)), bad=(0,))
    assert await with_fewer(batches.attempt, batches.park, 8) == 1
    assert batches.sizes == [8, 4, 2, 1]
    assert batches.parked == [(0, "write-refused")]


async def test_a_conflict_is_tried_again_with_as_many_and_not_for_ever() -> None:
    batches = Batches([1, 2], conflicts=TRIES_MAX - 1)
    assert await with_fewer(batches.attempt, batches.park, 2) == 2
    batches = Batches([1, 2], conflicts=2 * TRIES_MAX)
    assert await with_fewer(batches.attempt, batches.park, 2) == 1
    assert batches.parked == [(1, "write-refused")]


async def test_a_lock_that_somebody_holds_however_long_parks_nothing() -> None:
    parked: list[int] = []

    async def attempt(limit: int, taken: list[int]) -> int:
        taken.append(1)
        raise LockHeld("LockNotAvailable 55P03")

    async def park(number: int, error: Exception) -> int:
        parked.append(number)
        return 1

    with pytest.raises(Unavailable, match="55P03"):
        await with_fewer(attempt, park, 1)
    assert parked == []


async def test_two_that_only_come_together_are_parked_too() -> None:
    batches = Batches([1, 2, 3], bad=(2,), least=2)
    assert await with_fewer(batches.attempt, batches.park, 3) == 1
    assert batches.sizes == [3, 2]
    assert batches.parked == [(1, "write-refused")]


async def test_an_error_that_no_input_is_to_blame_for_is_raised() -> None:
    async def attempt(limit: int, taken: list[int]) -> int:
        raise KeyError

    with pytest.raises(KeyError):
        await with_fewer(attempt, Batches([]).park, 8)


async def test_while_the_database_is_away_nothing_is_tried_with_fewer() -> None:
    async def attempt(limit: int, taken: list[int]) -> int:
        taken += range(8)
        raise Unavailable

    with pytest.raises(Unavailable):
        await with_fewer(attempt, Batches([]).park, 8)


class ShortOfRoom(Batches):
    """While it lasts, the machine gives less than so many inputs need."""

    def __init__(self, numbers: list[int], error: Exception, *, enough_for: int) -> None:
        super().__init__(numbers)
        self.error, self.enough_for = error, enough_for

    async def attempt(self, limit: int, taken: list[int]) -> int:
        done = await super().attempt(limit, taken)
        if len(taken) > self.enough_for:
            self.left = [*taken, *self.left]
            raise self.error
        return done


LACKS = (MemoryError(), OSError(errno.EMFILE, "Too many open files"), OSError(errno.ENOSPC, "No space left"))


@pytest.mark.parametrize("error", LACKS)
async def test_where_the_machine_gives_too_little_fewer_are_tried(error: Exception) -> None:
    batches = ShortOfRoom(list(range(8)), error, enough_for=2)
    assert await with_fewer(batches.attempt, batches.park, 8) == 2
    assert (batches.sizes, batches.parked) == ([8, 4, 2], [])


@pytest.mark.parametrize("error", LACKS)
async def test_where_it_does_not_give_enough_for_one_all_wait_and_nothing_is_parked(error: Exception) -> None:
    batches = ShortOfRoom(list(range(8)), error, enough_for=0)
    with pytest.raises(Unavailable, match=f"{type(error).__name__}: the machine gives"):
        await with_fewer(batches.attempt, batches.park, 8)
    assert (batches.left, batches.parked) == (list(range(8)), [])


async def test_a_file_that_an_input_names_and_that_is_none_is_the_inputs_fault() -> None:
    batches = ShortOfRoom([1], IsADirectoryError(errno.EISDIR, "Is a directory"), enough_for=0)
    assert await with_fewer(batches.attempt, batches.park, 8) == 1
    assert batches.parked == [(1, "decision-failed")]


def test_what_the_database_refuses_is_said_in_words() -> None:
    assert why_parked(BadWrite("DataException 22000"), "a timer") == (
        "write-refused", "the database refuses what follows from a timer (DataException 22000)"
    )  # fmt: skip
    code, detail = why_parked(BadWrite("again and again: UniqueViolation 23505 history_pkey"), "a timer")
    assert (code, "BadWrite" in detail) == ("state-behind-history", False)
