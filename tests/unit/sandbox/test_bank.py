"""The bank says what happens to a loan, the staff system who works, the crews what they found."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from services.sandbox.cities import PORTO
from services.sandbox.conductor.moments import BEGINS
from shared.contracts import appointments
from shared.contracts.appointments import Stage
from shared.contracts.codec import decode, encode
from shared.contracts.fleet import CollectorUnavailable, ShiftPlanned
from shared.contracts.loans import LoanOverdue, PaymentReceived
from shared.contracts.outcomes import CrewDelayed, VisitEnded
from shared.contracts.values import Reason, Window

from .small_sandbox import ENDS, KEYS, SmallSandbox, small_sandbox

NOON = BEGINS + timedelta(days=3, hours=3)


def permit(
    sandbox: SmallSandbox, case: str, version: int = 1, start: datetime = NOON
) -> appointments.AppointmentPermitted:
    window = Window(
        start=start, end=start + timedelta(hours=2), zone=PORTO.zone, local=start.strftime("%Y-%m-%dT%H:%M")
    )
    crew = tuple(one.id for one in sandbox.collectors[:2])
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
    sandbox = small_sandbox(60)
    sandbox.bank.open()
    await sandbox.staff.open(BEGINS)
    await sandbox.until(ENDS)
    assert {"loan.overdue", "loan.payment-received", "collector.registered"} <= set(sandbox.out.kinds())
    for event in sandbox.out.events:
        assert decode(event.topic, event.subject.encode(), encode(event), ENDS) == event


async def test_personal_values_open_with_the_borrowers_key_and_nothing_else_shows_them() -> None:
    sandbox = small_sandbox(3)
    borrower = sandbox.people[0]
    await sandbox.bank.tell_overdue(borrower.debts[0].case, BEGINS)
    (event,) = sandbox.out.events
    assert isinstance(event, LoanOverdue)
    person = event.data.person
    assert await sandbox.ring.open(person.home, "home") == borrower.home.plain
    assert await sandbox.ring.open(person.phone, "phone") == borrower.phone
    assert person.phone_hash == KEYS.phone_hash(borrower.phone)
    assert borrower.phone.encode() not in encode(event)
    assert borrower.name.encode() not in encode(event)


async def test_a_case_is_reported_again_until_it_is_paid() -> None:
    sandbox = small_sandbox(3)
    case = sandbox.people[0].debts[0].case
    await sandbox.bank.tell_overdue(case, BEGINS)
    await sandbox.until(BEGINS + timedelta(days=20))
    await sandbox.bank.pay(case, BEGINS + timedelta(days=21))
    await sandbox.until(ENDS)
    assert sandbox.out.kinds(case) == ["loan.overdue", "loan.overdue", "loan.payment-received"]


async def test_a_part_payment_leaves_the_rest_and_a_second_payment_ends_it() -> None:
    sandbox = small_sandbox(3)
    case = sandbox.people[0].debts[0].case
    await sandbox.bank.tell_overdue(case, BEGINS)
    owed = sandbox.bank.accounts[case].outstanding_minor
    await sandbox.bank.pay(case, NOON, share=0.4)
    await sandbox.bank.pay(case, NOON)
    await sandbox.bank.pay(case, NOON)
    paid = [event.data for event in sandbox.out.events if isinstance(event, PaymentReceived)]
    assert [one.outstanding.minor for one in paid] == [owed - int(owed * 0.4), 0]
    assert sum(one.amount.minor for one in paid) == owed


async def test_a_dispute_is_closed_and_a_plan_is_signed_once_and_nothing_comes_before_the_loan_is_overdue() -> None:
    sandbox = small_sandbox(3)
    case = sandbox.people[0].debts[0].case
    await sandbox.bank.pay(case, BEGINS)
    await sandbox.bank.tell_overdue(case, BEGINS)
    await sandbox.bank.open_dispute(case, NOON)
    await sandbox.bank.open_dispute(case, NOON)
    await sandbox.bank.sign_plan(case, NOON)
    await sandbox.bank.sign_plan(case, NOON)
    await sandbox.until(ENDS)
    assert sandbox.out.kinds(case)[:4] == [
        "loan.overdue",
        "loan.dispute-opened",
        "loan.plan-signed",
        "loan.dispute-closed",
    ]


async def test_one_region_has_a_single_person_with_every_certificate() -> None:
    sandbox = small_sandbox(3)
    trained = [one for one in sandbox.collectors if one.region == PORTO.short_of_people and len(one.certificates) == 3]
    assert len(trained) == 1
    assert all(len(one.certificates) == 3 for one in sandbox.collectors if one.region != PORTO.short_of_people)


async def test_shifts_are_planned_three_weeks_ahead_and_never_on_sunday() -> None:
    sandbox = small_sandbox(3)
    await sandbox.staff.open(BEGINS)
    shifts = [event.data for event in sandbox.out.events if isinstance(event, ShiftPlanned)]
    assert max(one.start for one in shifts) > BEGINS + timedelta(days=19)
    await sandbox.until(ENDS)
    shifts = [event.data for event in sandbox.out.events if isinstance(event, ShiftPlanned)]
    assert all(one.start.isoweekday() != 7 and one.start < one.end for one in shifts)
    assert len({(one.collector, one.shift) for one in shifts}) == len(shifts)
    assert max(one.start for one in shifts) > ENDS


async def test_crews_leave_on_a_permit_and_report_what_they_found() -> None:
    sandbox = small_sandbox(30)
    case = sandbox.people[0].debts[0].case
    sandbox.crews.told(permit(sandbox, case))
    await sandbox.until(NOON + timedelta(hours=3))
    assert sandbox.out.kinds(case)[:3] == ["crew.departed", "crew.arrived", "visit.ended"]
    arrived = next(event.time for event in sandbox.out.events if event.type.startswith("doorstep.crew.arrived"))
    assert NOON <= arrived <= NOON + timedelta(hours=2)
    assert sandbox.out.kinds().count("position.reported") == 2


async def test_a_permit_that_is_published_twice_does_not_come_to_life_again() -> None:
    sandbox = small_sandbox(60)
    told = permit(sandbox, sandbox.people[0].debts[0].case)
    case = told.subject
    for event in (told, cancelled(case), told):
        sandbox.crews.told(event)
    assert sandbox.crews.permits == {}


async def test_a_crew_is_at_one_door_at_a_time_and_never_late() -> None:
    sandbox = small_sandbox(60)
    cases = [one.debts[0].case for one in sandbox.people[:6]]
    for n, case in enumerate(cases):
        told = permit(sandbox, case)
        stage = told.data.model_copy(update={"visit": f"v-{n}", "booking": f"v-{n}.1"})
        sandbox.crews.told(told.model_copy(update={"id": f"permit-{n}", "data": stage, "subject": case}))
    await sandbox.until(NOON + timedelta(hours=12))
    arrived = sorted(event.time for event in sandbox.out.events if event.type.startswith("doorstep.crew.arrived"))
    assert 2 <= len(arrived) < 6
    assert all(NOON <= at <= NOON + timedelta(hours=2) for at in arrived)
    assert all(later - earlier >= timedelta(minutes=25) for earlier, later in pairwise(arrived))


async def test_a_crew_that_can_not_be_there_in_time_says_so_before_the_window_is_over() -> None:
    sandbox = small_sandbox(60)
    for n, one in enumerate(sandbox.people):
        told = permit(sandbox, one.debts[0].case)
        stage = told.data.model_copy(update={"visit": f"v-{n}", "booking": f"v-{n}.1"})
        sandbox.crews.told(told.model_copy(update={"id": f"permit-{n}", "data": stage, "subject": one.debts[0].case}))
    await sandbox.until(NOON + timedelta(hours=12))
    delayed = [event for event in sandbox.out.events if isinstance(event, CrewDelayed)]
    assert delayed
    assert len({event.subject for event in delayed}) == len(delayed)
    window_end = NOON + timedelta(hours=2)
    for event in delayed:
        assert event.time < window_end < event.data.expected_at
        assert "crew.arrived" not in sandbox.out.kinds(event.subject)


async def test_in_a_demo_the_first_crew_is_late_and_the_next_is_not() -> None:
    sandbox = small_sandbox(30, first_is_late=True)
    case = sandbox.people[0].debts[0].case
    sandbox.crews.told(permit(sandbox, case))
    await sandbox.until(NOON + timedelta(hours=12))
    assert sandbox.out.kinds(case) == ["crew.departed", "crew.delayed"]
    sandbox.crews.told(permit(sandbox, case, version=2, start=NOON + timedelta(days=1)))
    await sandbox.until(NOON + timedelta(days=2))
    assert sandbox.out.kinds(case)[2:5] == ["crew.departed", "crew.arrived", "visit.ended"]


async def test_a_permit_that_was_taken_back_sends_nobody() -> None:
    sandbox = small_sandbox(30)
    case = sandbox.people[0].debts[0].case
    sandbox.crews.told(permit(sandbox, case))
    sandbox.crews.told(cancelled(case))
    await sandbox.until(ENDS)
    assert sandbox.out.events == []


async def test_only_the_newest_permit_of_a_visit_counts() -> None:
    sandbox = small_sandbox(30)
    case = sandbox.people[0].debts[0].case
    sandbox.crews.told(permit(sandbox, case))
    sandbox.crews.told(permit(sandbox, case, version=2, start=NOON + timedelta(days=1)))
    sandbox.crews.told(cancelled(case, version=1))
    await sandbox.until(ENDS)
    ended = [event for event in sandbox.out.events if isinstance(event, VisitEnded)]
    assert [event.data.booking for event in ended] == ["v-1-2"]


@pytest.mark.parametrize("twice", [1, 2])
async def test_the_same_permit_told_twice_makes_one_visit(twice: int) -> None:
    sandbox = small_sandbox(30)
    case = sandbox.people[0].debts[0].case
    for _ in range(twice):
        sandbox.crews.told(permit(sandbox, case))
    await sandbox.until(ENDS)
    assert sandbox.out.kinds(case).count("crew.departed") == 1


async def test_whoever_falls_ill_is_somebody_people_wait_for() -> None:
    sandbox = small_sandbox(30)
    sandbox.crews.told(permit(sandbox, sandbox.people[0].debts[0].case))
    due = sandbox.crews.busy_between(BEGINS, BEGINS + timedelta(days=5))
    assert due == [one.id for one in sandbox.collectors[:2]]
    await sandbox.staff.falls_ill(due[0], BEGINS)
    (event,) = sandbox.out.events
    assert isinstance(event, CollectorUnavailable)
    assert event.data.collector == due[0]
