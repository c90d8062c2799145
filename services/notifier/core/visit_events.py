"""What the field and the scheduler say about a visit, and what it means for the case that asked for it.

Appointments and outcomes cross topics, so each is taken for itself: an outcome ends the visit whatever stage we had
heard of, and what is still said about a visit that is over only reaches the contact ledger.

From the moment it is agreed a visit has its place in the ledger; see `visit_caps` for what happens when it is one
contact too many.
"""

from __future__ import annotations

from datetime import datetime, timedelta

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
from shared.contracts.former_reasons import keeps_window
from shared.contracts.outcomes import ComplaintRaised, OutcomeKind, VisitEnded
from shared.decision import Decision, Effect, SetTimer, accept, refuse

from .changes import Answered, Braked, Change, FactNoted, VisitOver, VisitStaged
from .hold_grounds import ground_of_hold
from .kept_visits import kept_told
from .lookup import PEN_WAIT, LoanContext
from .no_visits import refused_before
from .own_texts import schedule_answer
from .state import BrakeCause, Closed, Held, KnownState, StageName, State, Unknown, Visiting, brakes_of, extended, heard
from .table_writes import EnterContact, Place
from .timers import LOOK
from .visit_caps import OVER_CAP, OverCap, visit_over_cap
from .visit_rest import called_off, left_in_peace
from .withdrawals import withdraw_texts, withdraw_visit

