"""What follows from what the bank says is owed. Which word counts is in `balance_facts`, and what each means:

| said | something owed | nothing owed |
|---|---|---|
| overdue | texting goes on, of the new amount; a case that was paid or closed begins anew | |
| payment | quiet for some days; a case that was paid is owed again | closed, with thanks |
| payment of 0 or less | the new amount, without quiet; a case that was paid is owed again | closed, without a word |
| payment reversed | the same | the same |
| closed | closed all the same, without a word | closed |

What was overtaken is refused, but a part payment earns its quiet all the same, and an older overdue event says of whom.

What the bank takes back it says by the next word: a write-off undone or a loan bought back by an overdue event, an
overdue event that never was by a closing, a plan, dispute or hold entered in error by its end.
"""

from __future__ import annotations

from datetime import datetime

from shared.contracts.loans import LoanClosed, LoanOverdue, PaymentReceived, PaymentReversed, Person
from shared.decision import CancelTimer, Decision, Effect, accept, refuse

from .balance_facts import booked, closed_since, counts, facts_of
from .changes import BalanceChanged, Braked, BrakeReleased, Change, ClosureReported, OverdueReported
from .forgotten import CAUSE as FORGOTTEN
from .forgotten import is_forgotten, person_of, unless_forgotten
from .known_person import Owed, said_overdue
from .lookup import LoanContext
from .own_texts import schedule_answer
from .phone_naming import naming
from .state import Closed, State, Unknown, brakes_of, extended, heard
from .timers import LOOK
from .unread_records import held_for, letters_of
from .withdrawals import withdraw_texts, withdraw_visit


@unless_forgotten
@naming
def loan_overdue(state: State, input: LoanOverdue, context: LoanContext) -> Decision[Change]:
    before = heard(state, "overdue")
    if before is not None and input.time < before:
        return refuse("overtaken", "a newer overdue event is known")
    if isinstance(state, Unknown) and input.time < context.at - context.rules.kept:
        # Told again from an old log, say: the case may have ended since, and nobody would know any more.
        rule = context.rules.limits.retention.cases_days.rule
        return refuse("older-than-kept", "it was overdue so long ago that a case of then is known no more", rule)
    changes: list[Change] = [OverdueReported(said_overdue(input.data), input.time, withdrawn=())]
    corrected = heard(state, "details")
    if corrected is None or corrected < input.time:
        changes += another_number(state, input.data.person)
    unread, kept = _unread(state, context)
    closed = closed_since(state, input.time)
    reason, why = _overdue(state, closed)
    if unread:
        why += "; a record about it can't be read"
    # Before it was known to be overdue it was looked at all the same; closed, it is not.
    unlooked = (CancelTimer(LOOK),) if closed is not None and isinstance(state, Unknown) else ()
    return accept(reason, why, *unread, *changes, effects=[*kept, *unlooked])


def _overdue(state: State, closed: str | None) -> tuple[str, str]:
    if closed is not None:
        return "closed-since", f"it was overdue before it was closed: {closed}"
    if isinstance(state, Closed) and state.final:
        return "reopened", f"overdue since the bank closed it: {state.cause}"
    if isinstance(state, Closed):
        return "overdue-again", "a paid loan is overdue again"
    if isinstance(state, Unknown):
        return "overdue", "the loan is overdue"
    return "overdue-still", "the loan is still overdue"


def _unread(state: State, context: LoanContext) -> tuple[list[Change], tuple[Effect, ...]]:
    """What could not be read about it before it was known is looked at now; see `unread_records`."""
    if not isinstance(state, Unknown):
        return [], ()
    known = {letter.id for letter in letters_of(state)}
    more = tuple(each for each in context.lookup.letters.get(state.case, ()) if each.id not in known)
    if not more:
        return [], ()
    brake, kept = held_for(state, (*letters_of(state), *more), context)
    return [brake], kept


