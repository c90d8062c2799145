"""`TABLE` is the whole picture: each line can be taken, and leads to every stage that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Annotated, Any, get_args, get_origin

import pytest

from services.scheduler.core.changes import AppointmentChange, Remembered
from services.scheduler.core.inputs import AppointmentInput, VisitRequest, input_of
from services.scheduler.core.lookup import AppointmentContext, VisitLookup
from services.scheduler.core.machine import DECIDER, TABLE
from services.scheduler.core.slot_request import visit_requested
from services.scheduler.core.state import (
    AppointmentState,
    ClosedVisit,
    HeldVisit,
    Idle,
    OpenVisit,
    VisitStage,
    awaited,
    initial,
)
from shared.contracts.envelope import Event
from shared.decision import IllegalMove, TimerDue, Transition, on
from shared.decision.replaced import replace

from . import events, stages
from .events import CASE, HOUR, NOW, RULES
from .given import Scenario, given, step

# The borrower changed their mind: reports about the first booking are of one that was given up.
_ANOTHER_TIME = (
    *stages.AGREED,
    events.wished(),
    events.quoted(ask=2),
    events.offer_delivered(2),
    events.chose(1, offer=2),
)
_BOOKED_AGAIN = (
    _ANOTHER_TIME,
    (*_ANOTHER_TIME, events.crewed(version=2)),
    (*_ANOTHER_TIME, events.crewed(version=2), events.lost("notice", 2, events.HOW["in-doubt"])),
)


def _cases() -> Iterator[AppointmentState]:
    """Every stage, fresh and with each limit reached."""
    yield initial(CASE)
    for inputs in (
        stages.ASKING, stages.OFFERED, stages.DELIVERED, stages.BOOKING, stages.UNTOLD, stages.AGREED,
        stages.IN_DOUBT, stages.PERMITTED, stages.DEPARTED, stages.ARRIVED, stages.UNASSIGNED, stages.EXPIRED,
        (*stages.PERMITTED, events.withdrawn("opted-out")), (*stages.PERMITTED, events.withdrawn("paid")),
        (*stages.ARRIVED, events.ended("not-home", stages.START + HOUR)),
        (*stages.DELIVERED, events.wished(NOW + 6 * events.DAY)), (*stages.OFFERED, events.lost("offer")),
        (*stages.AGREED, events.wished()), (*stages.AGREED, events.wished(), events.quoted(ask=2)),
        *_BOOKED_AGAIN,
    ):  # fmt: skip
        case = given(*inputs).case
        yield case
        if isinstance(case.stage, OpenVisit):
            worn = replace(case.stage.tally, unanswered=1, wishes=4, moves=1, missed=1, empty=3, looks=12)
            stage: Any = replace(case.stage, tally=worn)
            yield replace(case, stage=replace(stage, tries=9) if hasattr(stage, "tries") else stage)
            # An answer that overtook the receipt of its offer.
            unread = tuple(replace(offer, expires_at=None) for offer in case.stage.offers)
            yield replace(case, stage=replace(case.stage, offers=unread))
        if isinstance(case.stage, HeldVisit):
            yield replace(case, stage=replace(case.stage, reason="router-silent"))
            yield replace(case, stage=replace(case.stage, reason="notice-failed"))


def _inputs(case: AppointmentState) -> Iterator[Event | TimerDue]:
    """Inputs that fit the case's numbers, and some that do not."""
    tally = getattr(case.stage, "tally", None)
    ask, version = (tally.asks, tally.version) if tally is not None else (1, 1)
    began = 1
    yield from (events.requested(), events.requested("v-2", by="e-2"))
    yield from (events.withdrawn(), events.withdrawn("opted-out"), events.withdrawn(visit="v-2"))
    yield from (events.quoted(ask=ask), events.quoted((), ask=ask), events.quoted(ask=ask + 1))
    yield from (
        events.crewed(version=began),
        events.crewed("c-3", "c-4", version=began, number=2),
        events.crewed(version=9),
    )
    yield from (events.uncrewed(version=began), events.uncrewed(version=9))
    for offer in (1, 2, 9):
        yield from (events.offer_delivered(offer), events.lost("offer", offer))
        yield from (events.over_cap(offer, until=NOW + 6 * events.DAY), events.over_cap(offer, until=None))
        yield from (
            events.lost("offer", offer, events.HOW["in-doubt"]),
            events.lost("offer", offer, events.HOW["refused"]),
        )
        yield from (events.chose(digit, offer=offer) for digit in (1, 2, 7))
        yield from (events.wished(offer=offer), events.wished(NOW + 9 * events.DAY, offer=offer))
        yield events.chose(1, offer=offer, at=NOW + 40 * events.DAY)
    for number in (version, version + 1):
        yield from (events.notice_delivered(number), events.notice_delivered(number, at=stages.START - HOUR))
        yield from (events.lost("notice", number, how) for how in events.HOW.values())
    yield from (events.meant(kind) for kind in ("who", "hardship", "unknown", "paid"))
    for at in (stages.START, stages.END + 9 * HOUR):
        yield from (events.departed(at), events.arrived(at), events.ended("paid", at), events.ended("not-home", at))
        yield from (events.delayed(at, at=at), events.delayed(at + 9 * events.DAY, at=at))
    yield events.ended("paid", stages.START, version=9)
    yield events.complained("c-1")
    yield from (TimerDue(kind, due) for kind, due in awaited(case.stage).items())
    yield TimerDue("quote-overdue", NOW)


