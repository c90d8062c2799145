"""Which rule answers which input in which stage of a living visit. What is in no line here is refused."""

from __future__ import annotations

from typing import assert_never

from shared.decision import Decision, TimerDue, refuse

from . import asking, crewing, doorstep, noticing, offering, timers
from .answers import answered
from .appointment import Agreed, Asking, Booking, Held, InDoubt, Living, Offered, Permitted
from .facts import Answered, Arrived, Crewed, Delivered, Departed, Ended, Fact, Quoted, Uncrewed, Undelivered, Withdrawn
from .holding import OTHER_CHANNEL, braked, look_again
from .moment import Moment

ROUTER_SILENT = "router-silent"


def heard(m: Moment, stage: Living, fact: Fact) -> Decision:
    """A fact that belongs here and now."""
    match fact:
        case Withdrawn() if isinstance(stage, Held) and stage.braked and fact.cause in OTHER_CHANNEL:
            return refuse("already-braked", f"held for {stage.reason}")
        case Withdrawn():
            return braked(m, stage, fact)
        case Departed() | Arrived() | Ended():
            return doorstep.reported(m, stage, fact)
        case _ if isinstance(stage, Held) and stage.braked:
            return refuse("braked", f"held for {stage.reason}: only another request goes on")
        case Answered():
            return answered(m, stage, fact)
        case _:
            return _awaited(m, stage, fact)


def _awaited(m: Moment, stage: Living, fact: Fact) -> Decision:
    match stage, fact:
        case Asking(), Quoted():
            return asking.quoted(m, stage, fact)
        case Held(), Quoted() if stage.reason == ROUTER_SILENT:
            return asking.quoted(m, stage, fact)
        case _, Delivered(text="offer"):
            return offering.delivered(m, stage, fact)
        case Offered(), Undelivered():
            return offering.undelivered(m, stage, fact)
        case ((Booking() | Agreed() | InDoubt() | Permitted()), Crewed()):
            return crewing.crewed(m, stage, fact)
        case ((Booking() | Agreed() | InDoubt() | Permitted()), Uncrewed()):
            return crewing.uncrewed(m, stage, fact)
        case ((Agreed() | InDoubt()), Delivered()):
            return noticing.delivered(m, stage, fact)
        case ((Agreed() | InDoubt()), Undelivered()):
            return noticing.undelivered(m, stage, fact)
        case _:
            return refuse("not-awaited", f"nothing of that kind is awaited while {stage.kind}")


def rang(m: Moment, stage: Living, timer: TimerDue) -> Decision:
    """A timer that the stage waits for."""
    match stage:
        case Asking():
            return asking.quote_overdue(m, stage, timer)
        case Offered():
            return offering.time_is_up(m, stage, timer)
        case Booking():
            return crewing.crew_overdue(m, stage, timer)
        case Agreed() | InDoubt():
            return noticing.deadline_passed(m, stage, timer)
        case Permitted() if timer.kind == timers.REMIND:
            return doorstep.remind(m, stage, timer)
        case Permitted() if timer.kind == timers.LAST_LOOK:
            return doorstep.last_look(m, stage, timer)
        case Permitted():
            return doorstep.report_overdue(m, stage, timer)
        case Held():
            return look_again(m, stage, timer)
        case _:
            assert_never(stage)
