"""What happens to a debt at the bank, by the word that the simulation has for it."""

from __future__ import annotations

from shared.contracts import loans

EVENTS: dict[str, type[loans.Loan]] = {
    "plan-signed": loans.PlanSigned, "plan-broken": loans.PlanBroken, "dispute-opened": loans.DisputeOpened,
    "dispute-closed": loans.DisputeClosed, "hold-lifted": loans.HoldLifted, "closed": loans.LoanClosed,
}  # fmt: skip
DEEDS = (*EVENTS, "pay", "pay-part", "hold-set", "details", "overdue")
