"""What was taken in is decided on, and those who still wait to be heard have the first claim on the processor."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.runtime.steps.intake_step import FEW, REST_S_MAX, REST_TIMES, IntakeStep

from .notifier_process import Memory, NotifierProcess, many, notifier_process
from .twilio_webhooks import hook, post, reply_form

PEOPLE = 3 * FEW


@dataclass
class Busy:
    """Somebody waits; each look at the clock takes a while, and `rested_s` is what was slept."""

    asked: bool = True
    step_s: float = 0.01
    now_s: float = 0.0
    rested_s: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        self.now_s += self.step_s
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.rested_s.append(seconds)

    def step(self, notifier: NotifierProcess) -> IntakeStep:
        return IntakeStep(notifier.deciding, lambda: self.asked, monotonic=self.monotonic, sleep=self.sleep)


async def replied(notifier: NotifierProcess) -> None:
    """A reply of each of them is stored."""
    await many(notifier, PEOPLE)
    door = hook(notifier)
    for number in range(PEOPLE):
        form = reply_form("yes", f"+3519000{number:05d}", f"SM{number:032x}")
        assert await post(door, form) == 200


async def test_while_somebody_waits_a_few_are_decided_and_then_they_have_their_turn() -> None:
    async with notifier_process(Memory()) as notifier:
        await replied(notifier)
        busy = Busy()
        assert await busy.step(notifier).take() == FEW
        assert busy.rested_s == [busy.step_s * REST_TIMES]


async def test_they_have_it_for_so_long_at_most_that_deciding_goes_on() -> None:
    async with notifier_process(Memory()) as notifier:
        await replied(notifier)
        busy = Busy(step_s=60.0)
        step, taken = busy.step(notifier), 0
        while done := await step.take():
            taken += done
        assert taken == PEOPLE
        assert set(busy.rested_s) == {REST_S_MAX}


async def test_a_loop_looks_again_only_where_it_took_as_many_as_it_may() -> None:
    async with notifier_process(Memory()) as notifier:
        await replied(notifier)
        busy = Busy()
        step = busy.step(notifier)
        assert await step.take_waiting() == FEW
        busy.asked = False
        assert await step.take_waiting() == 0
        assert await step.take() == 0, "all were taken"


async def test_when_nobody_waits_all_are_decided_at_once() -> None:
    async with notifier_process(Memory()) as notifier:
        await replied(notifier)
        busy = Busy(asked=False)
        assert await busy.step(notifier).take() == PEOPLE
        assert busy.rested_s == []
