"""What brakes and closings took back before changes named it: a piece of history, never to be changed.

Changes written since name the texts that they take back (`withdrawals` decides which). Those written before left it to
`evolve`, which asked this rule; histories that hold them fold to the same states only as long as it says the same.
"""

from __future__ import annotations

from uuid import UUID

from .state import CaseLoan

_OUTLIVE_A_BRAKE = frozenset(
    {"opt-out-confirmed", "hardship", "plan-offer", "thanks-paid", "visit-cancelled", "visit-held", "not-understood"}
)
_OUTLIVE_A_CLOSING = frozenset({"opt-out-confirmed", "thanks-paid", "visit-cancelled"})
_OUTLIVE: dict[str, frozenset[str]] = {
    "wrong-number": frozenset(),
    "opted-out": frozenset({"opt-out-confirmed"}),
    "paid": _OUTLIVE_A_CLOSING,
    "closed": _OUTLIVE_A_CLOSING,
}


def withdrawn_before(loan: CaseLoan, cause: str) -> tuple[UUID, ...]:
    """The waiting texts that `cause`, a brake or `closed`, took back."""
    outlive = _OUTLIVE.get(cause, _OUTLIVE_A_BRAKE)
    return tuple(text.intent for text in loan.texts if text.waits and text.kind not in outlive)
