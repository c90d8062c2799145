"""What the field and the scheduler say about a visit, and what it means for the case that asked for it.

Appointments and outcomes cross topics, so each is taken for itself: an outcome ends the visit whatever stage we had
heard of, and what is still said about a visit that is over only reaches the contact ledger.

From the moment it is agreed a visit has its place in the ledger; see `placing` for what happens when it is one contact
too many.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shared.contracts.appointments import (
    Appointment,
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentNoticed,
    AppointmentOffered,
    AppointmentPermitted,
)  # fmt: skip
from shared.contracts.outcomes import ComplaintRaised, OutcomeKind, VisitEnded
from shared.decision import Decision, Effect, refuse

from .case import BrakeCause, Closed, Held, Known, Stage, State, Unknown, Visiting, brakes_of, extended, heard
from .changes import Answered, Braked, Change, Heard, VisitOver, VisitStaged
from .deciding import Now, conclude, schedule_text
from .placing import OVER_CAP, OverCap, visit_over_cap
from .rows import EnterContact, Place

STAGES: dict[type[Any], Stage] = {
    AppointmentOffered: "offered",
    AppointmentAgreed: "agreed",
    AppointmentNoticed: "noticed",
    AppointmentPermitted: "permitted",
    AppointmentMoved: "moved",
    AppointmentHeld: "held",
    AppointmentKept: "kept",
}
OUTCOMES: dict[OutcomeKind, BrakeCause] = {
    "paid": "paid-claimed",
    "promised": "promise",
    "plan-wanted": "hardship",
    "not-home": "visited",
    "refused": "visited",
    "dispute": "dispute",
    "address-wrong": "address-wrong",
    "unsafe": "unsafe",
}
UNTIL_TOLD: frozenset[BrakeCause] = frozenset({"dispute", "address-wrong", "unsafe"})
WEIGHED: frozenset[type[Any]] = frozenset({AppointmentAgreed, AppointmentPermitted})
SAME_TIME = "crew-changed"
"""Scheduler's reason for a move that keeps the window."""
PEN_WAIT = timedelta(seconds=1)
LEDGER: dict[type[Any], Place] = {
    AppointmentAgreed: "reserved",
    AppointmentPermitted: "reserved",
    AppointmentMoved: "void",
    AppointmentKept: "made",
    AppointmentMissed: "made",
    AppointmentHeld: "void",
    AppointmentCancelled: "void",
    AppointmentExpired: "void",
}


def on_appointment(state: State, said: Appointment, now: Now) -> Decision:
    if isinstance(state, Unknown) or said.data.visit != state.loan.last_visit:
        return refuse("another-visit", "not the visit this case last asked for")
    entered = _ledger(state, said)
    if not isinstance(state, Visiting):
        return _after_the_visit(state, said, entered, now)
    if isinstance(said, AppointmentMissed):
        return _rest(state, said.time, entered, now, "visit-missed", f"missed: {said.data.reason.code}")
    if isinstance(said, AppointmentExpired):
        until = said.time + now.rules.look_again
        changes: list[Change] = [Answered(), Braked("no-answer", until)]
        rule = now.rules.limits.visit.offers_max.rule
        return conclude(state, now, "offers-unanswered", "no offer was answered", changes, rule=rule, effects=entered)
    if isinstance(said, AppointmentCancelled):
        return conclude(
            state,
            now,
            "visit-cancelled",
            f"cancelled: {said.data.reason.code}",
            [Answered(), VisitOver()],
            effects=entered,
        )
    stage = STAGES[type(said)]
    if said.time < state.since:
        return refuse("overtaken", f"{stage} was said after a newer stage", "", *entered)
    return _staged(state, said, stage, entered, now)


def _staged(state: Visiting, said: Appointment, stage: Stage, entered: tuple[Effect, ...], now: Now) -> Decision:
    look = None
    if type(said) in WEIGHED and said.data.window is not None:
        ledger = now.lookup.ledgers.get(state.loan.case)
        if ledger is None:
            look = now.at + PEN_WAIT  # another case of this person is being decided; then it is weighed
        else:
            window, known = said.data.window, ledger.with_texts(state.loan.case, state.loan.texts)
            over = visit_over_cap(window.start, window.zone, state.visit, known, state.loan.case, now.rules)
            if over is not None:
                return withdrawn(state, over, now)
    return conclude(
        state, now, f"visit-{stage}", f"the visit is {stage}", [VisitStaged(stage, said.time)],
        effects=entered, look=look,
    )  # fmt: skip


