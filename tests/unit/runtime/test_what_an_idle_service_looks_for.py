"""How often the loops that every service has look for something, while there is nothing: what an idle service costs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shared.privacy.master import MasterKeys
from shared.runtime.clock import SystemClock
from shared.runtime.clock_watch import ClockWatch
from shared.runtime.engine import LANE_IDLE_S, Engine
from shared.runtime.health import Health
from shared.runtime.loops import Step
from shared.runtime.pg.store import PgStore
from shared.runtime.settings import Settings
from tests.integration.runtime.toy import MACHINE

A_MINUTE_S = 60.0


@pytest.fixture
def settings() -> Settings:
    return Settings.model_validate(
        {
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
            "DOORSTEP_MASTER_KEY_FILE": __file__,
        }
    )  # fmt: skip


async def idle(settings: Settings) -> tuple[Engine, dict[str, Step]]:
    """One that has found its database as it should be, its clock right, everything heard, and nothing to do."""
    clock = SystemClock()
    watch, store = ClockWatch(clock), PgStore("", "toy")
    engine = Engine(MACHINE, settings, store, clock, MasterKeys.of(b"k" * 32), Health("toy"), watch)
    watch.compare(datetime.now(UTC))
    engine._places._believed = store.registration
    return engine, {step.name: step for step in engine._own_steps()}


def looks(step: Step) -> int:
    """A minute."""
    return round(A_MINUTE_S / (step.idle_s if step.pace is None else step.pace()))


async def test_an_idle_service_looks_for_something_142_times_a_minute(settings: Settings) -> None:
    _, steps = await idle(settings)
    assert {name: looks(step) for name, step in steps.items()} == {
        "waiting": 60, "places": 30, "readiness": 20, "clock": 12, "listen": 6, "timers-1": 2, "timers-2": 2,
        "try-refused": 2,
        "adopt": 2, "replay": 2, "operations": 2, "intake": 2,
    }  # fmt: skip


async def test_where_not_everything_is_heard_or_the_clock_is_wrong_it_looks_more_often(settings: Settings) -> None:
    engine, steps = await idle(settings)
    engine._hearing.deaf = {"loans": datetime.now(UTC)}
    engine._watch.compare(datetime(2020, 1, 1, tzinfo=UTC))
    assert (looks(steps["listen"]), looks(steps["clock"])) == (30, 30)


async def test_a_lane_that_may_not_read_looks_ten_times_a_second_whether_it_may(settings: Settings) -> None:
    engine, _ = await idle(settings)
    assert engine._lane_waits_s() == LANE_IDLE_S, "it waits in its poll"
    engine._watch.compare(datetime(2020, 1, 1, tzinfo=UTC))
    assert engine._lane_waits_s() == 0.1
    engine._watch.compare(datetime.now(UTC))
    assert engine._lane_waits_s() == LANE_IDLE_S
    engine._places.doubt()
    assert engine._lane_waits_s() == 0.1


async def test_who_was_not_told_yet_whether_the_database_is_the_right_one_looks_at_once(settings: Settings) -> None:
    engine, steps = await idle(settings)
    engine._places.doubt()
    assert looks(steps["places"]) == 300
