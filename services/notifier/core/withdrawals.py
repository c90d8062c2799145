"""Which waiting texts a change takes back, and what the world hears of each. Nothing else takes a text back.

A brake takes back what must not be said under it, a closing what is pointless now; `authority.survives` knows which.
The change names them, so that its history needs no rule; and the shell is told of each: its timer goes, its row goes
if it was claimed, and everybody who was promised it hears that it will not be sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.contracts.texts import TextRefused
from shared.decision import CancelTimer, Effect

from .authority import survives
from .changes import BalanceChanged, Braked, Change, ClosureReported, OverdueReported, RecordsUnread
from .events_out import text_event
from .evolve import evolve
from .state import Closed, State, Unknown, text_of
from .table_writes import WithdrawText
from .timers import text_timer
from .visit_caps import OVER_CAP


class Withdrawing(NamedTuple):
    """The changes with the texts that each takes back, what follows from that, and the state after them."""

    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    after: State


def withdrawing(state: State, changes: Sequence[Change], cause: str, rule: str) -> Withdrawing:
    """`cause` and `rule` are what is said of each text."""
    named: list[Change] = []
    effects: list[Effect] = []
    for change in changes:
        whole, gone = _naming(state, change)
        for intent in gone:
            effects += withdraw_text(state, intent, cause, rule)
        named.append(whole)
        state = evolve(state, whole)
    return Withdrawing(tuple(named), tuple(effects), state)


def _naming(state: State, change: Change) -> tuple[Change, tuple[UUID, ...]]:
    """The change with the texts that it takes back."""
    match change:
        case Braked():
            gone = _outlived(state, change.cause)
            return replace(change, withdrawn=gone), gone
        case RecordsUnread():
            gone = _outlived(state, "unread-record")
            return replace(change, withdrawn=gone), gone
        case OverdueReported() | BalanceChanged() | ClosureReported():
            closes = not isinstance(state, Closed) and isinstance(evolve(state, replace(change, withdrawn=())), Closed)
            gone = _outlived(state, "closed") if closes else ()
            return replace(change, withdrawn=gone), gone
        case _:
            return change, ()


def _outlived(state: State, cause: str) -> tuple[UUID, ...]:
    """The waiting texts that must not be sent any more."""
    if isinstance(state, Unknown):
        return ()
    return tuple(text.intent for text in state.loan.texts if text.waits and not survives(text.kind, cause))


def withdraw_text(
    state: State, intent: UUID, cause: str, rule: str = "", until: datetime | None = None
) -> tuple[Effect, ...]:
    """What is done and said when this text is taken back. `until` is when it could be asked for again."""
    assert not isinstance(state, Unknown), "a case that is not known has no texts"
    text = text_of(state.loan, intent)
    assert text is not None, "only texts of the case are taken back"
    over_cap = True if cause == OVER_CAP else None
    refused = text_event(TextRefused, state.loan.case, text, cause, rule=rule, until=until, visit_over_cap=over_cap)
    row = (WithdrawText(intent),) if text.status == "claimed" else ()
    return (CancelTimer(text_timer(text)), refused, *row)
