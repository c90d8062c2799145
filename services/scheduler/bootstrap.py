"""Where the scheduler is put together: its machine, its rules, its tables. Nothing else knows all three."""

from __future__ import annotations

from functools import partial

from pydantic import TypeAdapter

from services.scheduler.core.appointment import Appointment, initial
from services.scheduler.core.changes import Change
from services.scheduler.core.hearing import TOPICS, aggregate
from services.scheduler.core.machine import decide, evolve
from services.scheduler.core.rules import rules_of
from services.scheduler.settings import SchedulerSettings
from services.scheduler.shell.prepare import look_up
from shared.policy import load_pack
from shared.privacy.cipher import subkey
from shared.privacy.master import MasterKeys
from shared.runtime.machine import Machine
from shared.runtime.pg.queries import load
from shared.runtime.service import Environment, Recipe, Service

SERVICE = "scheduler"
MIGRATIONS = ("shared.runtime.pg", "services.scheduler.shell")
QUERIES = load("services.scheduler.shell", "queries.sql")
SettingsModel = SchedulerSettings

STATES: TypeAdapter[Appointment] = TypeAdapter(Appointment)
CHANGES: TypeAdapter[Change] = TypeAdapter(Change)


def machine(policy: str, keys: MasterKeys) -> Machine[Appointment]:
    """The scheduler's machine under a policy pack."""
    rules = rules_of(load_pack(policy), subkey(keys.wrap, "check-codes"))
    return Machine(
        service=SERVICE,
        topics=TOPICS,
        aggregate=aggregate,
        initial=initial,
        decide=partial(decide, rules=rules),
        evolve=evolve,
        states=STATES,
        changes=CHANGES,
        policy_version=rules.version,
        prepare=look_up,
    )


async def build(env: Environment[SchedulerSettings]) -> Service:
    return Service(machine(env.settings.policy, env.keys))


RECIPE = Recipe(SERVICE, build, SettingsModel, MIGRATIONS, QUERIES)
