"""Bugs in hearing "never": of one case alone, of the loans known then, or as "not then"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from services.notifier.core import no_visits, reply_events, reply_meanings
from services.notifier.core.changes import Change
from services.notifier.core.lookup import LoanContext
from services.notifier.core.state import KnownState
from services.notifier.core.understood_reply import UnderstoodReply
from shared.decision import Decision, refuse


@contextmanager
def visits_are_refused_in_one_case() -> Iterator[None]:
    """A refusal of visits is of the case that the reply answers, as most of what is said is."""
    real = reply_events.act_on

    def acted_on(state: KnownState, understood: UnderstoodReply, context: LoanContext) -> Decision[Change]:
        if not understood.confirms and understood.weighed.no_visits and understood.kinds == {"unknown"}:
            return refuse("concerns-another-case", "the reply answers a text about another case")
        return real(state, understood, context)

    with patch.object(reply_events, "act_on", acted_on):
        yield


@contextmanager
def later_loans_know_of_no_refusal() -> Iterator[None]:
    """A refusal of visits is of the loans that are known then."""
    with patch.object(no_visits, "_kept", lambda state, at: ()):
        yield


@contextmanager
def never_is_not_then() -> Iterator[None]:
    """Who refuses visits as such wishes for another time."""
    with patch.object(reply_meanings, "_refuses_visits", lambda reading, found: False):
        yield
