"""The life of one agreed visit, from the request to the doorstep.

Theory of operation. Inputs come late, twice, and in any order, because they cross topics. So:

1. Everything that moves an appointment is decided here. `decide` says what follows from an input; `evolve` alone
   changes state. Neither reads a clock or raises.
2. A fact about something that does not exist yet (a receipt before its offer, a reply before its question) is
   remembered, and looked at again after every move. A fact about something that is over is refused with a reason.
   Ids and versions tell which is which: bookings, requests, intents and versions are matched, never guessed.
3. A brake is accepted in every open stage, also when it comes before its visit. After it there is no permit.
4. Without a delivered notice of this very crew and window, early enough, there is no permit; without one, no visit.
5. A notice is for one crew: another crew or window is another version, which needs a notice of its own.
6. A fact from before a deadline beats the timer, also when it is read after it: timers leave a grace, and one that
   wakes late (we were away) looks for unread facts first. An answer that can't be honoured is taken as a wish.
7. Every open stage waits for a timer (see `timers`), so nothing waits for ever and nothing silently.
8. What was agreed is given up in one way only (`courses.let_go`): booking cancelled, time released, text taken back.
9. A person has one visit at a time, and days between two, whichever loans they are about: slots too near another
   case's booking are neither offered nor accepted, and one that overlaps is refused by the database.
10. A visit is one of the contacts that are capped. An offer that notifier refuses for that is none of the offers made:
    the router is asked for windows from when a visit fits, a few times; then it is held for a while.
11. A report from the door always counts, also after the end; without a valid permit it is recorded as `permit-void`.

`MOVES` is the whole picture. The diagram in docs/machines is drawn from it, and a test checks that `decide` does
neither more nor less.
"""

from __future__ import annotations

from datetime import datetime

from shared.contracts.envelope import Event
from shared.decision import Context, Decision, SetTimer, TimerDue, accept, refuse

from . import timers
from .appointment import (
    Agreed,
    Appointment,
    Asking,
    Booking,
    Closed,
    Held,
    Idle,
    InDoubt,
    Offered,
    Permitted,
    Stage,
)
from .asking import take
from .changes import Barred, Change, Recalled, Remembered
from .doorstep import reported_late
from .facts import (
    Answered,
    Arrived,
    Complained,
    Crewed,
    Delivered,
    Departed,
    Ended,
    Fact,
    Quoted,
    Requested,
    Uncrewed,
    Undelivered,
    Withdrawn,
)
from .folding import evolve
from .hearing import hear
from .holding import superseded
from .moment import Moment
from .placing import place
from .rules import Rules
from .stages import heard, rang

__all__ = ["MOVES", "decide", "evolve"]

Input = type[Fact] | str
Stages = tuple[type[Stage], ...]

# Where an accepted input may lead. What is not here is refused, or (a fact that came early) remembered where it is.
_ANSWERED: dict[Input, Stages] = {Answered: (Asking, Held)}
_BRAKED: dict[Input, Stages] = {Withdrawn: (Closed, Held)}
# The receipt of an offer counts whenever it is read: until when an answer to it was in time.
_ENDED: dict[Input, Stages] = {Ended: (Closed,)}
MOVES: dict[type[Stage], dict[Input, Stages]] = {
    Idle: {Requested: (Asking, Held)},
    Asking: _BRAKED
    | _ENDED
    | {
        Quoted: (Offered, Asking, Held),
        Delivered: (Asking,),
        Answered: (Asking, Booking, Held),
        timers.QUOTE_OVERDUE: (Asking, Held),
    },
    Offered: _BRAKED
    | _ENDED
    | {
        Delivered: (Offered,),
        Undelivered: (Asking, Held),
        Answered: (Booking, Asking, Held),
        timers.ANSWER_BACKSTOP: (Offered, Asking, Closed),
        timers.OFFER_EXPIRY: (Offered, Asking, Closed),
    },
    Booking: _BRAKED
    | _ANSWERED
    | {
        Crewed: (Agreed, Asking, Held),
        Uncrewed: (Asking, Held),
        Delivered: (Booking,),
        timers.CREW_OVERDUE: (Booking, Held),
    },
    Agreed: _BRAKED
    | _ANSWERED
    | {
        Crewed: (Agreed, Asking, Held),
        Uncrewed: (Held,),
        Delivered: (Agreed, Permitted, Asking, Held),
        Undelivered: (InDoubt, Held),
        timers.NOTICE_DEADLINE: (Agreed, Asking, Held),
    },
    InDoubt: _BRAKED
    | _ANSWERED
    | {
        Crewed: (Agreed, Asking, Held),
        Uncrewed: (Held,),
        Delivered: (InDoubt, Permitted, Asking, Held),
        Undelivered: (Held,),
        timers.NOTICE_DEADLINE: (InDoubt, Asking, Held),
    },
    Permitted: _BRAKED
    | _ANSWERED
    | _ENDED
    | {
        Crewed: (Agreed, Asking, Held),
        Uncrewed: (Held,),
        Delivered: (Permitted,),
        Departed: (Permitted,),
        Arrived: (Permitted,),
        timers.REMIND: (Permitted, Held),
        timers.LAST_LOOK: (Permitted, Held),
        timers.OUTCOME_OVERDUE: (Permitted, Closed),
    },
    Held: _BRAKED
    | _ENDED
    | {
        Requested: (Asking, Held),
        Quoted: (Offered, Held),
        Delivered: (Held,),
        Answered: (Asking, Booking, Held),
        timers.LOOK_AGAIN: (Held, Asking, Closed),
    },
    Closed: {Requested: (Asking, Held), Arrived: (Closed,), Ended: (Closed,)},
}


