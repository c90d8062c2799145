"""The life of a case, from the first overdue event until it is closed.

Theory of operation. Inputs arrive late, twice, and in any order, because they cross topics. So:

1. Handlers decide what changes a case; `evolve` alone changes its state; both are pure.
2. The bank's facts count by their own time. What was overtaken is refused with that reason, whatever came first.
   Nothing is final but the newest word: a closed case begins anew when a newer overdue event comes (`balance_facts`).
3. Before it is known to be overdue a case only remembers.
4. A brake is accepted in every state. It takes back every text that waits and the visit that is open, and it ends
   the round: reminders begin anew when the last brake is off.
5. Nobody is contacted but by the contact authority, asked at the moment of sending.
6. A visit is asked for only by the gate, and only when the cadence is exhausted.
7. An input that makes no sense is refused with a reason; it is never an error.
8. Caps hold for texts and visits together: a visit that would be one contact too many is not offered, and withdrawn
   when it became one meanwhile (see `visit_caps`).
9. Every case that is not closed waits for its timer `look`, or has a text under way whose end sets it: whatever was
   decided, `next_look` adds what it waits for.
10. Who had heard of a visit that was called off is left in peace for a while (see `visit_rest`).
11. Texts of a case go out in the order in which they make sense (see `heard_first`).
12. A visit that was withdrawn while no text may be sent is held by scheduler, and is withdrawn once more when nothing
    can come of it any more (see `held_visits`).
13. Words are read in a step before: a `ReplyReceived` is decided on as the `ReplyRead` that the shell looked up for it.

A handler that serves every state stands in a line for each of them. Where the line names no other state it is certain
that the input leaves the case where it is. The diagram in docs/machines is drawn from `TABLE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from shared.contracts.appointments import (
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
)
from shared.contracts.loans import (
    DetailsCorrected,
    DisputeClosed,
    DisputeOpened,
    HoldLifted,
    HoldSet,
    LoanClosed,
    LoanOverdue,
    PaymentReceived,
    PaymentReversed,
    PlanBroken,
    PlanSigned,
)
from shared.contracts.outcomes import ComplaintRaised, VisitEnded
from shared.contracts.texts import TextRequested, TextWithdrawn
from shared.decision import Decided, Decider, Decision, DecisionContext, Transition, on

from .balance import loan_closed, loan_overdue, payment_booked
from .changes import Change
from .evolve import evolve
from .forgotten import person_forgotten
from .heard_first import with_waking
from .held_visits import with_held_visit
from .hold_end import hold_ended
from .inputs import (
    BorrowerErased,
    HoldEnded,
    LetterSettled,
    LoanInput,
    LookDue,
    RecordRefused,
    ReplyRead,
    ReplyReceived,
    ReplySettled,
    StatusReported,
    TextDue,
    TextExpired,
    TextSettled,
)
from .loan_events import (
    details_corrected,
    dispute_closed,
    dispute_opened,
    hold_lifted,
    hold_set,
    plan_broken,
    plan_signed,
)
from .lookup import LoanContext, Lookup
from .next_look import with_next_look
from .reply_events import reply_read
from .reply_settlement import reply_settled
from .review import look_due
from .rules import LoanRules
from .state import Closed, Held, State, Texting, Unknown, Visiting, case_of, initial
from .text_events import status_reported, text_due, text_expired, text_requested, text_settled, text_withdrawn
from .unread_records import letter_settled, record_refused
from .visit_events import appointment_told, complaint_raised, visit_ended
from .visit_rest import with_rest

SaidT = TypeVar("SaidT")
CaseTransition = Transition[LoanContext, Change]
CaseState = type[Unknown] | type[Texting] | type[Visiting] | type[Held] | type[Closed]
STATES: tuple[CaseState, ...] = (Unknown, Texting, Visiting, Held, Closed)
BRAKE: Mapping[CaseState, tuple[CaseState, ...]] = {Texting: (Held,), Visiting: (Held,)}
"""What can only brake. Before the case is known to be overdue, while it is held or closed, a brake is remembered."""


def in_each_state(
    input: type[SaidT],
    handler: Callable[[State, SaidT, LoanContext], Decision[Change]],
    moves: Mapping[CaseState, tuple[CaseState, ...]],
) -> tuple[CaseTransition, ...]:
    """A line for each state. `moves` names where the input may lead from it, besides nowhere."""
    return tuple(on(state, input, handler, to=moves.get(state, ())) for state in STATES)


TABLE: tuple[CaseTransition, ...] = (
    # the bank: what is owed
    *in_each_state(
        LoanOverdue, loan_overdue, {Unknown: (Texting, Held, Closed), Held: (Texting,), Closed: (Texting, Held)}
    ),
    *in_each_state(
        PaymentReceived,
        payment_booked,
        {Texting: (Held, Closed), Visiting: (Held, Closed), Held: (Closed,), Closed: (Texting, Held)},
    ),
    *in_each_state(
        PaymentReversed,
        payment_booked,
        {Texting: (Closed,), Visiting: (Closed,), Held: (Closed,), Closed: (Texting, Held)},
    ),
    *in_each_state(LoanClosed, loan_closed, {Texting: (Closed,), Visiting: (Closed,), Held: (Closed,)}),
    # the bank: brakes, and their ends
    *in_each_state(PlanSigned, plan_signed, BRAKE),
    *in_each_state(PlanBroken, plan_broken, {Held: (Texting,)}),
    *in_each_state(DisputeOpened, dispute_opened, BRAKE),
    *in_each_state(DisputeClosed, dispute_closed, {Held: (Texting,)}),
    *in_each_state(HoldSet, hold_set, {**BRAKE, Held: (Texting,)}),
    *in_each_state(HoldLifted, hold_lifted, {Held: (Texting,)}),
    *in_each_state(DetailsCorrected, details_corrected, {Visiting: (Texting, Held), Held: (Texting,)}),
    *in_each_state(RecordRefused, record_refused, BRAKE),
    *in_each_state(LetterSettled, letter_settled, {Held: (Texting, Visiting)}),
    *in_each_state(HoldEnded, hold_ended, {Held: (Texting,)}),
    *in_each_state(BorrowerErased, person_forgotten, BRAKE),
    # the borrower
    *in_each_state(ReplyRead, reply_read, {**BRAKE, Held: (Texting,)}),
    *in_each_state(ReplySettled, reply_settled, {**BRAKE, Held: (Texting,)}),
    # texts
    *in_each_state(TextRequested, text_requested, {}),
    *in_each_state(TextWithdrawn, text_withdrawn, {}),
    *in_each_state(TextDue, text_due, BRAKE),
    *in_each_state(TextExpired, text_expired, {}),
    *in_each_state(TextSettled, text_settled, BRAKE),
    *in_each_state(StatusReported, status_reported, {**BRAKE, Held: (Texting,)}),
    # the visit
    *(
        line
        for told in (AppointmentOffered, AppointmentNoticed, AppointmentMoved, AppointmentHeld, AppointmentKept)
        for line in in_each_state(told, appointment_told, {})
    ),
    *(
        line
        for told in (AppointmentAgreed, AppointmentPermitted)
        for line in in_each_state(told, appointment_told, {Visiting: (Held,)})
    ),
    *in_each_state(AppointmentCancelled, appointment_told, {Visiting: (Texting, Held)}),
    *in_each_state(AppointmentExpired, appointment_told, {Visiting: (Held,)}),
    *in_each_state(AppointmentMissed, appointment_told, {Texting: (Held,), Visiting: (Texting, Held)}),
    *in_each_state(VisitEnded, visit_ended, {Texting: (Held,), Visiting: (Texting, Held)}),
    *in_each_state(ComplaintRaised, complaint_raised, BRAKE),
    # time
    *in_each_state(LookDue, look_due, {Texting: (Visiting, Held), Visiting: (Held,), Held: (Texting, Visiting)}),
)


def _itself(state: State, input: LoanInput) -> State:
    return state


DECIDER: Decider[State, LoanInput, LoanContext, Change] = Decider(initial, TABLE, evolve, _itself)


def decide(state: State, input: LoanInput, context: LoanContext) -> Decided[State, Change]:
    if isinstance(input, ReplyReceived):
        input = context.lookup.reply_read(case_of(state), input)
    decided = with_rest(state, DECIDER.step(state, input, context), input, context)
    decided = with_held_visit(decided, state, context)
    return with_waking(state, with_next_look(decided, input, context), context)


class LoanMachine:
    """The table, under the rules of the borrower's day, and after it the next look at the case."""

    initial = staticmethod(initial)
    evolve = staticmethod(evolve)

    def step(
        self, state: State, input: LoanInput, context: DecisionContext[LoanRules, Lookup]
    ) -> Decided[State, Change]:
        """What follows from `input`, and the state after it. Raises only what is a fault of this machine."""
        rules = context.rules(state, input, context.at)
        return decide(state, input, DecisionContext(context.at, rules, context.lookup, context.stopped))


MACHINE = LoanMachine()
