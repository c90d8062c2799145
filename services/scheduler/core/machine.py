"""The life of one agreed visit, from the request to the doorstep.

Theory of operation. Inputs come late, twice, and in any order, because they cross topics. So:

1. Everything that moves an appointment is decided here. Handlers say what follows from an input; `evolve` alone
   changes state. Neither reads a clock or raises.
2. What does not exist yet (a receipt before its offer, a reply before its question) is remembered, and looked at again
   after every move. What is over is refused with a reason. Ids and versions tell which is which (`ordering`):
   bookings, requests, intents and versions are matched, never guessed.
3. A brake is accepted in every open stage, also when it comes before its visit. After it there is no permit.
4. Without a delivered notice of this very crew and window, early enough, there is no permit; without one, no visit.
5. A notice is for one crew: another crew or window is another version, which needs a notice of its own. It is given
   as late as is safe (`notice`), and until then it is all the same who comes: another crew makes nothing void.
6. What happened before a deadline beats the timer, also when it is read after it: timers leave a grace, and one that
   wakes late (we were away) looks for unread events first. An answer that can't be honoured is taken as a wish.
7. Every open stage waits for a timer (see `timers`), so nothing waits for ever and nothing silently.
8. What was agreed is given up in one way only (`transitions.let_go`): booking cancelled, time released, and texts that
   wait withdrawn. Those are withdrawn by `transitions.take_texts_back` alone, which another crew calls too.
9. A person has one visit at a time, and days between two, whichever loans they are about: slots too near another
   case's booking are neither offered nor accepted, and one that overlaps is refused by the database.
10. A visit is one of the contacts that are capped. An offer that notifier refuses for that is none of the offers made:
    the router is asked for windows from when a visit fits, a few times; then it is held for a while.
11. A report from the door always counts, also after the end; without a valid permit it is recorded as `permit-void`.
12. A window in which nobody came is the bank's fault: the permit is void, the borrower hears an apology and is offered
    other times, and no contact is counted; so too when the crew says beforehand that it can't be there in time. A crew
    that came and said no more has made a visit, as far as we know.

An input passes `ordering`, then the line of `TABLE` for the stage that the case is in. What is in no line is refused.
The diagram in docs/machines is drawn from the table.
"""

from __future__ import annotations

from functools import reduce
from typing import get_args

from shared.decision import Decided, Decider, on
from shared.decision.replaced import replace

from .changes import AppointmentChange, Recalled, Remembered
from .crew_assignment import crew_assigned, crew_changed, crew_lost, crew_overdue, crew_refused, notice_due
from .evolve import evolve
from .hold import look_again, visit_braked
from .inputs import (
    AppointmentInput,
    Arrival,
    BorrowerReply,
    Complaint,
    CrewAssignment,
    CrewDelay,
    Departure,
    NoCrew,
    NoticeLoss,
    NoticeReceipt,
    OfferLoss,
    OfferReceipt,
    SlotQuote,
    VisitBrake,
    VisitOutcome,
    VisitRequest,
)
from .lookup import AppointmentContext, CaseContext
from .notice_receipt import notice_delivered, notice_lost, notice_overdue
from .offer import offer_delivered, offer_expired, offer_lost
from .ordering import not_awaited, out_of_order
from .reply import reply_received
from .slot_request import quote_overdue, quoted_after_all, slots_quoted, visit_requested, visit_requested_instead
from .state import (
    Agreed,
    AppointmentState,
    Asking,
    Booked,
    ClosedVisit,
    HeldVisit,
    Idle,
    InDoubt,
    Offered,
    OpenStage,
    Permitted,
    StageWithAgreement,
    StageWithCrew,
    VisitStage,
    awaited,
    initial,
)
from .timers import (
    AnswerBackstop,
    CrewOverdue,
    LastLook,
    LookAgain,
    NoticeDeadline,
    NoticeDue,
    OfferExpiry,
    OutcomeOverdue,
    QuoteOverdue,
    VisitReminderDue,
    VisitTimer,
    turned,
)
from .visit_day import (
    arrived_late,
    collectors_barred,
    crew_arrived,
    crew_delayed,
    crew_departed,
    crew_without_permit,
    departed_late,
    ended_late,
    last_look,
    outcome_overdue,
    visit_ended,
    visit_reminder_due,
    visit_without_permit,
)

