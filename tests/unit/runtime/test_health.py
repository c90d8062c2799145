"""What makes a service say that it is not ready, for how long, and what it asks a person to do."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from shared.runtime import loops
from shared.runtime.causes import CAUSES, MEANINGS, NotReadyCause
from shared.runtime.health import AGAIN_S, AGAIN_TIMES, STUCK_S, Health
from shared.runtime.loops import Step, forever
from shared.runtime.metrics import REGISTRY
from shared.runtime.ports import Unavailable
from tests.polling import until

RUNBOOK = Path(__file__).parents[3] / "docs" / "runbooks" / "readiness.md"


@dataclass
class Hand:
    """A clock that is moved by hand."""

    at_s: float = 1000.0

    def __call__(self) -> float:
        return self.at_s


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def health(hand: Hand) -> Health:
    return Health("toy", monotonic=hand)


def series(cause: str) -> float:
    (found,) = re.findall(rf'doorstep_ready_problem{{cause="{cause}"}} (\S+)', generate_latest(REGISTRY).decode())
    return float(found)


def test_a_cause_without_words_of_its_own_says_what_its_meaning_says(health: Health) -> None:
    health.down("kafka", "NodeNotReadyError")
    status, body = health.ready()
    (problem,) = body["problems"]
    assert status == 503
    assert body["waiting_for"] == {"kafka": "NodeNotReadyError"}
    assert problem["todo"] == MEANINGS["kafka"].todo


def test_what_is_said_again_keeps_its_beginning_and_takes_the_newest_words(health: Health, hand: Hand) -> None:
    health.down("webhook-signatures", "3 of 3 refused", "Look at the token.")
    hand.at_s += 50
    health.down("webhook-signatures", "9 of 9 refused", "Look at the token.")
    (problem,) = health.ready()[1]["problems"]
    assert (problem["sentence"], problem["todo"], problem["for_s"]) == ("9 of 9 refused", "Look at the token.", 50)


def test_the_metric_counts_problems_by_cause_and_is_there_before_the_first(health: Health) -> None:
    assert [series(cause) for cause in CAUSES] == [0.0] * len(CAUSES)
    health.down("loop", "KeyError", of="post-1")
    health.down("loop", "KeyError", of="post-2")
    assert series("loop") == 2
    health.up("loop", of="post-1")
    assert series("loop") == 1
    health.up("loop", of="post-2")
    assert series("loop") == 0


def test_a_loop_that_fails_every_other_time_does_not_look_well_every_other_time(health: Health, hand: Hand) -> None:
    for _ in range(AGAIN_TIMES):
        health.failed("lane-0", "ValueError", 1)
        health.worked("lane-0")
        hand.at_s += 1
    assert health.ready()[1]["waiting_for"] == {"lane-0": "fails again and again: ValueError"}
    hand.at_s += AGAIN_S
    health.worked("lane-0")
    assert health.ready()[0] == 200


def test_a_single_failure_is_over_with_the_next_success(health: Health) -> None:
    health.failed("lane-0", "ValueError", 1)
    assert health.ready()[0] == 503
    health.worked("lane-0")
    assert health.ready()[0] == 200


def test_failures_in_a_row_are_counted(health: Health) -> None:
    for times in range(1, 8):
        health.failed("lane-0", "ValueError", times)
    assert health.ready()[1]["waiting_for"] == {"lane-0": "ValueError, 7 times in a row"}


def test_a_loop_that_has_not_moved_is_a_problem_until_it_moves(health: Health, hand: Hand) -> None:
    health.beat("relay")
    hand.at_s += STUCK_S + 1
    assert health.ready()[1]["problems"][0]["of"] == "relay"
    health.beat("relay")
    health.worked("relay")
    assert health.ready()[0] == 200


@pytest.mark.parametrize("error", [Unavailable("Kafka: RequestTimedOutError"), KeyError("secret")])
async def test_a_loop_tells_what_its_step_raises_without_its_values(health: Health, error: Exception) -> None:
    stopping = asyncio.Event()

    async def step() -> int:
        stopping.set()
        raise error

    await forever(Step("toy-step", step), health, stopping)
    (problem,) = health.ready()[1]["problems"]
    assert (problem["cause"], problem["of"]) == ("loop", "toy-step")
    assert "secret" not in str(problem)


async def test_a_loop_that_waits_longer_than_it_may_stand_still_stands_not_still(
    health: Health, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loops, "BEAT_S", 0.01)
    stopping, runs = asyncio.Event(), 0

    async def step() -> int:
        nonlocal runs
        runs += 1
        return 0

    async def moves() -> bool:
        return health.beats.get("once-a-day") == hand.at_s and (health.ready()[0], health.live()[0]) == (200, 200)

    running = asyncio.create_task(forever(Step("once-a-day", step, 600), health, stopping))
    await until(moves)
    for _ in range(3):
        hand.at_s += STUCK_S + 1  # as if the process had been stopped
        assert health.ready()[0] == 503
        await until(moves)
    stopping.set()
    await running
    assert runs == 1


def test_every_cause_has_its_row_in_the_runbook() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (.+?) \|$", RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert [(cause, MEANINGS[cause].means, MEANINGS[cause].todo) for cause in CAUSES] == [
        (cause, means, todo) for cause, means, todo in rows
    ]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_loop_that_is_called_like_a_cause_takes_nothing_back_when_it_works(cause: NotReadyCause) -> None:
    """The loop `clock` found that the clock is wrong, and came to its end."""
    health = Health("notifier")
    health.down(cause, "it is wrong")
    health.worked(cause)
    health.failed(cause, "OSError", 1)
    assert health.ready()[1]["waiting_for"][cause] == "it is wrong"
    health.worked(cause)
    assert [(each["cause"], each["sentence"]) for each in health.ready()[1]["problems"]] == [(cause, "it is wrong")]
    health.up(cause)
    assert health.ready()[0] == 200