STAGES: dict[type[Appointment], StageName] = {
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
UNANSWERED: frozenset[StageName] = frozenset({"requested", "offered"})
WEIGHED: frozenset[type[Appointment]] = frozenset({AppointmentAgreed, AppointmentPermitted})
LEDGER: dict[type[Appointment], Place] = {
    AppointmentAgreed: "reserved",
    AppointmentPermitted: "reserved",
    AppointmentMoved: "void",
    AppointmentKept: "made",
    AppointmentMissed: "made",
    AppointmentHeld: "void",
    AppointmentCancelled: "void",
    AppointmentExpired: "void",
}


def appointment_told(state: State, input: Appointment, context: LoanContext) -> Decision[Change]:
    if isinstance(state, Unknown) or input.data.visit != state.loan.last_visit:
        return refuse("another-visit", "not the visit this case last asked for")
    entered = _ledger(state, input)
    if not isinstance(state, Visiting):
        return _after_the_visit(state, input, entered, context)
    if isinstance(input, AppointmentMissed):
        return _missed(state, input, entered, context)
    if isinstance(input, AppointmentExpired):
        return _given_up(state, input, entered, context)
    if isinstance(input, AppointmentCancelled):
        why = f"cancelled: {input.data.reason.code}"
        over, told = called_off(state, "visit-cancelled", context)
        return accept("visit-cancelled", why, Answered(), *over, effects=[*entered, *told])
    stage = STAGES[type(input)]
    if input.time < state.since:
        return refuse("overtaken", f"{stage} was said after a newer stage", "", *entered)
    return _staged(state, input, stage, entered, context)


def _staged(
    state: Visiting, input: Appointment, stage: StageName, entered: tuple[Effect, ...], context: LoanContext
) -> Decision[Change]:
    effects: tuple[Effect, ...] = entered
    if type(input) in WEIGHED and input.data.window is not None:
        ledger = context.lookup.ledgers.get(state.loan.case)
        if ledger is None:
            # Another case of this person is being decided; then it is weighed.
            effects = (*entered, SetTimer(LOOK, context.at + PEN_WAIT))
        else:
            if ledger.visits_refused:
                return refused_before(state, context, *entered)
            window, known = input.data.window, ledger.with_texts(state.loan.case, state.loan.texts)
            over = visit_over_cap(window.start, window.zone, state.visit, known, state.loan.case, context.rules)
            if over is not None:
                return visit_over_caps(state, over, context)
    return accept(f"visit-{stage}", f"the visit is {stage}", VisitStaged(stage, input.time), effects=effects)


def _given_up(
    state: Visiting, input: AppointmentExpired, entered: tuple[Effect, ...], context: LoanContext
) -> Decision[Change]:
    """Nobody came, and nobody will: after offers that nobody answered, or after the visit was held for too long."""
    until = input.time + context.rules.look_again
    if state.stage in UNANSWERED:
        rule = context.rules.limits.visit.offers_max.rule
        texts = withdraw_texts(state, Braked("no-answer", until), "offers-unanswered", rule)
        return accept(
            "offers-unanswered", "no offer was answered", Answered(), texts.change,
            rule=rule, effects=[*entered, *texts.effects],
        )  # fmt: skip
    rule = context.rules.limits.holds.look_again_days.rule
    texts = withdraw_texts(state, Braked("visited", until), "visit-given-up", rule)
    return accept(
        "visit-given-up", f"given up: {input.data.reason.code}", Answered(), texts.change,
        rule=rule, effects=[*entered, *texts.effects],
    )  # fmt: skip


def visit_over_caps(state: Visiting, over: OverCap, context: LoanContext) -> Decision[Change]:
    """The visit is taken back with its place in the ledger, and who had agreed to it is left in peace for a while."""
    effects = [_contact(state, state.visit, context.at, "void", context.at), *withdraw_visit(state, "over-cap")]
    quiet, told = left_in_peace(state, OVER_CAP, context)
    return accept(
        OVER_CAP, "the visit would be one contact too many", Answered(), quiet,
        rule=over.rule, effects=[*effects, *told],
    )  # fmt: skip


def _after_the_visit(
    state: KnownState, input: Appointment, entered: tuple[Effect, ...], context: LoanContext
) -> Decision[Change]:
    if isinstance(input, AppointmentMissed) and not isinstance(state, Closed):
        return _missed(state, input, entered, context)
    kept = kept_told(state, input, entered, context) if isinstance(state, Held) else None
    if kept is not None:
        return kept
    return refuse("visit-over", f"nothing of the visit is open here any more: {_since(state)}", "", *entered)


def _since(state: KnownState) -> str:
    if isinstance(state, Closed):
        return f"the case is closed: {state.cause}"
    causes = ", ".join(sorted(brake.cause for brake in brakes_of(state)))
    return f"the case is held: {causes}" if causes else "the borrower is texted again"


def _missed(
    state: KnownState, input: AppointmentMissed, entered: tuple[Effect, ...], context: LoanContext
) -> Decision[Change]:
    rest, effects = _rest(state, input.time, "visit-missed", context)
    return accept(
        "visit-missed", f"missed: {input.data.reason.code}", Answered(), rest,
        rule=context.rules.limits.holds.after_visit_days.rule, effects=[*entered, *effects],
    )  # fmt: skip


def _rest(state: KnownState, time: datetime, reason: str, context: LoanContext) -> tuple[Change, tuple[Effect, ...]]:
    """Nobody is contacted for a while after a visit; when that is over already, the visit alone is."""
    until = extended(state, "visited", time + context.rules.after_visit)
    if until <= context.at:
        return VisitOver(), ()
    return withdraw_texts(state, Braked("visited", until), reason, context.rules.limits.holds.after_visit_days.rule)


def visit_ended(state: State, input: VisitEnded, context: LoanContext) -> Decision[Change]:
    if isinstance(state, Unknown) or input.data.visit != state.loan.last_visit:
        return refuse("another-visit", "not the visit this case last asked for")
    made = _contact(state, input.data.visit, input.time, "made", input.time)
    if isinstance(state, Closed):
        return refuse("already-closed", f"the case is closed: {state.cause}", "", made)
    outcome = input.data.outcome
    cause = OUTCOMES[outcome]
    reason, why = f"outcome-{outcome}", f"the visit ended: {outcome}"
    if cause == "visited":
        rest, told = _rest(state, input.time, reason, context)
        rule = context.rules.limits.holds.after_visit_days.rule
        return accept(reason, why, Answered(), rest, rule=rule, effects=[made, *told])
    until = None if cause in UNTIL_TOLD else extended(state, cause, input.time + _length(cause, context))
    if _is_past(state, cause, input.time) or (until is not None and until <= context.at):
        settled = "what it asks for has been settled since"
        return accept(reason, settled, Answered(), VisitOver(), effects=[made])
    rule = ground_of_hold(cause, context.rules)
    texts = withdraw_texts(state, Braked(cause, until), reason, rule)
    changes: list[Change] = [Answered(), texts.change]
    if cause == "dispute" or cause == "unsafe":
        changes.insert(1, FactNoted(cause, input.time))
    effects: tuple[Effect, ...] = (made,)
    if outcome == "plan-wanted" and not any(brake.cause == "hardship" for brake in brakes_of(state)):
        opened, more = schedule_answer(state.loan, "plan-offer", input.time, context)
        changes.append(opened)
        effects += more
    return accept(reason, why, *changes, rule=rule, effects=[*effects, *texts.effects])


def _length(cause: BrakeCause, context: LoanContext) -> timedelta:
    return context.rules.hardship if cause == "hardship" else context.rules.promise


def _is_past(state: KnownState, cause: BrakeCause, time: datetime) -> bool:
    """The bank settled it after the visit, and its word came first."""
    family = {"dispute": "dispute", "address-wrong": "details", "unsafe": "hold"}.get(cause)
    newest = heard(state, family) if family is not None else None  # type: ignore[arg-type]
    return newest is not None and newest > time and not any(brake.cause == cause for brake in brakes_of(state))


def complaint_raised(state: State, input: ComplaintRaised, context: LoanContext) -> Decision[Change]:
    if isinstance(state, Unknown | Closed):
        return refuse("no-open-case", "no open case is known to which this belongs")
    newest = heard(state, "hold")
    if newest is not None and newest > input.time and not isinstance(state, Held):
        return refuse("overtaken", "an operator has lifted the hold since")
    texts = withdraw_texts(state, Braked("complaint", None), "hold")
    return accept(
        "complaint", f"a complaint: {input.data.cause}", FactNoted("complaint", input.time), texts.change,
        effects=[*texts.effects, *withdraw_visit(state, "hold")],
    )  # fmt: skip


def _ledger(state: KnownState, input: Appointment) -> tuple[Effect, ...]:
    line = LEDGER.get(type(input))
    if line is None or (isinstance(input, AppointmentMoved) and keeps_window(input)):
        return ()
    if line == "reserved" and not isinstance(state, Visiting):
        return ()  # said before scheduler heard that it was withdrawn
    at = input.data.window.start if input.data.window is not None else input.time
    return (_contact(state, input.data.visit, at, line, input.time),)


def _contact(state: KnownState, visit: str, at: datetime, line: Place, told_at: datetime) -> EnterContact:
    person = state.loan.person
    return EnterContact(visit, person.borrower, state.loan.case, "visit", "visit", True, at, line, told_at)