STAGES: tuple[type[VisitStage], ...] = get_args(VisitStage)
OPEN: tuple[type[OpenStage], ...] = (Asking, Offered, Booked, Agreed, InDoubt, Permitted, HeldVisit)
UNAGREED: tuple[type[Asking | Offered | HeldVisit], ...] = (Asking, Offered, HeldVisit)
AGREED: tuple[type[StageWithAgreement], ...] = (Booked, Agreed, InDoubt, Permitted)
CREWED: tuple[type[StageWithCrew], ...] = (Agreed, InDoubt, Permitted)
NOTICED: tuple[type[Agreed | InDoubt], ...] = (Agreed, InDoubt)
UNPERMITTED: tuple[type[OpenStage], ...] = (Asking, Offered, Booked, Agreed, InDoubt, HeldVisit)


# Each line names where its input may lead; it may leave the stage as it is where that stage is named too.
TABLE = (
    on(Idle, VisitRequest, visit_requested, to=(Asking, HeldVisit)),
    # slots
    on(Asking, SlotQuote, slots_quoted, to=(Offered, Asking, HeldVisit)),
    on(Asking, QuoteOverdue, quote_overdue, to=(Asking, HeldVisit)),
    # the offer: a receipt counts whenever it is read, because an answer to any offer may follow
    *(on(stage, OfferReceipt, offer_delivered, to=(stage,)) for stage in OPEN),
    on(Offered, OfferLoss, offer_lost, to=(Asking, HeldVisit)),
    on(Offered, AnswerBackstop, offer_expired, to=(Offered, Asking, ClosedVisit)),
    on(Offered, OfferExpiry, offer_expired, to=(Offered, Asking, ClosedVisit)),
    *(on(stage, BorrowerReply, reply_received, to=(Booked, Asking, HeldVisit)) for stage in UNAGREED),
    *(on(stage, BorrowerReply, reply_received, to=(Asking, HeldVisit)) for stage in AGREED),
    # the crew
    on(Booked, CrewAssignment, crew_assigned, to=(Agreed, Asking, HeldVisit)),
    *(on(stage, CrewAssignment, crew_changed, to=(Agreed, Asking, HeldVisit)) for stage in CREWED),
    on(Booked, NoCrew, crew_refused, to=(Asking, HeldVisit)),
    *(on(stage, NoCrew, crew_lost, to=(HeldVisit,)) for stage in CREWED),
    on(Booked, CrewOverdue, crew_overdue, to=(Booked, HeldVisit)),
    # the notice
    on(Agreed, NoticeDue, notice_due, to=(Agreed, Asking, HeldVisit)),
    *(on(stage, NoticeReceipt, notice_delivered, to=(Permitted, Asking, HeldVisit)) for stage in NOTICED),
    on(Agreed, NoticeLoss, notice_lost, to=(InDoubt, HeldVisit)),
    on(InDoubt, NoticeLoss, notice_lost, to=(HeldVisit,)),
    *(on(stage, NoticeDeadline, notice_overdue, to=(stage, Asking, HeldVisit)) for stage in NOTICED),
    # the day of the visit
    on(Permitted, VisitReminderDue, visit_reminder_due, to=(Permitted, HeldVisit)),
    on(Permitted, LastLook, last_look, to=(Permitted, HeldVisit)),
    on(Permitted, Departure, crew_departed, to=(Permitted,)),
    on(Permitted, CrewDelay, crew_delayed, to=(Permitted, Asking, HeldVisit)),
    on(Permitted, Arrival, crew_arrived, to=(Permitted,)),
    on(Permitted, VisitOutcome, visit_ended, to=(ClosedVisit,)),
    on(Permitted, OutcomeOverdue, outcome_overdue, to=(Permitted, Asking, HeldVisit, ClosedVisit)),
    *(on(stage, Departure, crew_without_permit) for stage in UNPERMITTED),
    *(on(stage, Arrival, crew_without_permit) for stage in UNPERMITTED),
    *(on(stage, VisitOutcome, visit_without_permit, to=(ClosedVisit,)) for stage in UNPERMITTED),
    on(ClosedVisit, Departure, departed_late),
    on(ClosedVisit, Arrival, arrived_late, to=(ClosedVisit,)),
    on(ClosedVisit, VisitOutcome, ended_late, to=(ClosedVisit,)),
    on(ClosedVisit, VisitRequest, visit_requested, to=(Asking, HeldVisit)),
    # brakes, holds, complaints
    *(on(stage, VisitBrake, visit_braked, to=(ClosedVisit, HeldVisit)) for stage in OPEN),
    on(HeldVisit, LookAgain, look_again, to=(HeldVisit, Asking, ClosedVisit)),
    on(HeldVisit, SlotQuote, quoted_after_all, to=(Offered, HeldVisit)),
    on(HeldVisit, VisitRequest, visit_requested_instead, to=(Asking, HeldVisit)),
    *(on(stage, Complaint, collectors_barred, to=(stage,)) for stage in STAGES),
)


