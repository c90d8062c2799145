"""The life of a case, from the first overdue event until it is closed.

Theory of operation. Inputs arrive late, twice, and in any order, because they cross topics. So:

1. Everything that changes a case follows from `decide`; `evolve` alone changes state; both are pure.
2. The bank's facts count by their own time. What was overtaken is refused with that reason, whatever came first.
   Nothing is final but the newest word: a closed case begins anew when a newer overdue event comes (see `owed`).
3. Before it is known to be overdue a case only remembers.
4. A brake is accepted in every state. It takes back every text that waits and the visit that is open, and it ends
   the round: reminders begin anew when the last brake is off.
5. Nobody is contacted but by the contact authority, asked at the moment of sending.
6. A visit is asked for only by the gate, and only when the cadence is exhausted.
7. An input that makes no sense is refused with a reason; it is never an error.
8. Caps hold for texts and visits together: a visit that would be one contact too many is not offered, and withdrawn
   when it became one meanwhile (see `placing`).
9. Every case that is not closed waits for its timer `look`, or has a text under way whose end sets it.

`MOVES` is the whole picture: where an input may take a case. What is not there leaves it in its state. The diagram in
docs/machines is drawn from it, and a test checks that `decide` does neither more nor less.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentMissed,
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
)  # fmt: skip
from shared.contracts.outcomes import ComplaintRaised, VisitEnded
from shared.decision import Context, Decision, TimerDue, refuse

from .answers import on_reply
from .bank import BANK
from .case import Closed, Held, State, Texting, Unknown, Visiting
from .deciding import Now
from .holding import on_hold_ended
from .inputs import HoldEnded, LetterSettled, RecordRefused, ReplyReceived, ReplySettled, StatusReported, TextSettled
from .looking import on_look
from .rules import Rules
from .settling import on_reply_settled
from .texting import TEXTING, on_text_due
from .timers import LOOK
from .unread import UNREAD
from .visiting import FIELD

BRAKES: dict[type[Any], frozenset[type[Any]]] = dict.fromkeys(
    [
        PlanSigned, DisputeOpened, HoldSet, ReplyReceived, ReplySettled, ComplaintRaised, TextSettled, StatusReported,
        RecordRefused,
    ],
    frozenset({Held}),
)  # fmt: skip
MOVES: dict[type[Any], dict[type[Any], frozenset[type[Any]]]] = {
    Unknown: {LoanOverdue: frozenset({Texting, Held, Closed})},
    Texting: {
        **BRAKES,
        PaymentReceived: frozenset({Held, Closed}),
        PaymentReversed: frozenset({Closed}),
        LoanClosed: frozenset({Closed}),
        AppointmentMissed: frozenset({Held}),
        VisitEnded: frozenset({Held}),
        TimerDue: frozenset({Visiting, Held}),
    },
    Visiting: {
        **BRAKES,
        PaymentReceived: frozenset({Held, Closed}),
        PaymentReversed: frozenset({Closed}),
        DetailsCorrected: frozenset({Texting}),
        LoanClosed: frozenset({Closed}),
        AppointmentAgreed: frozenset({Texting}),
        AppointmentPermitted: frozenset({Texting}),
        AppointmentMissed: frozenset({Texting, Held}),
        AppointmentExpired: frozenset({Held}),
        AppointmentCancelled: frozenset({Texting}),
        VisitEnded: frozenset({Texting, Held}),
        TimerDue: frozenset({Texting, Held}),
    },
    Held: {
        LoanOverdue: frozenset({Texting}),
        PaymentReceived: frozenset({Closed}),
        PaymentReversed: frozenset({Closed}),
        PlanBroken: frozenset({Texting}),
        DisputeClosed: frozenset({Texting}),
        HoldSet: frozenset({Texting}),
        HoldLifted: frozenset({Texting}),
        DetailsCorrected: frozenset({Texting}),
        LoanClosed: frozenset({Closed}),
        ReplyReceived: frozenset({Texting}),
        StatusReported: frozenset({Texting}),
        HoldEnded: frozenset({Texting}),
        ReplySettled: frozenset({Texting}),
        LetterSettled: frozenset({Texting}),
        TimerDue: frozenset({Texting}),
    },
    Closed: {
        LoanOverdue: frozenset({Texting, Held}),
        PaymentReceived: frozenset({Texting, Held}),
        PaymentReversed: frozenset({Texting, Held}),
    },
}

HANDLERS: dict[type[Any], Callable[[Any, Any, Now], Decision]] = {
    **BANK, **TEXTING, **FIELD, **UNREAD, ReplyReceived: on_reply, HoldEnded: on_hold_ended,
    ReplySettled: on_reply_settled,
}  # fmt: skip


def decide(state: State, said: Any, at: datetime, context: Context, rules: Rules) -> Decision:
    """What follows from `said` at the moment `at` (aware, UTC)? Never raises."""
    now = Now(at, rules, context)
    handler = HANDLERS.get(type(said))
    if handler is not None:
        return handler(state, said, now)
    if isinstance(said, TimerDue):
        return _on_timer(state, said, now)
    return refuse("not-ours", f"nothing follows from {type(said).__name__}")


def _on_timer(state: State, said: TimerDue, now: Now) -> Decision:
    if said.kind == LOOK:
        return on_look(state, now)
    name, _, intent = said.kind.partition(":")
    return on_text_due(state, intent, now) if name == "text" else refuse("no-such-timer", f"no timer is called {name}")
