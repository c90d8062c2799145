"""How a change moves a case. The only place where state changes; never raises, reads no clock.

A change that makes no sense in a state leaves it as it is. Folding the changes of a case, always from `initial`,
gives its state, also years later.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import assert_never

from shared.decision.replaced import replace

from .balance_facts import facts_of, is_settled, is_shut, smaller
from .case_texts import moved, opened, quieted, without_texts
from .changes import (
    Answered,
    BalanceChanged,
    Braked,
    BrakeReleased,
    Change,
    ClosureReported,
    DetailsChanged,
    FactNoted,
    OverdueReported,
    RecordsUnread,
    ReplyClear,
    ReplyUnclear,
    TextOpened,
    TextStatusChanged,
    TextsWithdrawn,
    VisitOpened,
    VisitOver,
    VisitStaged,
)  # fmt: skip
from .state import (
    Brake,
    CaseLoan,
    Closed,
    Family,
    Held,
    KnownState,
    State,
    Texting,
    Unknown,
    Visiting,
    brakes_of,
    utterances,
)

NEVER = datetime.min.replace(tzinfo=UTC)
PUZZLES_MAX = 2
"""So many replies in a row that nobody understood hold the case."""
UNREAD_KEPT_MAX = 8


def evolve(state: State, change: Change) -> State:
    """`state` after `change`."""
    if isinstance(state, Unknown):
        return _evolve_unknown(state, change)
    match change:
        case OverdueReported():
            return _overdue(state, change)
        case BalanceChanged():
            return _balance_changed(state, change)
        case ClosureReported():
            return _closed_by_bank(state, change)
        case FactNoted():
            return _with(state, replace(state.loan, heard=_later(state.loan.heard, change.family, change.time)))
        case DetailsChanged():
            heard = _later(state.loan.heard, "details", change.time)
            return _with(state, replace(state.loan, person=change.person, heard=heard))
        case Braked():
            return _braked(state, Brake(change.cause, change.until), change)
        case RecordsUnread():
            return _unread(state, change)
        case BrakeReleased():
            return _released(state, change)
        case TextOpened():
            return _with(state, opened(state.loan, change))
        case TextStatusChanged():
            return _with(state, moved(state.loan, change))
        case Answered():
            return _with(state, quieted(state.loan))
        case ReplyUnclear():
            return _with(state, _unclear(state.loan, change.time))
        case ReplyClear():
            return _clear(state, change.time)
        case VisitOpened() | VisitStaged() | VisitOver():
            return _visited(state, change)
        case _:
            assert_never(change)


def _evolve_unknown(state: Unknown, change: Change) -> State:
    match change:
        case OverdueReported():
            return _first_overdue(state, change)
        case BalanceChanged():
            heard = _later(facts_of(state), "balance", change.time)
            if change.amount is None:
                return replace(state, outstanding=0, heard=_later(heard, "settled", change.time))
            return replace(state, outstanding=change.amount.minor, heard=heard)
        case ClosureReported():
            heard = _later(facts_of(state), "closed", change.time)
            return replace(state, shut=change.cause, shut_at=heard["closed"], heard=heard)
        case FactNoted():
            return replace(state, heard=_later(state.heard, change.family, change.time))
        case DetailsChanged():
            return replace(state, person=change.person, heard=_later(state.heard, "details", change.time))
        case Braked():
            return replace(state, brakes=_joined(state.brakes, Brake(change.cause, change.until)))
        case RecordsUnread():
            return replace(state, brakes=_joined(state.brakes, Brake("unread-record", change.until, change.letters)))
        case BrakeReleased():
            return replace(state, brakes=_without(state.brakes, change.cause))
        case _:
            return state


def _first_overdue(state: Unknown, change: OverdueReported) -> State:
    data, facts = change.data, facts_of(state)
    balance = facts.get("balance", change.time)
    corrected = state.person is not None and facts["details"] >= change.time
    loan = CaseLoan(
        case=state.case,
        person=state.person if state.person is not None and corrected else data.person,
        amount=smaller(data.amount, state.outstanding, newer=balance > change.time)
        if balance >= change.time
        else data.amount,
        due_since=data.due_since,
        heard={**facts, "balance": max(balance, change.time), "overdue": change.time},
    )
    opened = Held(loan, state.brakes) if state.brakes else Texting(loan)
    return _standing(opened, loan, change.withdrawn, state.shut or "")


def _overdue(state: KnownState, change: OverdueReported) -> State:
    loan, facts = state.loan, facts_of(state)
    amount, due = loan.amount, change.data.due_since
    if change.time > facts["balance"]:
        amount = change.data.amount
    elif change.time == facts["balance"]:
        amount = min(amount, change.data.amount, key=lambda each: each.minor)
    if change.time == facts["overdue"]:
        due = max(due, loan.due_since)
    person = change.data.person if change.time > facts.get("details", NEVER) else loan.person
    heard = _later(_later(facts, "overdue", change.time), "balance", change.time)
    after = replace(loan, person=person, amount=amount, due_since=due, heard=heard)
    return _standing(state, after, change.withdrawn)


def _balance_changed(state: KnownState, change: BalanceChanged) -> State:
    heard = _later(facts_of(state), "balance", change.time)
    if change.amount is None:
        return _standing(state, replace(state.loan, heard=_later(heard, "settled", change.time)), change.withdrawn)
    return _standing(state, replace(state.loan, amount=change.amount, heard=heard), change.withdrawn)


def _closed_by_bank(state: KnownState, change: ClosureReported) -> State:
    heard = _later(facts_of(state), "closed", change.time)
    return _standing(state, replace(state.loan, heard=heard), change.withdrawn, change.cause)


def _standing(state: KnownState, loan: CaseLoan, withdrawn: TextsWithdrawn, cause: str = "") -> KnownState:
    """Open or closed, as the facts of `loan` say. `cause` is why the bank closes it just now."""
    final = is_shut(loan.heard)
    if final or is_settled(loan.heard):
        before = state.cause if isinstance(state, Closed) else ""
        why, at = (cause or before, loan.heard["closed"]) if final else ("paid", loan.heard["settled"])
        if isinstance(state, Closed):
            return replace(state, loan=loan, cause=why, at=at, final=final)
        return Closed(without_texts(loan, withdrawn, "closed"), why, at, final, brakes_of(state))
    if not isinstance(state, Closed):
        return _with(state, loan)
    # Something is owed again: the next round, under the brakes that are still on.
    fresh = replace(quieted(loan), reached=-1)
    return Held(fresh, state.brakes) if state.brakes else Texting(fresh)


def _braked(state: KnownState, brake: Brake, change: Braked | RecordsUnread) -> KnownState:
    brakes = _joined(brakes_of(state), brake)
    reached = -1 if change.reached is None else change.reached
    loan = replace(quieted(without_texts(state.loan, change.withdrawn, brake.cause)), reached=reached)
    if isinstance(state, Closed):
        return replace(state, loan=loan, brakes=brakes)
    return Held(loan, brakes, held_visit=state.held_visit if isinstance(state, Held) else None)


def _unread(state: KnownState, change: RecordsUnread) -> KnownState:
    after = _braked(state, Brake("unread-record", change.until, change.letters), change)
    kept = change.keeps if isinstance(state, Visiting) else state.kept if isinstance(state, Held) else None
    return replace(after, kept=kept) if isinstance(after, Held) else after


def _released(state: KnownState, change: BrakeReleased) -> KnownState:
    if change.cause == "unread-reply":
        state = _with(state, replace(state.loan, unread=()))
    return _lifted(state, change.cause)


def _lifted(state: KnownState, cause: str) -> KnownState:
    if isinstance(state, Closed):
        return replace(state, brakes=_without(state.brakes, cause))
    if not isinstance(state, Held):
        return state
    brakes = _without(state.brakes, cause)
    if brakes:
        return replace(state, brakes=brakes)
    kept = state.kept
    return Texting(state.loan) if kept is None else Visiting(state.loan, kept.visit, kept.stage, kept.since)


def _unclear(loan: CaseLoan, time: datetime) -> CaseLoan:
    if time <= loan.heard.get("understood", datetime.min.replace(tzinfo=UTC)):
        return loan
    return replace(loan, unread=tuple(sorted({*loan.unread, time}))[-UNREAD_KEPT_MAX:])


def _clear(state: KnownState, time: datetime) -> KnownState:
    heard = _later(state.loan.heard, "understood", time)
    waits = tuple(at for at in state.loan.unread if at > heard["understood"])
    state = _with(state, replace(state.loan, heard=heard, unread=waits))
    return state if utterances(waits) >= PUZZLES_MAX else _lifted(state, "unread-reply")


def _visited(state: KnownState, change: VisitOpened | VisitStaged | VisitOver) -> KnownState:
    if isinstance(change, VisitOpened) and isinstance(state, Texting):
        loan = replace(state.loan, visits_made=state.loan.visits_made + 1, last_visit=change.visit)
        return Visiting(loan, change.visit, "requested", change.at)
    if isinstance(change, VisitStaged) and isinstance(state, Visiting):
        return replace(state, stage=change.stage, since=change.time)
    if isinstance(change, VisitStaged) and isinstance(state, Held):
        return replace(state, held_visit=state.loan.last_visit) if change.stage == "held" else state
    return _over(state) if isinstance(change, VisitOver) else state


def _over(state: KnownState) -> KnownState:
    if isinstance(state, Held):
        return replace(state, kept=None, held_visit=None)
    return Texting(state.loan) if isinstance(state, Visiting) else state


def _with(state: KnownState, loan: CaseLoan) -> KnownState:
    return Texting(loan) if isinstance(state, Texting) else replace(state, loan=loan)


def _later(heard: dict[Family, datetime], family: Family, time: datetime) -> dict[Family, datetime]:
    return {**heard, family: max(time, heard.get(family, time))}


def _joined(brakes: Iterable[Brake], brake: Brake) -> tuple[Brake, ...]:
    return tuple(sorted((*_without(brakes, brake.cause), brake), key=lambda each: each.cause))


def _without(brakes: Iterable[Brake], cause: str) -> tuple[Brake, ...]:
    return tuple(brake for brake in brakes if brake.cause != cause)
