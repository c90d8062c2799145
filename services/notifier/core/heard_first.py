"""Which text of a case the borrower has to hear before another: what became of a time before what promises the next.

Each text has a timer of its own, those that are due at the same moment ring in any order, and what is allowed is posted
by whoever comes first. So that this can't turn their meaning around:

1. That a time is off is heard before anything that speaks of another. That one is agreed is heard before who comes.
2. The later one waits until the earlier one is out of our hands, or will not go out: only then is it weighed. What the
   carrier does with two that it has, is the carrier's.
3. The earlier one's end wakes it in the same decision (`with_waking`). Should nobody say what became of that, it looks
   again when the earlier one's time is over.
4. Nothing waits for what may wait for days (whatever counts against the caps), and no answer waits at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from shared.contracts.texts import TextKind
from shared.decision import Decided, SetTimer
from shared.decision.replaced import replace

from .changes import Change
from .lookup import PEN_WAIT, LoanContext
from .state import CaseText, KnownState, State, Unknown, text_of
from .timers import text_timer

REASON: Final = "not-its-turn"
OFF: frozenset[TextKind] = frozenset({"moved", "visit-held", "visit-cancelled", "missed"})
"""What says that a time that was agreed does not hold."""
OF_AN_AGREED_TIME: frozenset[TextKind] = frozenset({"notice", "reminder", "on-the-way"})
OF_A_TIME: frozenset[TextKind] = OF_AN_AGREED_TIME | {"offer", "no-slots", "agreed"}


def heard_first(state: KnownState, text: CaseText) -> CaseText | None:
    """What was to be said before `text`, and waits still; None where `text` need not wait for another."""
    for other in state.loan.texts:
        if other.intent == text.intent:
            return None
        if other.waits and _is_before(other.kind, text.kind):
            return other
    return None


def _is_before(kind: TextKind, other: TextKind) -> bool:
    return (kind in OFF and other in OF_A_TIME) or (kind == "agreed" and other in OF_AN_AGREED_TIME)


def looks_again(first: CaseText, at: datetime) -> datetime:
    """When whoever waits for `first` looks again, should nothing have waked it before."""
    return max(first.not_after, at + PEN_WAIT)


def with_waking(before: State, decided: Decided[State, Change], context: LoanContext) -> Decided[State, Change]:
    """The decision, with a timer for each text that waited for one which waits no more."""
    decision, after = decided
    if isinstance(before, Unknown) or isinstance(after, Unknown):
        return decided
    woken = [SetTimer(text_timer(text), max(context.at, text.not_before)) for text in _woken(before, after)]
    return Decided(replace(decision, effects=(*decision.effects, *woken)), after) if woken else decided


def _woken(before: KnownState, after: KnownState) -> Iterator[CaseText]:
    for text in before.loan.texts if any(text.waits for text in before.loan.texts) else ():
        now = text_of(after.loan, text.intent) if heard_first(before, text) is not None else None
        if now is not None and now.status == "intended" and heard_first(after, now) is None:
            yield now
