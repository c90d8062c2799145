"""What a case in a `given` life is asked, and what is told of it."""

from __future__ import annotations

from datetime import datetime

from services.notifier.core.lookup import LoanContext
from services.notifier.core.outage import Outage
from services.notifier.core.why_no_text import why_no_text
from services.notifier.core.why_no_visit import why_no_visit
from shared.contracts.why_not import WhyNotAnswer
from shared.decision import DecisionContext

from .given import Scenario


def context(life: Scenario) -> LoanContext:
    return DecisionContext(life.at, life.rules, life.lookup(), life.stopped)


def no_text(life: Scenario, outage: Outage | None = None) -> tuple[WhyNotAnswer, ...]:
    return why_no_text(life.state, context(life), life.timers, outage)


def no_visit(life: Scenario) -> WhyNotAnswer:
    (answer,) = why_no_visit(life.state, context(life), life.timers)
    return answer


def in_the_way(answer: WhyNotAnswer) -> list[str]:
    """The codes of what is not met, in the order in which it is told."""
    return [line.code for line in answer.lines if not line.met]


def met_from(answer: WhyNotAnswer, code: str) -> datetime | None:
    return next(line.met_from for line in answer.lines if line.code == code)


def text_of(answer: WhyNotAnswer, code: str) -> str:
    return next(line.text for line in answer.lines if line.code == code)