def _stage(state: AppointmentState, input: AppointmentInput) -> VisitStage:
    return state.stage


DECIDER: Decider[AppointmentState, AppointmentInput, AppointmentContext, AppointmentChange] = Decider(
    initial, TABLE, evolve, _stage, not_awaited
)
AppointmentStep = Decided[AppointmentState, AppointmentChange]


class AppointmentMachine:
    """The table, with the order of inputs before it, and what was remembered and the timers after it."""

    initial = staticmethod(initial)
    evolve = staticmethod(evolve)

    def step(self, state: AppointmentState, input: AppointmentInput, context: CaseContext) -> AppointmentStep:
        """What follows from an input, then from what was remembered and has its place now; and the stage's timers."""
        first, after = _answered(state, input, context)
        if not first.accepted:
            return Decided(first, after)
        changes, effects, why = list(first.changes), list(first.effects), [first.why]
        # Only a move can give a remembered input its place; and what it moves may give one to the next.
        while after.stage is not state.stage and (recalled := _recalled(after, context)) is not None:
            more, after = recalled
            changes += more.changes
            effects += more.effects
            why.append(f"then, remembered: {more.why}")
        fired = input.name if isinstance(input, VisitTimer) else None
        effects += turned(awaited(state.stage), awaited(after.stage), fired)
        return Decided(replace(first, why="; ".join(why), changes=tuple(changes), effects=tuple(effects)), after)


def _answered(state: AppointmentState, input: AppointmentInput, context: CaseContext) -> AppointmentStep:
    """The order of inputs first, then the table."""
    order = out_of_order(state, input, context.at)
    if order is not None:
        return Decided(order, reduce(evolve, order.changes, state))
    rules = context.rules(state, input, context.at)
    here = AppointmentContext(context.at, rules, context.lookup, context.stopped, appointment=state)
    return DECIDER.step(state, input, here)


def _recalled(state: AppointmentState, context: CaseContext) -> AppointmentStep | None:
    """A remembered input that has its place now, brakes first, and what follows from it."""
    for early in sorted(state.early, key=lambda early: not isinstance(early, VisitBrake)):
        recalled = Recalled(early.by)
        decision, after = _answered(evolve(state, recalled), early, context)
        if not any(isinstance(change, Remembered) for change in decision.changes):
            return Decided(replace(decision, changes=(recalled, *decision.changes)), after)
    return None


MACHINE = AppointmentMachine()
