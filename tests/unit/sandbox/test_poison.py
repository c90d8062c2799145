"""Poison is refused by the real codec with the code that the sender's file promises."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.sandbox.conductor.moments import BEGINS
from services.sandbox.poison import _SPOILED, poison
from shared.contracts.codec import Malformed, decode

from .small_sandbox import small_sandbox


@pytest.mark.parametrize("topic", ["loans", "fleet", "outcomes"])
@pytest.mark.parametrize("n", range(len(_SPOILED)))
async def test_every_flavour_is_refused_for_the_reason_promised(topic: str, n: int) -> None:
    sandbox = small_sandbox(3)
    await sandbox.bank.tell_overdue(sandbox.people[0].debts[0].case, BEGINS)
    made = poison(n, sandbox.out.events[0], topic, BEGINS, big=True)
    now = BEGINS + timedelta(days=1)
    found = decode(topic, made.key.encode(), made.value, now)
    assert isinstance(found, Malformed)
    assert found.code == made.expected


async def test_oversized_records_are_left_out_when_there_were_enough() -> None:
    sandbox = small_sandbox(3)
    await sandbox.bank.tell_overdue(sandbox.people[0].debts[0].case, BEGINS)
    made = [poison(n, sandbox.out.events[0], "loans", BEGINS, big=False) for n in range(30)]
    assert "oversized" not in {one.flavour for one in made}
