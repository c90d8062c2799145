"""Why does no text go out? The case is decided on as if its timer rang now, by the machine itself, and nothing is kept.

1. What would be decided is told as the decision tells it, because it is one. So the answer can't differ from what is
   done.
2. Beside it stands every rule that was asked (see `text_rules`).
3. Asked is about each text that waits; where none does, about the reminder that would come next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from shared.contracts.texts import TextKind
from shared.contracts.why_not import WhyNotAnswer, WhyNotLine
from shared.decision.answers import answer_of, in_words, line

from .cadence import Due, Exhausted, Next, Unconfirmed, Unreachable, Unwritten, Wait, ground_of, next_reminder
from .inputs import LookDue, TextDue
from .lookup import LoanContext
from .machine import decide
from .outage import Outage
from .own_texts import schedule_reminder
from .state import CaseText, KnownState, State, Texting, Unknown, Visiting
from .text_rules import text_rules
from .timers import LOOK, text_timer

REMINDER: TextKind = "reminder"
BEFORE_POSTING = frozenset({"wrong-number", "switched-off", "deaf", "too-late"})
"""What is looked at once more when a text that was allowed is posted."""
CADENCE: dict[type[Next], tuple[str, str]] = {
    Due: ("reminder-due", "a reminder is due"),
    Wait: ("not-yet", "no reminder is due yet"),
    Exhausted: ("texting-failed", "enough reminders were delivered and not answered: a visit is decided on instead"),
    Unreachable: ("unreachable", "the carrier says again and again that the number can't be reached"),
    Unconfirmed: ("unconfirmed", "nobody says whether the reminders of this round arrived"),
    Unwritten: ("language-unwritten", "we don't write the borrower's language"),
}


def why_no_text(
    state: State, context: LoanContext, timers: Mapping[str, datetime], outage: Outage | None = None
) -> tuple[WhyNotAnswer, ...]:
    """An answer for each text that waits, or one for the next reminder. `timers` are those of the case."""
    waiting = [] if isinstance(state, Unknown) else [text for text in state.loan.texts if text.waits]
    if isinstance(state, Unknown) or not waiting:
        return (_of_next(state, context, timers.get(LOOK)),)
    return tuple(
        _of_allowed(state, text, context, outage)
        if text.status == "claimed"
        else _of_waiting(state, text, context, timers.get(text_timer(text)))
        for text in waiting
    )


def _of_waiting(state: KnownState, text: CaseText, context: LoanContext, again: datetime | None) -> WhyNotAnswer:
    early = context.at < text.not_before
    begun = line(
        "not-before", not early, "it is not to go out yet" if early else "its time has begun", "", text.not_before
    )
    decision, lines = (
        decide(state, TextDue(f"{text.intent}"), context).decision,
        (begun, *text_rules(state, text, context)),
    )
    return answer_of(text.kind, decision, decision.reason == "text-allowed" and not early, again, lines)


def _of_allowed(state: KnownState, text: CaseText, context: LoanContext, outage: Outage | None) -> WhyNotAnswer:
    """What stands between it and the carrier."""
    stopped = f"posting has stopped for all: {outage.why}" if outage is not None else "nothing stops posting for all"
    lines = (
        line("posting-stopped", outage is None, stopped),
        *(each for each in text_rules(state, text, context) if each.code in BEFORE_POSTING),
    )
    allowed = in_words("text-allowed", f"{text.kind} was allowed, and waits to be posted")
    return answer_of(text.kind, allowed, all(each.met for each in lines), None, lines)


def _of_next(state: State, context: LoanContext, again: datetime | None) -> WhyNotAnswer:
    """As if the case were looked at now, and a reminder that this gives were weighed at once."""
    decision, after = decide(state, LookDue(), context)
    if isinstance(state, Unknown) or isinstance(after, Unknown):
        return answer_of(REMINDER, decision, False, again, [line("waits-for-overdue", False, decision.why)])
    known = {text.intent for text in state.loan.texts}
    opened = next((text for text in after.loan.texts if text.waits and text.intent not in known), None)
    if opened is None:
        made, _ = schedule_reminder(state.loan, REMINDER, None, context)
        lines: Iterable[WhyNotLine] = (*_cadence(state, context), *text_rules(state, made.text, context))
        return answer_of(REMINDER, decision, False, again, lines)
    decision = decide(after, TextDue(f"{opened.intent}"), context).decision
    lines = (line("reminder-due", True, CADENCE[Due][1]), *text_rules(after, opened, context))
    return answer_of(opened.kind, decision, decision.reason == "text-allowed", again, lines)


def _cadence(state: KnownState, context: LoanContext) -> Iterator[WhyNotLine]:
    """What the case itself waits for; who is held or closed waits for that to end."""
    if isinstance(state, Visiting):
        yield line("visit-under-way", False, f"no reminder goes out while a visit is {state.stage}")
    elif isinstance(state, Texting):
        following = next_reminder(state.loan, context.at, context.rules)
        if isinstance(following, Unwritten):
            return  # told by its own rule
        code, text = CADENCE[type(following)]
        rule = ground_of(following, context.rules)
        yield line(code, False, text, rule, following.until if isinstance(following, Wait) else None)
