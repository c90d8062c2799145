"""What a decision takes back: texts that wait, and the visit that is open.

The handler that takes something back says so, in a line of its own. What withdraws a visit? Whoever calls
`withdraw_visit`. What withdraws a text? Whoever calls `withdraw_text`, or `withdraw_texts` with a brake or a closing:
a brake takes back what must not be said under it, a closing what is pointless now; `authority.survives` knows which.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from shared.contracts.texts import TextRefused
from shared.contracts.visits import Unwanted, VisitWithdrawn
from shared.decision import CancelTimer, Effect, Publish
from shared.decision.replaced import replace

from .authority import CONFIRMATION, Forbidden, survives
from .cadence import goes_on_from
from .changes import BalanceChanged, Braked, ClosureReported, RecordsUnread, TextStatusChanged
from .events_out import text_event
from .state import CaseText, KnownState, State, Unknown, open_visit
from .table_writes import WithdrawText
from .timers import text_timer
from .visit_caps import OVER_CAP

CLOSED = "closed"
TakingBack = TypeVar("TakingBack", Braked, RecordsUnread, BalanceChanged, ClosureReported)


class TextsBack(NamedTuple, Generic[TakingBack]):
    """The change, which names the texts that it takes back, and what follows from that."""

    change: TakingBack
    effects: tuple[Effect, ...]


class ConfirmationBack(NamedTuple):
    """What takes it back, if it waits, and what follows from that."""

    changes: tuple[TextStatusChanged, ...]
    effects: tuple[Effect, ...]


def withdraw_visit(state: State, cause: str) -> tuple[Effect, ...]:
    """Scheduler hears that the visit which is open, or kept, if one is, is not wanted any more.

    It goes with the change that ends the visit here: a brake, a closing, or `VisitOver`.
    """
    visit = open_visit(state)
    if visit is None or isinstance(state, Unknown):
        return ()
    # Who may hear nothing of a cancelled visit can be told nothing at all.
    no_more_texts = None if survives("visit-cancelled", cause) else True
    unwanted = Unwanted(visit=visit, cause=cause, no_more_texts=no_more_texts)
    return (Publish(VisitWithdrawn, state.loan.case, unwanted),)


def withdraw_texts(
    state: State, change: TakingBack, cause: str, rule: str = "", settled: UUID | None = None
) -> TextsBack[TakingBack]:
    """`change` takes back what may not or need not be sent any more. `cause` and `rule` are what is said of each text.

    The change names them, so that its history needs no rule; a brake says as well where the reminders go on after it.
    `settled` is a text that the decision has dealt with, and that does not go out.
    """
    if isinstance(state, Unknown):
        return TextsBack(replace(change, withdrawn=()), ())
    by = _brake_or_closing(change)
    gone = [text for text in state.loan.texts if text.waits and text.intent != settled and not survives(text.kind, by)]
    effects = tuple(effect for text in gone for effect in _taken_back(state, text, cause, rule))
    said: dict[str, Any] = {"withdrawn": tuple(text.intent for text in gone)}
    if by != CLOSED:
        unsent = (*said["withdrawn"], *([settled] if settled is not None else []))
        said["reached"] = goes_on_from(state.loan, unsent, by)
    return TextsBack(replace(change, **said), effects)


def withdraw_text(
    state: KnownState, text: CaseText, because: Forbidden, at: datetime
) -> tuple[TextStatusChanged, tuple[Effect, ...]]:
    """One text is not sent, because of what the authority said or of what scheduler wants."""
    effects = _taken_back(state, text, because.reason, because.rule, because.until)
    return TextStatusChanged(text.intent, "withdrawn", at), effects


def withdraw_confirmation(state: KnownState, at: datetime) -> ConfirmationBack:
    """That no more texts come is not said any more to who wants them again."""
    because = Forbidden("opted-in", "house: what was overruled before it could be confirmed is not confirmed")
    unsaid = [text for text in state.loan.texts if text.waits and text.kind == CONFIRMATION]
    gone = [withdraw_text(state, text, because, at) for text in unsaid]
    return ConfirmationBack(tuple(change for change, _ in gone), tuple(one for _, effects in gone for one in effects))


def _brake_or_closing(change: Braked | RecordsUnread | BalanceChanged | ClosureReported) -> str:
    match change:
        case Braked():
            return change.cause
        case RecordsUnread():
            return "unread-record"
        case _:
            return CLOSED


def _taken_back(
    state: KnownState, text: CaseText, cause: str, rule: str, until: datetime | None = None
) -> tuple[Effect, ...]:
    """Its timer goes, its row goes if it was claimed, and everybody who was promised it hears that it is not sent."""
    over_cap = True if cause == OVER_CAP else None
    refused = text_event(TextRefused, state.loan.case, text, cause, rule=rule, until=until, visit_over_cap=over_cap)
    row = (WithdrawText(text.intent),) if text.status == "claimed" else ()
    return (CancelTimer(text_timer(text)), refused, *row)