def payment_booked(state: State, input: PaymentReceived | PaymentReversed, context: LoanContext) -> Decision[Change]:
    at, left = booked(input), input.data.outstanding
    newest = counts(state, at, left.minor)
    was_paid = isinstance(input, PaymentReceived) and input.data.amount.minor > 0
    if left.minor <= 0:
        if not newest:
            return refuse("overtaken", "the bank said later that the loan is overdue")
        return _paid(state, at, context, thanks=was_paid)
    owes: list[Change] = [BalanceChanged(Owed(left.minor, left.currency), at, withdrawn=())] if newest else []
    return _part_paid(state, at, owes, context) if was_paid else _owed_again(state, owes)


def _part_paid(state: State, at: datetime, owes: list[Change], context: LoanContext) -> Decision[Change]:
    until = extended(state, "part-paid", at + context.rules.part_paid)
    final = isinstance(state, Closed) and state.final
    rule = "" if final else context.rules.limits.holds.partial_payment_days.rule
    changes, effects = owes, tuple[Effect, ...]()
    if until > context.at:
        quiet = withdraw_texts(state, Braked("part-paid", until), "paid-already-closed" if final else "part-paid", rule)
        changes = [*owes, quiet.change]
        effects = (*quiet.effects, *withdraw_visit(state, "part-paid"))
    if not changes:
        return refuse("overtaken", "an old part payment; newer facts are known")
    if final:
        return accept("paid-already-closed", "the case was closed already", *changes, effects=effects)
    return accept("part-paid", "a part payment earns quiet", *changes, rule=rule, effects=effects)


def _owed_again(state: State, owes: list[Change]) -> Decision[Change]:
    """A payment was taken back, or the books were corrected. Quiet that a payment earned stays: it does no harm."""
    if not owes:
        return refuse("overtaken", "newer facts about the balance are known")
    if isinstance(state, Closed) and state.final:
        why = "more is owed, and the bank closed it: only an overdue event opens it"
        return accept("paid-already-closed", why, *owes)
    return accept("balance-corrected", "the bank corrected what is owed", *owes)


def _paid(state: State, at: datetime, context: LoanContext, *, thanks: bool) -> Decision[Change]:
    nothing_owed = BalanceChanged(None, at, withdrawn=())
    if isinstance(state, Unknown):
        return accept("paid-before-overdue", "remembered until the loan is said to be overdue", nothing_owed)
    if isinstance(state, Closed):
        return accept("paid-already-closed", "the case was closed already", nothing_owed)
    paid = withdraw_texts(state, nothing_owed, "paid")
    changes: list[Change] = [paid.change]
    effects: tuple[Effect, ...] = (*paid.effects, *withdraw_visit(state, "paid"), CancelTimer(LOOK))
    if thanks and state.loan.texted and not _silenced(state):
        opened, told = schedule_answer(state.loan, "thanks-paid", context.at, context)
        changes.append(opened)
        effects = (*told, *effects)
    return accept("paid", "nothing is overdue any more", *changes, effects=effects)


def _silenced(state: State) -> bool:
    return any(brake.cause in ("opted-out", "wrong-number") for brake in brakes_of(state))


def loan_closed(state: State, input: LoanClosed, context: LoanContext) -> Decision[Change]:
    at, facts = booked(input), facts_of(state)
    if at < facts.get("overdue", at):
        return refuse("overtaken", "the bank said later that the loan is overdue")
    if at <= facts.get("closed", at) and "closed" in facts:
        return refuse("already-closed", "the bank closed it before")
    why, closure = f"the bank closed it: {input.data.cause}", ClosureReported(input.data.cause, at, withdrawn=())
    if isinstance(state, Unknown | Closed):
        return accept("closed", why, closure)
    closed = withdraw_texts(state, closure, "closed")
    effects = [*closed.effects, *withdraw_visit(state, "closed"), CancelTimer(LOOK)]
    return accept("closed", why, closed.change, effects=effects)


def another_number(state: State, person: Person) -> list[Change]:
    """Another number ends the brake that a wrong one had put on, another borrower that of one who was forgotten."""
    known = person_of(state)
    ends: list[Change] = []
    if not isinstance(state, Unknown) and state.loan.person.phone_hash != person.phone_hash:
        ends.append(BrakeReleased("wrong-number"))
    if known is not None and known.borrower != person.borrower and is_forgotten(state):
        ends.append(BrakeReleased(FORGOTTEN))
    return ends
