"""Why is no visit asked for? The case is decided on as if it were looked at now, with every condition beside it.

Texting has to have failed first; then every line of the gate counts, which is asked to its end here too while texting
goes on. What becomes of a visit that was asked for, scheduler knows: the gate of another one would only mislead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from shared.contracts.why_not import WhyNotAnswer, WhyNotLine
from shared.decision.answers import answer_of, line

from .cadence import Exhausted, Wait, ground_of, next_reminder
from .gate import gate
from .inputs import LookDue
from .lookup import LoanContext
from .machine import decide
from .state import Closed, KnownState, State, Texting, Unknown, Visiting, brakes_of
from .timers import LOOK
from .why_no_text import CADENCE

VISIT = "visit"


def why_no_visit(state: State, context: LoanContext, timers: Mapping[str, datetime]) -> tuple[WhyNotAnswer, ...]:
    """One answer. `timers` are those of the case."""
    decision, _ = decide(state, LookDue(), context)
    if isinstance(state, Unknown):
        lines: tuple[WhyNotLine, ...] = (line("waits-for-overdue", False, decision.why),)
    elif isinstance(state, Visiting):
        lines = tuple(_whereabouts(state))
    else:
        lines = (*_whereabouts(state), *_texting_failed(state, context), *_gate(state, context), _heard(context))
    happens = decision.reason == "visit-requested"
    return (answer_of(VISIT, decision, happens, timers.get(LOOK), lines),)


def _whereabouts(state: KnownState) -> Iterator[WhyNotLine]:
    is_closed = isinstance(state, Closed)
    closed = f"the case is closed: {state.cause}" if isinstance(state, Closed) else "the case is open"
    yield line("case-closed", not is_closed, closed)
    for brake in brakes_of(state):
        yield line("braked", False, f"a hold is on: {brake.cause}", "", brake.until)
    if not brakes_of(state):
        yield line("braked", True, "no hold is on")
    if isinstance(state, Visiting):
        yield line("visit-under-way", False, f"a visit was asked for, and is {state.stage}")


def _texting_failed(state: KnownState, context: LoanContext) -> Iterator[WhyNotLine]:
    waits = any(text.asks and text.waits for text in state.loan.texts)
    if waits:
        yield line("text-under-way", False, "a reminder waits to be sent")
    if not isinstance(state, Texting):
        return
    following = next_reminder(state.loan, context.at, context.rules)
    code, text = CADENCE[type(following)]
    met, until = isinstance(following, Exhausted), following.until if isinstance(following, Wait) else None
    if met:
        code, text = "texting-failed", "enough reminders were delivered and not answered"
    yield line(code, met, text, ground_of(following, context.rules), until)


def _gate(state: KnownState, context: LoanContext) -> Iterator[WhyNotLine]:
    loan, ledger = state.loan, context.lookup.ledgers.get(state.loan.case)
    if ledger is None:
        yield line("ledger-busy", False, "another case of this person is being decided")
        return
    stopped = context.is_stopped("visiting", region=loan.person.region, case=loan.case)
    for each in gate(loan, ledger.with_texts(loan.case, loan.texts), stopped, context.at, context.rules):
        yield line(each.code, each.met, each.text, each.rule, each.from_)


def _heard(context: LoanContext) -> WhyNotLine:
    deaf = context.deaf()
    if deaf is None:
        return line("deaf", True, "what the bank says was read to its end")
    return line("deaf", False, f"what the bank says may lie unread: {deaf}")
