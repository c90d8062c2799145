"""A visit for which no text is due is kept while a record about its case can't be read, where nobody loses by that.

1. Kept is a visit that was agreed, of which the notice has arrived, or was not asked for yet: nothing has to go out
   for it for days. Any other is withdrawn at once, because what has to go out for it next (an offer, a notice) is due,
   and does not go. A notice that is asked for meanwhile is refused, and scheduler's word of that ends the visit (4).
2. It is kept until another notice could not be given, `notice.lead_min` before its window. Whoever hears so late that
   nobody comes has waited for us. So one that is nearer is withdrawn at once too, and its crew called back.
3. The case is held all the same, and nothing is said to it. Read in time and silent about it, the record lets the
   visit go on as agreed; whatever else ends it ends it as ever.
4. What scheduler says of it meanwhile that changes what was agreed ends it: nobody would be told of another time.
"""

from __future__ import annotations

from datetime import timedelta

from shared.contracts.appointments import (
    Appointment,
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentNoticed,
    AppointmentPermitted,
)  # fmt: skip
from shared.decision import Decision, Effect, accept, refuse

from .changes import Answered, Change
from .formats import KEPT_VISITS, NAMES_LATER
from .lookup import LoanContext
from .state import Held, KeptVisit, State, Visiting
from .visit_rest import called_off
from .withdrawals import withdraw_visit

CAUSE = "unread-record"
AS_AGREED = (AppointmentAgreed, AppointmentNoticed, AppointmentPermitted)
OVER_ALREADY = (AppointmentCancelled, AppointmentExpired)


def kept_visit(state: State, context: LoanContext) -> KeptVisit | None:
    """The visit that is kept, or kept on, where a record about the case can't be read; None where none is."""
    if isinstance(state, Held):
        return state.kept
    if not isinstance(state, Visiting) or not _can_wait(state, context):
        return None
    ledger = context.lookup.ledgers.get(state.loan.case)
    place = ledger.visit(state.visit) if ledger is not None else None
    if place is None:
        return None
    limits = context.rules.on(place.at, state.loan.person.zone)
    until = place.at - timedelta(minutes=limits.notice.lead_min.value)
    return KeptVisit(state.visit, state.since, until, state.stage) if until > context.at else None


def _can_wait(state: Visiting, context: LoanContext) -> bool:
    """Is there nothing that has to go out for it now?"""
    if state.stage == "permitted":
        return context.rules.format >= KEPT_VISITS
    asked = any(text.kind == "notice" and text.visit == state.visit for text in state.loan.texts)
    return state.stage == "agreed" and not asked and context.rules.format >= NAMES_LATER


def kept_too_long(state: Held, context: LoanContext) -> Decision[Change] | None:
    """The visit is withdrawn now: the record was not read in time."""
    if state.kept is None or state.kept.until > context.at:
        return None
    over, told = called_off(state, CAUSE, context)
    rule = context.rules.limits.notice.lead_min.rule
    why = "the visit is withdrawn: a record about it can't be read, and its notice could not be given anew"
    return accept("unread-for-too-long", why, *over, rule=rule, effects=[*withdraw_visit(state, CAUSE), *told])


def kept_told(
    state: Held, input: Appointment, entered: tuple[Effect, ...], context: LoanContext
) -> Decision[Change] | None:
    """What scheduler says of a visit that is kept; None where none is."""
    if state.kept is None:
        return None
    if isinstance(input, AS_AGREED) or input.time < state.kept.since:
        return refuse("visit-kept", "the visit is kept as it was agreed", "", *entered)
    reason = input.data.reason.code
    over, told = called_off(state, CAUSE, context)
    withdrawn = () if isinstance(input, OVER_ALREADY) else withdraw_visit(state, CAUSE)
    why = f"the visit was kept for an unread record, and changed: {reason}"
    return accept("kept-visit-changed", why, Answered(), *over, effects=[*entered, *withdrawn, *told])
