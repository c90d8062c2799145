"""The bank says what happens to a loan, the staff system who works, the crews what they found."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from services.sandbox import city
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.fleet import SHORT_OF_PEOPLE
from shared.contracts import appointments
from shared.contracts.appointments import Stage
from shared.contracts.codec import decode, encode
from shared.contracts.fleet import CollectorUnavailable, ShiftPlanned
from shared.contracts.loans import LoanOverdue, PaymentReceived
from shared.contracts.outcomes import VisitEnded
from shared.contracts.values import Reason, Window

from .world import ENDS, KEYS, SmallWorld, small_world

NOON = BEGINS + timedelta(days=3, hours=3)


def permit(world: SmallWorld, case: str, version: int = 1, start: datetime = NOON) -> appointments.AppointmentPermitted:
    window = Window(start=start, end=start + timedelta(hours=2), zone=city.ZONE, local=start.strftime("%Y-%m-%dT%H:%M"))
    crew = tuple(one.id for one in world.collectors[:2])
    return appointments.AppointmentPermitted(
        id=f"permit-{version}", source="scheduler", subject=case, time=BEGINS,
        data=Stage(
            visit="v-1", region="gaia", version=version, reason=Reason(code="permitted", text="all rules are met"),
            window=window, crew=crew, booking=f"v-1-{version}",
        ),
    )  # fmt: skip


def cancelled(case: str, version: int = 1) -> appointments.AppointmentCancelled:
    stage = Stage(visit="v-1", region="gaia", version=version, reason=Reason(code="paid", text="it was paid"))
    return appointments.AppointmentCancelled(id="c", source="scheduler", subject=case, time=BEGINS, data=stage)


async def test_everything_that_is_said_decodes_under_its_own_key() -> None:
    world = small_world(60)
    world.bank.open()
    await world.staff.open(BEGINS)
    await world.until(ENDS)
    assert {"loan.overdue", "loan.payment-received", "collector.registered"} <= set(world.out.kinds())
    for event in world.out.events:
        assert decode(event.topic, event.subject.encode(), encode(event), ENDS) == event


async def test_personal_values_open_with_the_borrowers_key_and_nothing_else_shows_them() -> None:
    world = small_world(3)
    borrower = world.people[0]
    await world.bank.tell_overdue(borrower.debts[0].case, BEGINS)
    (event,) = world.out.events
    assert isinstance(event, LoanOverdue)
    person = event.data.person
    assert await world.ring.open(person.home, "home") == borrower.home.plain
    assert await world.ring.open(person.phone, "phone") == borrower.phone
    assert person.phone_hash == KEYS.phone_hash(borrower.phone)
    assert borrower.phone.encode() not in encode(event)
    assert borrower.name.encode() not in encode(event)


async def test_a_case_is_reported_again_until_it_is_paid() -> None:
    world = small_world(3)
    case = world.people[0].debts[0].case
    await world.bank.tell_overdue(case, BEGINS)
    await world.until(BEGINS + timedelta(days=20))
    await world.bank.pay(case, BEGINS + timedelta(days=21))
    await world.until(ENDS)
    assert world.out.kinds(case) == ["loan.overdue", "loan.overdue", "loan.payment-received"]


async def test_a_part_payment_leaves_the_rest_and_a_second_payment_ends_it() -> None:
    world = small_world(3)
    case = world.people[0].debts[0].case
    await world.bank.tell_overdue(case, BEGINS)
    owed = world.bank.accounts[case].outstanding_minor
    await world.bank.pay(case, NOON, share=0.4)
    await world.bank.pay(case, NOON)
    await world.bank.pay(case, NOON)
    paid = [event.data for event in world.out.events if isinstance(event, PaymentReceived)]
    assert [one.outstanding.minor for one in paid] == [owed - int(owed * 0.4), 0]
    assert sum(one.amount.minor for one in paid) == owed


async def test_a_dispute_is_closed_and_a_plan_is_signed_once_and_nothing_comes_before_the_loan_is_overdue() -> None:
    world = small_world(3)
    case = world.people[0].debts[0].case
    await world.bank.pay(case, BEGINS)
    await world.bank.tell_overdue(case, BEGINS)
    await world.bank.open_dispute(case, NOON)
    await world.bank.open_dispute(case, NOON)
    await world.bank.sign_plan(case, NOON)
    await world.bank.sign_plan(case, NOON)
    await world.until(ENDS)
    assert world.out.kinds(case)[:4] == [
        "loan.overdue",
        "loan.dispute-opened",
        "loan.plan-signed",
        "loan.dispute-closed",
    ]


async def test_one_region_has_a_single_person_with_every_certificate() -> None:
    world = small_world(3)
    trained = [one for one in world.collectors if one.region == SHORT_OF_PEOPLE and len(one.certificates) == 3]
    assert len(trained) == 1
    assert all(len(one.certificates) == 3 for one in world.collectors if one.region != SHORT_OF_PEOPLE)


async def test_shifts_are_planned_three_weeks_ahead_and_never_on_sunday() -> None:
    world = small_world(3)
    await world.staff.open(BEGINS)
    shifts = [event.data for event in world.out.events if isinstance(event, ShiftPlanned)]
    assert max(one.start for one in shifts) > BEGINS + timedelta(days=19)
    await world.until(ENDS)
    shifts = [event.data for event in world.out.events if isinstance(event, ShiftPlanned)]
    assert all(one.start.isoweekday() != 7 and one.start < one.end for one in shifts)
    assert len({(one.collector, one.shift) for one in shifts}) == len(shifts)
    assert max(one.start for one in shifts) > ENDS


async def test_crews_leave_on_a_permit_and_report_what_they_found() -> None:
    world = small_world(30)
    case = world.people[0].debts[0].case
    world.crews.told(permit(world, case))
    await world.until(NOON + timedelta(hours=3))
    assert world.out.kinds(case)[:3] == ["crew.departed", "crew.arrived", "visit.ended"]
    arrived = next(event.time for event in world.out.events if event.type.startswith("doorstep.crew.arrived"))
    assert NOON <= arrived <= NOON + timedelta(hours=2)
    assert world.out.kinds().count("position.reported") == 2


async def test_a_permit_that_is_published_twice_does_not_come_to_life_again() -> None:
    world = small_world(60)
    told = permit(world, world.people[0].debts[0].case)
    case = told.subject
    for event in (told, cancelled(case), told):
        world.crews.told(event)
    assert world.crews.permits == {}


async def test_a_crew_is_at_one_door_at_a_time_and_never_late() -> None:
    world = small_world(60)
    cases = [one.debts[0].case for one in world.people[:6]]
    for n, case in enumerate(cases):
        told = permit(world, case)
        stage = told.data.model_copy(update={"visit": f"v-{n}", "booking": f"v-{n}.1"})
        world.crews.told(told.model_copy(update={"id": f"permit-{n}", "data": stage, "subject": case}))
    await world.until(NOON + timedelta(hours=12))
    arrived = sorted(event.time for event in world.out.events if event.type.startswith("doorstep.crew.arrived"))
    assert 2 <= len(arrived) < 6
    assert all(NOON <= at <= NOON + timedelta(hours=2) for at in arrived)
    assert all(later - earlier >= timedelta(minutes=25) for earlier, later in pairwise(arrived))


async def test_a_permit_that_was_taken_back_sends_nobody() -> None:
    world = small_world(30)
    case = world.people[0].debts[0].case
    world.crews.told(permit(world, case))
    world.crews.told(cancelled(case))
    await world.until(ENDS)
    assert world.out.events == []


async def test_only_the_newest_permit_of_a_visit_counts() -> None:
    world = small_world(30)
    case = world.people[0].debts[0].case
    world.crews.told(permit(world, case))
    world.crews.told(permit(world, case, version=2, start=NOON + timedelta(days=1)))
    world.crews.told(cancelled(case, version=1))
    await world.until(ENDS)
    ended = [event for event in world.out.events if isinstance(event, VisitEnded)]
    assert [event.data.booking for event in ended] == ["v-1-2"]


@pytest.mark.parametrize("twice", [1, 2])
async def test_the_same_permit_told_twice_makes_one_visit(twice: int) -> None:
    world = small_world(30)
    case = world.people[0].debts[0].case
    for _ in range(twice):
        world.crews.told(permit(world, case))
    await world.until(ENDS)
    assert world.out.kinds(case).count("crew.departed") == 1


async def test_whoever_falls_ill_is_somebody_people_wait_for() -> None:
    world = small_world(30)
    world.crews.told(permit(world, world.people[0].debts[0].case))
    due = world.crews.busy_between(BEGINS, BEGINS + timedelta(days=5))
    assert due == [one.id for one in world.collectors[:2]]
    await world.staff.falls_ill(due[0], BEGINS)
    (event,) = world.out.events
    assert isinstance(event, CollectorUnavailable)
    assert event.data.collector == due[0]