@cache
def _reached() -> dict[tuple[type[object], type[object]], set[type[object]]]:
    """By stage and input: the stages that an accepted input led to by itself."""
    reached: dict[tuple[type[object], type[object]], set[type[object]]] = defaultdict(set)
    for case in _cases():
        waits = awaited(case.stage)
        moments = {NOW, stages.START - 23 * HOUR, *waits.values(), *(due + HOUR for due in waits.values())}
        for told in _inputs(case):
            input = input_of(told)
            assert input is not None
            for at in moments:
                for stopped in (frozenset[str](), frozenset({"visiting:all"})):
                    decision, after = step(case, told, at, stopped)
                    if decision.accepted and not any(isinstance(change, Remembered) for change in decision.changes[:1]):
                        reached[type(case.stage), type(input)].add(type(after.stage))
    return reached


@pytest.mark.parametrize("line", TABLE, ids=lambda line: f"{line.state.__name__}-{line.input.__name__}")
def test_each_line_of_the_table_leads_where_it_says(line: Transition[AppointmentContext, AppointmentChange]) -> None:
    assert _reached()[line.state, line.input] == set(line.to)


def test_every_stage_and_every_input_is_in_the_table() -> None:
    assert {line.state for line in TABLE} == set(get_args(VisitStage))
    assert {line.input for line in TABLE} == _members(AppointmentInput)


def test_a_decision_that_leads_where_its_line_does_not_is_a_fault_that_parks_the_case() -> None:
    closing = [on(Idle, VisitRequest, visit_requested, to=(ClosedVisit,))]
    machine = replace(DECIDER, table=tuple(closing))
    request = input_of(events.requested())
    assert request is not None
    context = AppointmentContext(NOW, RULES, VisitLookup(), appointment=initial(CASE))
    with pytest.raises(IllegalMove, match="slots-asked: from Idle to Asking by VisitRequest"):
        machine.step(initial(CASE), request, context)


def _members(union: Any) -> set[Any]:
    """The classes of a union of unions."""
    args = get_args(union)
    if not args:
        return {union}
    inner = args[:1] if get_origin(union) is Annotated else args
    return {member for one in inner for member in _members(one)}


def test_a_brake_is_accepted_in_every_open_stage() -> None:
    for case in _cases():
        if isinstance(case.stage, OpenVisit):
            for cause in ("paid", "plan-signed", "dispute", "hold", "hardship", "closed", "details-corrected"):
                life = Scenario(case=case, timers=dict(awaited(case.stage))).when(events.withdrawn(cause))
                life.then(cause, ClosedVisit)
                assert "AppointmentCancelled" in life.told_of()


def test_a_complaint_bars_its_collectors_in_every_stage() -> None:
    for case in _cases():
        life = Scenario(case=case, timers=dict(awaited(case.stage))).when(events.complained("c-1"))
        assert life.then("collectors-barred").case.barred == ("c-1",)
        assert type(life.case.stage) is type(case.stage)


def test_every_timer_of_a_stage_moves_on() -> None:
    """A timer that is due again at once would ring for ever."""
    for case in _cases():
        for kind, due in awaited(case.stage).items():
            for late in (timedelta(0), timedelta(minutes=4), timedelta(hours=3), timedelta(days=30)):
                life = Scenario(case=case, at=due + late, timers=dict(awaited(case.stage)))
                life.when(TimerDue(kind, due))
                assert life.timers == awaited(life.case.stage)
                assert life.decision.accepted
                assert life.timers.get(kind, life.at + HOUR) > life.at, life.decision