def decide(case: Appointment, said: object, at: datetime, context: Context, rules: Rules) -> Decision:
    """What follows from an event or timer at the moment `at` (aware, UTC)? Never raises."""
    m = Moment(case, at, context, rules)
    if isinstance(said, TimerDue):
        return _settled(m, _rung(m, said), said.kind)
    fact = hear(said) if isinstance(said, Event) else None
    return refuse("not-ours", "nothing of a visit") if fact is None else _settled(m, _on(m, fact), None)


def _on(m: Moment, fact: Fact) -> Decision:
    """What follows from a fact, whenever it came."""
    if isinstance(fact, Complained):
        return _complained(m, fact)
    placed = place(m.case, fact)
    if placed is not None:
        return placed
    stage = m.case.stage
    if isinstance(fact, Requested):
        return _requested(m, fact)
    if isinstance(fact, Departed | Arrived | Ended) and isinstance(stage, Closed):
        return reported_late(m, stage, fact)
    assert not isinstance(stage, Idle | Closed), "placing lets nothing else pass"
    return heard(m, stage, fact)


def _requested(m: Moment, fact: Requested) -> Decision:
    stage = m.case.stage
    if not isinstance(stage, Held):
        return take(m, fact)
    over = superseded(m, stage, fact)
    taken = take(m.then(*over.changes), fact)
    return accept(
        taken.reason,
        f"the visit held before is superseded; {taken.why}",
        *over.changes,
        *taken.changes,
        effects=(*over.effects, *taken.effects),
    )


def _complained(m: Moment, fact: Complained) -> Decision:
    if not fact.collectors:
        return refuse("complaint-names-nobody", "no collector to keep from this door")
    return accept("collectors-barred", "they do not come to this door again", Barred(fact.collectors))


def _rung(m: Moment, timer: TimerDue) -> Decision:
    stage = m.case.stage
    due = timers.awaited(stage).get(timer.kind)
    if due is None or isinstance(stage, Idle | Closed):
        return refuse("timer-not-awaited", f"nothing waits for {timer.kind} any more")
    if due > m.at:
        return refuse("timer-moved", f"{timer.kind} is due later now", "", SetTimer(timer.kind, due))
    return rang(m, stage, timer)


def _settled(m: Moment, first: Decision, fired: str | None) -> Decision:
    """The decision with what remembered facts add to it, and with the timers of the stage it ends in."""
    if not first.accepted:
        return first
    changes, effects, why = list(first.changes), list(first.effects), [first.why]
    before, now = m.case.stage, m.then(*first.changes)
    while now.case.early and now.case.stage is not before and (recalled := _recalled(now)) is not None:
        more: list[Change] = [Recalled(recalled[0].by), *recalled[1].changes]
        changes += more
        effects += recalled[1].effects
        why.append(f"then, remembered: {recalled[1].why}")
        now = now.then(*more)
    effects += timers.turned(before, now.case.stage, fired)
    return Decision(first.reason, "; ".join(why), first.rule, tuple(changes), tuple(effects))


def _recalled(m: Moment) -> tuple[Fact, Decision] | None:
    """A remembered fact that has its place now, brakes first, and what follows from it."""
    for fact in sorted(m.case.early, key=lambda fact: not isinstance(fact, Withdrawn)):
        decision = _on(m, fact)
        if not (decision.changes and isinstance(decision.changes[0], Remembered)):
            return fact, decision
    return None
