"""Why not this window? Whether a visit in it would leave every cap of its person whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shared.contracts.values import Window
from shared.contracts.why_not import WhyNotAnswer
from shared.decision.answers import answer_of, in_words, line

from .lookup import LoanContext
from .state import State, Unknown, open_visit
from .timers import LOOK
from .visit_caps import OVER_CAP, visit_over_cap


def why_not_slot(
    window: Window, state: State, context: LoanContext, timers: Mapping[str, datetime]
) -> tuple[WhyNotAnswer, ...]:
    """One answer about `window`. All other rules of a window are scheduler's."""
    about, again = window.local.replace("T", " "), timers.get(LOOK)
    ledger = None if isinstance(state, Unknown) else context.lookup.ledgers.get(state.loan.case)
    if isinstance(state, Unknown) or ledger is None:
        text = "nothing is known of what counts against the caps"
        return (answer_of(about, in_words("ledger-busy", text), False, again, (line("ledger-busy", False, text),)),)
    loan = state.loan
    visit = open_visit(state) or ""
    known = ledger.with_texts(loan.case, loan.texts)
    over = visit_over_cap(window.start, window.zone, visit, known, loan.case, context.rules)
    if over is None:
        rule = context.rules.caps_rule("visit")
        said = in_words("within-caps", "a visit in it leaves every cap on contacts whole", rule=rule)
        return (answer_of(about, said, True, again, (line(OVER_CAP, True, said.why, said.rule),)),)
    said = in_words(OVER_CAP, "a visit in it would be one contact too many", rule=over.rule)
    against = line(OVER_CAP, False, said.why, said.rule, over.until)
    return (answer_of(about, said, False, again, (against,)),)
