"""Where the scheduler is put together: its machine, its rules, its tables. Nothing else knows all three."""

from __future__ import annotations

from functools import partial

from services.scheduler.core.changes import CHANGES, AppointmentChange
from services.scheduler.core.formats import NEWEST, OLDEST
from services.scheduler.core.inputs import TOPICS, AppointmentInput, aggregate, input_of
from services.scheduler.core.lookup import VisitLookup
from services.scheduler.core.machine import MACHINE
from services.scheduler.core.rules import RulesFor, rules_for
from services.scheduler.core.state import STATES, AppointmentState
from services.scheduler.settings import SchedulerSettings
from services.scheduler.shell.look_up import look_up
from services.scheduler.shell.retention import TASKS
from services.scheduler.shell.why_not import SchedulerAnswers
from shared.policy import Pack, load_pack
from shared.privacy.master import MasterKeys
from shared.runtime.former import FormatRange
from shared.runtime.machine import Machine
from shared.runtime.pg.queries import load
from shared.runtime.service import Environment, Service, ServiceSpec

SERVICE = "scheduler"
MIGRATIONS = ("shared.runtime.pg", "services.scheduler.shell")
QUERIES = load("services.scheduler.shell", "queries.sql")


def machine(
    pack: Pack, keys: MasterKeys, *, format: int = NEWEST
) -> Machine[AppointmentState, AppointmentInput, AppointmentChange, RulesFor, VisitLookup]:
    """The scheduler's machine under a policy pack. `format`: nothing is said or stored that came with a newer one."""
    return Machine(
        service=SERVICE,
        topics=TOPICS,
        aggregate=aggregate,
        named=lambda state: state.case,
        decider=MACHINE,
        rules=partial(rules_for, pack, keys.check_codes, format=format),
        input_of=input_of,
        look_up=look_up,
        states=STATES,
        changes=CHANGES,
        policy_version=pack.version,
        format=format,
    )


async def build(env: Environment[SchedulerSettings]) -> Service:
    pack = load_pack(env.settings.policy)
    appointments = machine(pack, env.keys, format=env.store.format)
    steps = (env.retention(pack, TASKS),)
    return Service(appointments, steps, why_not=SchedulerAnswers(env.store, env.clock, appointments))


RECIPE = ServiceSpec(SERVICE, build, SchedulerSettings, MIGRATIONS, QUERIES, FormatRange(OLDEST, NEWEST))
