"""What is answered to "why no text?" and "why no visit?" is what would be decided, in any life of a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from services.notifier.core import text_rules
from services.notifier.core.inputs import LookDue, TextDue
from services.notifier.core.lookup import LoanContext
from services.notifier.core.machine import decide
from services.notifier.core.state import State, Unknown
from services.notifier.core.why_no_text import why_no_text
from services.notifier.core.why_no_visit import why_no_visit
from shared.contracts.why_not import WhyNotAnswer
from shared.decision import DecisionContext
from tests.unit.notifier.events import CASE, overdue
from tests.unit.notifier.given import Scenario

from .test_any_life import MOVES, Move

STOPS = st.frozensets(
    st.sampled_from(["sending:all", "sending:region:porto", "visiting:all", "deaf:loans since 2026-11-24 10:00 UTC"]),
    max_size=2,
)
AHEAD = st.integers(0, 30 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
STANDS_FOR = {
    "still-held": {"braked", "opted-out", "wrong-number", "language-unwritten"},
    "already-closed": {"case-closed"},
    "brake-over": {"braked", "not-yet", "texting-failed"},
    "gate-closed": {"texting-failed"},
    "visit-requested": {"texting-failed"},
    "outcome-missing": {"visit-under-way"},
    "visit-over-cap": {"visit-under-way"},
}
"""What is decided at a look says where the case stands; the rule that keeps it there has the name of what it asks."""


def texts_decided(state: State, context: LoanContext) -> list[tuple[str, str]]:
    """Kind and reason of each text that waits for the authority, or of what a look leads to: by the table alone."""
    waiting = [] if isinstance(state, Unknown) else [text for text in state.loan.texts if text.waits]
    if waiting:
        return [
            (text.kind, decide(state, TextDue(str(text.intent)), context).decision.reason)
            for text in waiting
            if text.status == "intended" and text.not_before <= context.at
        ]
    decision, after = decide(state, LookDue(), context)
    opened = [] if isinstance(after, Unknown) else [text for text in after.loan.texts if text.status == "intended"]
    if not opened:
        return [("reminder", decision.reason)]
    return [(opened[-1].kind, decide(after, TextDue(str(opened[-1].intent)), context).decision.reason)]


def agrees(answer: WhyNotAnswer, reason: str, sent: str) -> None:
    """The answer is what was decided: whether, why, and which rule."""
    against = {line.code for line in answer.lines if not line.met}
    assert answer.happens == (reason == sent), (answer, reason)
    assert answer.happens == (not against), (answer, reason)
    assert answer.code == reason
    assert answer.happens or against & {reason, *STANDS_FOR.get(reason, ())}, (answer, reason)


def asked(life: Scenario, stopped: frozenset[str]) -> None:
    context = DecisionContext(life.at, life.rules, life.lookup(), stopped)
    before = life.state
    answers = why_no_text(life.state, context, life.timers)
    decided = texts_decided(life.state, context)
    told = [answer for answer in answers if not {"posting-stopped", "not-before"} & not_met(answer)]
    told = [answer for answer in told if "posting-stopped" not in {line.code for line in answer.lines}]
    assert [answer.about for answer in told] == [kind for kind, _ in decided]
    for answer, (_, reason) in zip(told, decided, strict=True):
        agrees(answer, reason, "text-allowed")
    (visit,) = why_no_visit(life.state, context, life.timers)
    asked_for = decide(life.state, LookDue(), context).decision.reason
    assert visit.happens == (asked_for == "visit-requested")
    assert visit.happens == (not not_met(visit)), visit
    assert life.state is before


def not_met(answer: WhyNotAnswer) -> set[str]:
    return {line.code for line in answer.lines if not line.met}


@settings(max_examples=150, deadline=None)
@forall(st.sampled_from([1, 20, 70]), st.lists(st.tuples(MOVES, STOPS, AHEAD), max_size=25))
def test_an_answer_is_what_would_be_decided(dpd: int, moves: list[tuple[Move, frozenset[str], timedelta]]) -> None:
    life = Scenario()
    life.when(lambda it: overdue(dpd=dpd, time=it.at))
    for move, stopped, ahead in moves:
        asked(life, stopped)
        now, life.at = life.at, life.at + ahead
        asked(life, stopped)
        life.at = now
        life.when(move)
    asked(life, frozenset())


def test_a_rule_that_only_the_answer_knows_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_rules, "switched_off", lambda asked, at: None)
    life = Scenario()
    life.when(overdue())
    with pytest.raises(AssertionError):
        asked(life, frozenset({f"sending:case:{CASE}"}))
