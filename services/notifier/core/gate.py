"""The visit gate: long overdue *and* large, texting tried and failed, a week of silence, and nothing against it.

Every line is checked, also after one has failed, because people ask for the whole list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from shared.contracts.values import Reason
from shared.decision.figures import amount, counted
from shared.policy import Leaf
from shared.policy.local_time import local_day, zone_of

from .cadence import days_past_due
from .hold_grounds import NO_VISITS
from .ledger import Ledger
from .rules import Rules
from .state import CaseLoan
from .text_status import MAY_HAVE_ARRIVED

NOT_REFUSED: Final = "visits-not-refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One condition. `from_` is when it will be met by the passing of time alone, None where time does not help."""

    code: str
    met: bool
    text: str
    rule: str
    from_: datetime | None = None

    def reason(self) -> Reason:
        return Reason(code=self.code, text=self.text, rule=self.rule)


def gate(loan: CaseLoan, ledger: Ledger, stopped: str | None, at: datetime, rules: Rules) -> tuple[Line, ...]:
    """All lines of the gate for `loan` at `at`. `stopped` is the scope of a thrown visiting switch."""
    return (
        _long_overdue(loan, at, rules),
        _large(loan, rules),
        _tried(loan, rules),
        _silent(loan, at, rules),
        _spaced(ledger, loan.person.zone, at, rules),
        _not_suppressed(ledger, rules),
        Line("switch", stopped is None, f"visiting is stopped for {stopped or 'nobody'}", "switches"),
        _not_refused(ledger),
    )


def _long_overdue(loan: CaseLoan, at: datetime, rules: Rules) -> Line:
    leaf: Leaf[int] = rules.limits.gate.dpd_min
    dpd = days_past_due(loan, at)
    day = loan.due_since + timedelta(days=leaf.value)
    when = datetime.combine(day, time(), zone_of(loan.person.zone)).astimezone(UTC)
    return Line(
        "long-overdue", dpd >= leaf.value, f"{counted(dpd, 'day')} past due, at least {leaf.value}", leaf.rule, when
    )


def _large(loan: CaseLoan, rules: Rules) -> Line:
    leaf = rules.limits.gate.amount_min
    least = leaf.value.get(loan.amount.currency)
    if least is None:
        return Line("large", False, f"no visits for debts in {loan.amount.currency}", leaf.rule)
    owed, enough = (amount(minor, loan.amount.currency) for minor in (loan.amount.minor, least))
    return Line("large", loan.amount.minor >= least, f"{owed} owed, at least {enough}", leaf.rule)


def _tried(loan: CaseLoan, rules: Rules) -> Line:
    leaf = rules.limits.gate.attempts_min
    count = sum(text.asks and text.status == "delivered" for text in loan.texts)
    return Line(
        "texting-tried",
        count >= leaf.value,
        f"{counted(count, 'text')} delivered and unanswered, at least {leaf.value}",
        leaf.rule,
    )


def _silent(loan: CaseLoan, at: datetime, rules: Rules) -> Line:
    leaf = rules.limits.gate.silence_days
    last = max((text.at for text in loan.texts if text.asks and text.status in MAY_HAVE_ARRIVED), default=at)
    quiet_from = last + timedelta(days=leaf.value)
    return Line(
        "silence",
        at >= quiet_from,
        f"{counted((at - last).days, 'day')} of silence, at least {leaf.value}",
        leaf.rule,
        quiet_from,
    )


def _spaced(ledger: Ledger, zone: str, at: datetime, rules: Rules) -> Line:
    leaf = rules.limits.gate.visit_every_days
    last = ledger.last_visit()
    if last is None:
        return Line("visits-apart", True, "no visit before", leaf.rule)
    again = last + timedelta(days=leaf.value)
    return Line(
        "visits-apart",
        at >= again,
        f"last visit {local_day(last, zone)}, one in {counted(leaf.value, 'day')}",
        leaf.rule,
        again,
    )


def _not_suppressed(ledger: Ledger, rules: Rules) -> Line:
    text = "the borrower opted out" if ledger.suppressed else "the borrower did not opt out"
    return Line("not-suppressed", not ledger.suppressed, text, rules.limits.opt_out.words.rule)


def _not_refused(ledger: Ledger) -> Line:
    text = "the borrower refuses visits as such" if ledger.visits_refused else "the borrower refuses no visits"
    return Line(NOT_REFUSED, not ledger.visits_refused, text, NO_VISITS)


def look_at(lines: tuple[Line, ...], at: datetime, rules: Rules) -> datetime:
    """When a closed gate is looked at again: when time will have met the failed lines, weekly at the latest."""
    week = at + rules.look_again
    return min(week, max(line.from_ or week for line in lines if not line.met))
