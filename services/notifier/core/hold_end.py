"""An operator ends a hold. Not every one: some rest on the borrower's word, the bank's, or the law.

Every other end of a hold is elsewhere: the bank's facts in `loan_events` and `balance`, the borrower's word in
`reply_events` and `consent`, receipts in `text_events`, records read after all in `unread_records`, time in `review`.
"""

from __future__ import annotations

from shared.decision import Decision, accept, refuse

from .changes import BrakeReleased, Change
from .forgotten import RULE as FORGOTTEN
from .inputs import HoldEnded
from .lookup import LoanContext
from .no_visits import ended
from .state import BrakeCause, State, brakes_of

NOT_BY_AN_OPERATOR: dict[BrakeCause, tuple[str, str]] = {
    "opted-out": (
        "only the borrower ends it, by START",
        "47 CFR 64.1200(a)(10): consent that was revoked is the consumer's to give again",
    ),
    "wrong-number": (
        "only another number ends it: details-corrected",
        "house: a number that is not the borrower's is never used again",
    ),
    "dispute": (
        "only the bank ends it: dispute-closed",
        "FCA CONC 7.14: no collecting while a reasonable dispute is looked into",
    ),
    "plan-signed": ("only the bank ends it: plan-broken", "house: a signed plan stops collection"),
    "unread-record": (
        "only settling its letters ends it",
        "house: a record that nobody could read may be a brake of the bank's",
    ),
    "language-unwritten": (
        "only details-corrected with a language that we write ends it",
        "house: nobody is texted in a language that they may not read",
    ),
    "forgotten-person": (
        "only the bank ends it, by naming the case's borrower under a new id and key",
        FORGOTTEN,
    ),
    "hold": ("only the bank ends it: hold-lifted", "house: who set a hold lifts it"),
}
"""Why not and who does, and the rule. Whatever is not here an operator may end."""


def hold_ended(state: State, input: HoldEnded, context: LoanContext) -> Decision[Change]:
    cause = next((brake.cause for brake in brakes_of(state) if brake.cause == input.cause), None)
    if cause is None:
        return refuse("no-such-hold", f"not held for {input.cause}, which the operator {input.by} wanted to end")
    barred = NOT_BY_AN_OPERATOR.get(cause)
    if barred is not None:
        why, rule = barred
        return refuse("hold-stays", f"the operator {input.by} can't end {cause}: {why}", rule)
    for_whom, lifted = ended(state, cause, input.at, context)
    why = f"ended by the operator {input.by}: {cause}{for_whom}"
    return accept("hold-ended", why, BrakeReleased(cause), effects=lifted)
