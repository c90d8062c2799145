"""Which loops of a service rest after little work: none that fires what is promised for a moment."""

from __future__ import annotations

from pathlib import Path

from shared.privacy.master import MasterKeys
from shared.runtime.clock import SystemClock
from shared.runtime.clock_watch import ClockWatch
from shared.runtime.engine import Engine
from shared.runtime.health import Health
from shared.runtime.pg.store import PgStore
from shared.runtime.settings import Settings
from tests.integration.runtime.toy import MACHINE


async def test_what_was_told_already_waits_for_company_and_timers_do_not() -> None:
    clock, keys = SystemClock(), MasterKeys.of(b"k" * 32)
    settings = Settings.model_construct(kafka_bootstrap="127.0.0.1:1", database_url="", master_key_file=Path())
    engine = Engine(MACHINE, settings, PgStore("", "toy"), clock, keys, Health("toy"), ClockWatch(clock))
    rests = {step.name: step.rest_s for step in engine._own_steps()}
    assert rests["intake"] > 0
    assert {name for name, rest_s in rests.items() if rest_s} == {"intake"}
