"""Who changes a table that others hold comes again, and for nothing else."""

from __future__ import annotations

import pytest

from shared.runtime.pg import table_locks
from shared.runtime.pg.table_locks import come_again
from shared.runtime.ports import LockHeld, Unavailable


class Attempts:
    """Fail in turn with these, then do it; `made` is how many there were."""

    def __init__(self, *errors: Exception) -> None:
        self._errors, self.made = list(errors), 0

    async def __call__(self) -> str:
        self.made += 1
        if self._errors:
            raise self._errors.pop(0)
        return "done"


async def test_who_finds_a_table_held_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_locks, "AGAIN_S", 0.0)
    attempt = Attempts(LockHeld("x"), LockHeld("y"))
    assert await come_again(attempt) == "done"
    assert attempt.made == 3


async def test_one_that_is_held_for_too_long_is_said_to_be() -> None:
    attempt = Attempts(LockHeld("LockNotAvailable 55P03"))
    with pytest.raises(LockHeld, match="55P03"):
        await come_again(attempt, gives_up_s=-1)


async def test_what_only_reads_like_it_is_no_table_that_is_held() -> None:
    attempt = Attempts(Unavailable("LockNotAvailable 55P03"))
    with pytest.raises(Unavailable):
        await come_again(attempt)
    assert attempt.made == 1
