"""STOP, then START, through both pure cores: what notifier says of the visit, and what scheduler makes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.state import Held as HeldCase
from services.notifier.core.state import Texting, Visiting
from services.scheduler.core.state import Asking, ClosedVisit, HeldVisit
from shared.contracts.appointments import AppointmentAgreed, AppointmentOffered
from shared.contracts.texts import TextRequested
from shared.contracts.visits import VisitRequested, VisitWithdrawn
from shared.decision import Publish
from tests.unit.notifier import events as loans
from tests.unit.notifier.given import Scenario as LoanScenario
from tests.unit.notifier.given import given as given_loan
from tests.unit.notifier.given import until

from . import stages
from .events import VISIT, requested, withdrawn
from .given import Scenario, given

VISITING = until(lambda life: isinstance(life.state, Visiting))


def visited() -> LoanScenario:
    return given_loan(loans.overdue(dpd=70), VISITING, told(AppointmentOffered), told(AppointmentAgreed))


def told(event: Any) -> Any:
    return lambda life: loans.appointment(event, life.at)


def heard(life: Scenario, loan: LoanScenario, since: int = 0) -> Scenario:
    """Scheduler hears what notifier says of visits. Its stories have names of their own for them."""
    names = {loans.VISIT: VISIT}
    for number, publish in enumerate(loan.told[since:]):
        data: Any = publish.data
        if publish.event is VisitWithdrawn:
            visit = names.get(data.visit, data.visit)
            life.when(withdrawn(data.cause, visit, by=f"e-{since + number}", no_more_texts=data.no_more_texts))
        elif publish.event is VisitRequested:
            life.when(requested(data.visit, by=f"e-{since + number}"))
    return life


@pytest.mark.parametrize("stage", ["ASKING", "DELIVERED", "BOOKING", "AGREED", "PERMITTED"])
def test_after_a_start_nothing_waits_for_people_and_nobody_is_texted_of_it(stage: str) -> None:
    loan = visited()
    before = len(loan.told)
    life = heard(given(*getattr(stages, stage)), loan.when(loans.replies("STOP")), before)
    assert isinstance(loan.state, HeldCase)
    life.then("opted-out", HeldVisit)
    before = len(loan.told)
    loan.at += timedelta(minutes=1)
    heard(life, loan.when(loans.replies("START")), before).then("opted-in", ClosedVisit)
    assert isinstance(loan.state, Texting)
    assert not [each for each in life.decision.effects if isinstance(each, Publish) and each.event is TextRequested]


def test_the_visit_that_is_asked_for_later_is_another_one() -> None:
    loan = visited()
    before = len(loan.told)
    loan.when(loans.replies("STOP"))
    loan.at += timedelta(minutes=1)
    life = heard(given(*stages.PERMITTED), loan.when(loans.replies("START"), VISITING), before)
    life.then("slots-asked", Asking)
    assert life.case.past == (VISIT,)
