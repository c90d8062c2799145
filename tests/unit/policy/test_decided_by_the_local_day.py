"""All three services decide by the limits of the day that it is where the borrower is, not where UTC is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.notifier.core.inputs import LookDue
from services.notifier.core.rules import rules_for as notifier_rules
from services.router.core.lookup import PlanningRules, RegionContext, RegionLookup
from services.router.core.state import initial as no_booking
from services.router.core.travel import SpeedModel
from services.scheduler.bootstrap import machine as scheduler_machine
from services.scheduler.core.inputs import input_of
from services.scheduler.core.lookup import VisitLookup
from services.scheduler.core.rules import rules_for as scheduler_rules
from services.scheduler.core.state import initial as no_visit
from shared.contracts.routing import SlotsAsked
from shared.decision import Publish
from shared.privacy.master import MasterKeys
from tests.unit.notifier.events import corrected, overdue
from tests.unit.notifier.given import given
from tests.unit.scheduler.events import CASE, requested, withdrawn

from .packs import example

TONIGHT = datetime(2026, 11, 28, 20, tzinfo=UTC)
"""It is the 29th in Tokyo already, and still the 28th in Lisbon."""
TOMORROW = 'cite = "a new act", effective_from = 2026-11-29, status = "law"'
PACK = example(f"""
[gate]
dpd_min = {{ value = 90, {TOMORROW} }}
[visit]
ahead_min_days = {{ value = 7, {TOMORROW} }}
window_min = {{ value = 60, {TOMORROW} }}
slots_max = {{ value = 1, {TOMORROW} }}
""")


@pytest.mark.parametrize(("zone", "dpd_min"), [("Asia/Tokyo", 90), ("Europe/Lisbon", 60)])
def test_notifier_by_the_day_of_the_case(zone: str, dpd_min: int) -> None:
    first = overdue(zone=zone)
    state = given(first).state
    assert notifier_rules(PACK, state, LookDue(), TONIGHT).limits.gate.dpd_min.value == dpd_min
    assert notifier_rules(PACK, given().state, first, TONIGHT).limits.gate.dpd_min.value == dpd_min
    moved = given(overdue(zone="America/Lima")).state
    assert notifier_rules(PACK, moved, corrected(zone=zone), TONIGHT).limits.gate.dpd_min.value == dpd_min


@pytest.mark.parametrize(("zone", "slots_max"), [("Asia/Tokyo", 1), ("Europe/Lisbon", 3)])
def test_scheduler_by_the_day_of_the_visit_from_its_request_on(zone: str, slots_max: int) -> None:
    asks = requested()
    told = asks.model_copy(update={"data": asks.data.model_copy(update={"zone": zone})})
    machine = scheduler_machine(PACK, MasterKeys.of(b"k" * 32))
    decision, open_visit = machine.step(no_visit(CASE), input_of(told), TONIGHT, frozenset(), VisitLookup())
    (asked,) = (effect for effect in decision.effects if isinstance(effect, Publish) and effect.event is SlotsAsked)
    assert asked.data.slots_max == slots_max  # type: ignore[attr-defined]
    brake = input_of(withdrawn())
    assert brake is not None
    assert scheduler_rules(PACK, b"k", open_visit, brake, TONIGHT).slots_max == slots_max


@pytest.mark.parametrize(("zone", "window_min"), [("Asia/Tokyo", 60), ("Europe/Lisbon", 120)])
def test_router_by_the_day_at_the_door(zone: str, window_min: int) -> None:
    moment = RegionContext(TONIGHT, PlanningRules(PACK, SpeedModel()), RegionLookup(), region=no_booking("porto"))
    assert moment.limits(zone).visit.window_min.value == window_min
