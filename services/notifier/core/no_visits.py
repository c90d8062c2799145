"""Who refuses visits as such: no offer and no visit any more, in any of their cases, until a person lets it go on.

1. The hold has no end in time: who said "never" is not asked again when some time has passed. An operator ends it, who
   can stop visits for the case before that (`switch stop visiting`), so that only texts go on.
2. Nothing is answered but that a visit that was agreed does not happen, which scheduler says.
3. Beside another brake both are on, and that one takes back texts and visit: after a stop no text may be sent, and
   after a START visits stay refused. A word on texts that was overtaken leaves the refusal beside it as it is.
4. It is kept with the person, as a STOP is, also before a loan is overdue. A loan that is overdue later is texted about
   like any, and held where its visit would be asked for. Another number's visit is withdrawn when it is weighed.
5. An operator who ends the hold ends it for the person. But where visits are stopped for the case by itself, only texts
   are to go on: then they stay refused for every other loan.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from shared.contracts.texts import Meaning
from shared.decision import Decision, Effect, accept
from shared.decision.replaced import replace

from .changes import Braked, Change
from .forgotten import person_of
from .formats import VISITS_REFUSED as KNOWN_SINCE
from .hold_grounds import ground_of_hold
from .lookup import LoanContext
from .reply_meanings import WeighedReply
from .state import BrakeCause, KnownState, State, case_of, extended
from .table_writes import VISITS, Suppress
from .withdrawals import withdraw_texts, withdraw_visit

VISITS_REFUSED: Final[BrakeCause] = "visits-refused"
UNKNOWN: Final = (Meaning(kind="unknown", confidence=0.0),)
WHY_REFUSED: Final = "the borrower refuses visits as such: none is offered or made, and a person reads it"
WHY_BEFORE: Final = "the borrower refused visits as such before: none is asked for, and a person decides"


def refused(
    state: KnownState, weighed: WeighedReply, at: datetime, context: LoanContext
) -> tuple[tuple[Braked, ...], tuple[Effect, ...]]:
    """The hold, where visits are refused, and what it takes back. `at` is when they wrote it."""
    if not weighed.no_visits:
        return (), ()
    brake = _brake(state, at, context)
    texts = withdraw_texts(state, brake, VISITS_REFUSED, ground_of_hold(VISITS_REFUSED, context.rules))
    return (texts.change,), (*_kept(state, at), *texts.effects, *withdraw_visit(state, VISITS_REFUSED))


def refused_besides(
    state: State, weighed: WeighedReply, at: datetime, context: LoanContext
) -> tuple[tuple[Braked, ...], tuple[Effect, ...]]:
    """The hold alone, where nothing is to be taken back, or another brake whose change follows does that."""
    if not weighed.no_visits:
        return (), ()
    return (replace(_brake(state, at, context), withdrawn=()),), _kept(state, at)


def refused_before(state: KnownState, context: LoanContext, *told: Effect) -> Decision[Change]:
    """The hold of a case in which they did not say it, where a visit is to be asked for, or stands all the same."""
    rule = ground_of_hold(VISITS_REFUSED, context.rules)
    texts = withdraw_texts(state, _brake(state, context.at, context), VISITS_REFUSED, rule)
    effects = [*told, *texts.effects, *withdraw_visit(state, VISITS_REFUSED)]
    return accept(VISITS_REFUSED, WHY_BEFORE, texts.change, rule=rule, effects=effects)


def ended(state: State, cause: BrakeCause, at: datetime, context: LoanContext) -> tuple[str, tuple[Effect, ...]]:
    """What the end of the hold `cause` is for the person, in words too; nothing where it is another hold."""
    person = person_of(state)
    if cause != VISITS_REFUSED or person is None:
        return "", ()
    if f"visiting:case:{case_of(state)}" in context.stopped:
        return ", so that texts go on: visits stay refused", ()
    return ", for every loan of this person", (Suppress(person.borrower, VISITS, "visits-allowed", False, at),)


def said_of_visits_alone(weighed: WeighedReply) -> WeighedReply:
    """Without what is said of texts beside it, which something newer overtook."""
    return replace(weighed, meanings=UNKNOWN)


def said_of_another_case(weighed: WeighedReply) -> WeighedReply:
    """What concerns the person's other cases: whoever reads the reply finds it at the one that it answers."""
    return WeighedReply(UNKNOWN, no_visits=weighed.no_visits)


def _kept(state: State, at: datetime) -> tuple[Effect, ...]:
    """For loans of theirs that nobody knows of yet."""
    person = person_of(state)
    return () if person is None else (Suppress(person.borrower, VISITS, "visits-refused", True, at),)


def _brake(state: State, at: datetime, context: LoanContext) -> Braked:
    if context.rules.format >= KNOWN_SINCE:
        return Braked(VISITS_REFUSED, None)
    return Braked("hardship", extended(state, "hardship", at + context.rules.hardship))
