"""Who refuses visits as such: no offer and no visit any more, in any of their cases, until a person lets it go on.

1. The hold has no end in time: who said "never" is not asked again when some time has passed. An operator ends it, who
   can stop visits for the case before that (`switch stop visiting`), so that only texts go on.
2. Nothing is answered but that a visit that was agreed does not happen, which scheduler says.
3. Beside another brake both are on, and that one takes back texts and visit: after a stop no text may be sent, and
   after a START visits stay refused. A word on texts that was overtaken leaves the refusal beside it as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from shared.contracts.texts import Meaning
from shared.decision import Decision, Effect, accept, refuse
from shared.decision.replaced import replace

from .changes import Answered, Braked, Change, ReplyClear
from .formats import VISITS_REFUSED as KNOWN_SINCE
from .hold_grounds import ground_of_hold
from .lookup import LoanContext
from .reply_meanings import WeighedReply
from .state import BrakeCause, KnownState, extended
from .withdrawals import withdraw_texts, withdraw_visit

VISITS_REFUSED: Final[BrakeCause] = "visits-refused"
WHY_REFUSED: Final = "the borrower refuses visits as such: none is offered or made, and a person reads it"


def refused(
    state: KnownState, weighed: WeighedReply, at: datetime, context: LoanContext
) -> tuple[tuple[Braked, ...], tuple[Effect, ...]]:
    """The hold, where visits are refused, and what it takes back. `at` is when they wrote it."""
    if not weighed.no_visits:
        return (), ()
    brake = _brake(state, at, context)
    texts = withdraw_texts(state, brake, VISITS_REFUSED, ground_of_hold(VISITS_REFUSED, context.rules))
    return (texts.change,), (*texts.effects, *withdraw_visit(state, VISITS_REFUSED))


def refused_besides(state: KnownState, weighed: WeighedReply, at: datetime, context: LoanContext) -> tuple[Braked, ...]:
    """The hold alone, beside another brake whose change follows: that one takes back texts and visit."""
    return (replace(_brake(state, at, context), withdrawn=()),) if weighed.no_visits else ()


def overtaken(
    state: KnownState, weighed: WeighedReply, at: datetime, context: LoanContext, shown: Iterable[Effect]
) -> Decision[Change]:
    """Something newer was said about texts. It overtakes nothing that is said of visits beside the older word."""
    if not weighed.no_visits:
        return refuse("overtaken", "the borrower said something newer about being texted")
    holds, ended = refused(state, weighed, at, context)
    return accept(
        VISITS_REFUSED, WHY_REFUSED, Answered(), ReplyClear(at), *holds,
        rule=ground_of_hold(VISITS_REFUSED, context.rules), effects=[*ended, *shown],
    )  # fmt: skip


def said_of_another_case(weighed: WeighedReply) -> WeighedReply:
    """What concerns the person's other cases: whoever reads the reply finds it at the one that it answers."""
    return WeighedReply((Meaning(kind="unknown", confidence=0.0),), no_visits=weighed.no_visits)


def _brake(state: KnownState, at: datetime, context: LoanContext) -> Braked:
    if context.rules.format >= KNOWN_SINCE:
        return Braked(VISITS_REFUSED, None)
    return Braked("hardship", extended(state, "hardship", at + context.rules.hardship))
