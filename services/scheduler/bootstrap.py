"""Where the scheduler is put together: its machine, its rules, its tables. Nothing else knows all three."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pydantic import TypeAdapter

from services.scheduler.core import machine as core
from services.scheduler.core.changes import AppointmentChange
from services.scheduler.core.evolve import evolve
from services.scheduler.core.inputs import TOPICS, aggregate, input_of
from services.scheduler.core.lookup import VisitLookup
from services.scheduler.core.rules import Rules, rules_for
from services.scheduler.core.state import AppointmentState, initial
from services.scheduler.settings import SchedulerSettings
from services.scheduler.shell.prepare import look_up
from shared.contracts.envelope import Event
from shared.decision import Context, Decision, DecisionContext, TimerDue, refuse
from shared.policy import Pack, load_pack
from shared.privacy.cipher import subkey
from shared.privacy.master import MasterKeys
from shared.runtime.machine import Machine
from shared.runtime.pg.queries import load
from shared.runtime.service import Environment, Recipe, Service

SERVICE = "scheduler"
MIGRATIONS = ("shared.runtime.pg", "services.scheduler.shell")
QUERIES = load("services.scheduler.shell", "queries.sql")
SettingsModel = SchedulerSettings

STATES: TypeAdapter[AppointmentState] = TypeAdapter(AppointmentState)
CHANGES: TypeAdapter[AppointmentChange] = TypeAdapter(AppointmentChange)


def machine(pack: Pack, keys: MasterKeys) -> Machine[AppointmentState]:
    """The scheduler's machine under a policy pack."""
    code_key = subkey(keys.wrap, "check-codes")

    def decided(
        state: AppointmentState, told: Event | TimerDue, at: datetime, context: Context
    ) -> Decision[AppointmentChange]:
        return decide(state, told, at, context, rules_for(pack, code_key, state, told, at))

    return Machine(
        service=SERVICE,
        topics=TOPICS,
        aggregate=aggregate,
        initial=initial,
        decide=decided,
        evolve=evolve,
        states=STATES,
        changes=CHANGES,
        policy_version=pack.version,
        prepare=look_up,
    )


def decide(
    state: AppointmentState, told: Event | TimerDue, at: datetime, context: Context, rules: Rules
) -> Decision[AppointmentChange]:
    """What the core decides on an event or a timer."""
    input = input_of(told)
    if input is None:
        return refuse("not-ours", "nothing of a visit")
    lookup = context.extra if isinstance(context.extra, VisitLookup) else VisitLookup()
    decision, after = core.decide(state, input, DecisionContext(at, rules, lookup, context.stopped))
    return replace(decision, after=after)


async def build(env: Environment[SchedulerSettings]) -> Service:
    return Service(machine(load_pack(env.settings.policy), env.keys))


RECIPE = Recipe(SERVICE, build, SettingsModel, MIGRATIONS, QUERIES)
