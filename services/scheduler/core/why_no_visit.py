"""Why is there no visit? How far the visit has come on its way to the door, and what it waits for.

The rules of the permit are asked as the permit asks them, as if the notice's receipt were read at that moment. A held
visit is decided on as if it were looked at now, by the table itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from shared.contracts.why_not import WhyNotAnswer, WhyNotLine
from shared.decision.answers import answer_of, in_words, line
from shared.policy.local_time import zone_of

from .ids import notice_intent
from .inputs import NoticeReceipt
from .lookup import AppointmentContext
from .machine import DECIDER
from .permit import missing
from .state import (
    Agreed,
    Asking,
    Booked,
    ClosedVisit,
    HeldVisit,
    Idle,
    InDoubt,
    Offered,
    OpenStage,
    Permitted,
    awaited,
)
from .timers import LookAgain

VISIT = "visit"
WAY: Mapping[type[OpenStage], tuple[str, str]] = {
    Asking: ("slots-quoted", "the router has not said yet which windows a crew can serve"),
    Offered: ("slot-chosen", "the borrower has not chosen one of the windows that are offered"),
    Booked: ("crew-legal", "the router has not said yet who goes"),
    Agreed: ("notice-delivered", "the notice's receipt has not come"),
    InDoubt: ("notice-delivered", "nobody knows whether the notice arrived"),
}
"""By stage: the rule of the permit that is satisfied next, and what is said until then."""


def why_no_visit(context: AppointmentContext) -> tuple[WhyNotAnswer, ...]:
    """One answer about the case of `context`."""
    stage = context.appointment.stage
    again = min(awaited(stage).values(), default=None)
    match stage:
        case Idle():
            return (_nothing_open("no-visit-asked", "no visit was asked for: notifier knows why", again),)
        case ClosedVisit():
            over = f"the last visit is over: {stage.how}, {stage.cause}"
            return (_nothing_open("visit-over", f"{over}; no other was asked for", again),)
        case HeldVisit():
            lines = (_held(stage), *_stopped(stage, context))
            decision = DECIDER.step(context.appointment, LookAgain(context.at), context).decision
            return (answer_of(VISIT, decision, False, again, lines),)
        case Permitted():
            lines = (*_stopped(stage, context), *_day(stage, context))
            happens = all(each.met for each in lines)
            said = in_words("permit-complete", f"a visit is permitted for {_window(stage)}")
            return (answer_of(VISIT, said, happens, again, lines),)
        case _:
            code, said_so_far = WAY[type(stage)]
            if isinstance(stage, Agreed) and stage.notice_at is not None:
                said_so_far = f"the borrower is told who comes on {_told_on(stage.notice_at, stage)}"
            lines = (*_stopped(stage, context), *_agreed(stage, context), line(code, False, said_so_far))
            return (answer_of(VISIT, in_words(stage.kind, said_so_far), False, again, lines),)


def _nothing_open(code: str, text: str, again: datetime | None) -> WhyNotAnswer:
    return answer_of(VISIT, in_words(code, text), False, again, (line(code, False, text),))


def _held(stage: HeldVisit) -> WhyNotLine:
    goes_on = ", until another is asked for" if stage.braked else ""
    return line("held", False, f"the visit is held: {stage.reason}; it waits for the {stage.waits_for}{goes_on}")


def _stopped(stage: OpenStage, context: AppointmentContext) -> Iterator[WhyNotLine]:
    scope = context.visits_stopped(stage.visit)
    stopped = f"visits are stopped for {scope}" if scope is not None else "no switch stops visits here"
    yield line("visiting-stopped", scope is None, stopped)


def _agreed(stage: OpenStage, context: AppointmentContext) -> Iterator[WhyNotLine]:
    """What the permit would lack besides the receipt, once a window is agreed on and a crew known."""
    if not isinstance(stage, Agreed | InDoubt):
        return
    for lacks in missing(stage, receipt_now(stage, context), context):
        if lacks.rule != "visiting-stopped":
            yield line(lacks.rule, False, lacks.why, lacks.cite)
    yield line("slot-chosen", True, f"the borrower chose {_window(stage)}", context.rules.consent_cite)
    yield line("crew-legal", True, f"a crew of {len(stage.crew.ids)} is known", context.rules.crew_cite)


def receipt_now(stage: Agreed | InDoubt, context: AppointmentContext) -> NoticeReceipt:
    """The notice's receipt, as if it were delivered and read at this moment."""
    version = stage.tally.version
    intent = notice_intent(stage.visit.id, version)
    return NoticeReceipt(visit=stage.visit.id, by="", text="notice", intent=intent, version=version, at=context.at)


def _day(stage: Permitted, context: AppointmentContext) -> Iterator[WhyNotLine]:
    window = stage.agreement.window
    yield line("permit-complete", True, f"every rule of the permit is satisfied for {_window(stage)}")
    if context.at < window.start:
        yield line("window-ahead", False, "the agreed window has not begun", "", window.start)
    elif not stage.crew_is_there:
        yield line("crew-arrived", False, "no crew has said that it arrived")


def _told_on(notice_at: datetime, stage: Agreed) -> str:
    """`Tuesday 2026-11-24 15:00`, by the borrower's clock."""
    return f"{notice_at.astimezone(zone_of(stage.agreement.window.zone)):%A %Y-%m-%d %H:%M}"


def _window(stage: Agreed | InDoubt | Permitted) -> str:
    return stage.agreement.window.local.replace("T", " ")