def withdrawn(state: Visiting, over: OverCap, now: Now) -> Decision:
    """One contact too many: the visit is taken back with its place, and texting goes on within the caps."""
    return conclude(
        state, now, OVER_CAP, "the visit would be one contact too many", [Answered(), VisitOver()],
        rule=over.rule, effects=(_contact(state, state.visit, now.at, "void", now.at),), withdraw="over-cap",
    )  # fmt: skip


def _after_the_visit(state: Known, said: Appointment, entered: tuple[Effect, ...], now: Now) -> Decision:
    if isinstance(said, AppointmentMissed) and not isinstance(state, Closed):
        return _rest(state, said.time, entered, now, "visit-missed", f"missed: {said.data.reason.code}")
    return refuse("visit-over", "the visit is over or was taken back", "", *entered)


def _rest(state: Known, time: datetime, effects: tuple[Effect, ...], now: Now, reason: str, why: str) -> Decision:
    until = extended(state, "visited", time + now.rules.after_visit)
    rule = now.rules.limits.holds.after_visit_days.rule
    changes: list[Change] = [Answered(), Braked("visited", until)] if until > now.at else [Answered(), VisitOver()]
    return conclude(state, now, reason, why, changes, rule=rule, effects=effects)


def on_visit_ended(state: State, said: VisitEnded, now: Now) -> Decision:
    if isinstance(state, Unknown) or said.data.visit != state.loan.last_visit:
        return refuse("another-visit", "not the visit this case last asked for")
    made = _contact(state, said.data.visit, said.time, "made", said.time)
    if isinstance(state, Closed):
        return refuse("already-closed", f"the case is closed: {state.cause}", "", made)
    outcome = said.data.outcome
    cause = OUTCOMES[outcome]
    if cause == "visited":
        return _rest(state, said.time, (made,), now, f"outcome-{outcome}", f"the visit ended: {outcome}")
    until = None if cause in UNTIL_TOLD else extended(state, cause, said.time + _length(cause, now))
    if _is_past(state, cause, said.time) or (until is not None and until <= now.at):
        return conclude(
            state, now, f"outcome-{outcome}", "what it asks for has been settled since", [Answered(), VisitOver()],
            effects=(made,),
        )  # fmt: skip
    changes: list[Change] = [Answered(), Braked(cause, until)]
    if cause == "dispute" or cause == "unsafe":
        changes.insert(1, Heard(cause, said.time))
    effects: tuple[Effect, ...] = (made,)
    if outcome == "plan-wanted" and not any(brake.cause == "hardship" for brake in brakes_of(state)):
        opened, more = schedule_text(state.loan, "plan-offer", now, answers=said.time)
        changes.append(opened)
        effects += more
    return conclude(state, now, f"outcome-{outcome}", f"the visit ended: {outcome}", changes, effects=effects)


def _length(cause: BrakeCause, now: Now) -> Any:
    return now.rules.hardship if cause == "hardship" else now.rules.promise


def _is_past(state: Known, cause: BrakeCause, time: datetime) -> bool:
    """The bank settled it after the visit, and its word came first."""
    family = {"dispute": "dispute", "address-wrong": "details", "unsafe": "hold"}.get(cause)
    newest = heard(state, family) if family is not None else None  # type: ignore[arg-type]
    return newest is not None and newest > time and not any(brake.cause == cause for brake in brakes_of(state))


def on_complaint(state: State, said: ComplaintRaised, now: Now) -> Decision:
    if isinstance(state, Unknown | Closed):
        return refuse("no-open-case", "no open case is known to which this belongs")
    newest = heard(state, "hold")
    if newest is not None and newest > said.time and not isinstance(state, Held):
        return refuse("overtaken", "an operator has lifted the hold since")
    changes: list[Change] = [Heard("complaint", said.time), Braked("complaint", None)]
    return conclude(state, now, "complaint", f"a complaint: {said.data.cause}", changes, withdraw="hold")


def _ledger(state: Known, said: Appointment) -> tuple[Effect, ...]:
    line = LEDGER.get(type(said))
    if line is None or (isinstance(said, AppointmentMoved) and said.data.reason.code == SAME_TIME):
        return ()
    if line == "reserved" and not isinstance(state, Visiting):
        return ()  # said before scheduler heard that it was withdrawn
    at = said.data.window.start if said.data.window is not None else said.time
    return (_contact(state, said.data.visit, at, line, said.time),)


def _contact(state: Known, visit: str, at: datetime, line: Place, told_at: datetime) -> EnterContact:
    person = state.loan.person
    return EnterContact(visit, person.borrower, state.loan.case, "visit", "visit", True, at, line, told_at)


FIELD: dict[type[Any], Any] = {
    VisitEnded: on_visit_ended,
    ComplaintRaised: on_complaint,
    **dict.fromkeys([*STAGES, AppointmentMissed, AppointmentExpired, AppointmentCancelled], on_appointment),
}
