"""A person has read a reply and says what it means: it is acted on as any reply, and the case waits for it no more.

1. It means what it meant when it was received: what the borrower or the bank said since stands.
2. What it is answered with is owed from now on, not from when it came in; only that an opt-out was heard is owed from
   its receipt, and so mostly too late.
3. "Nothing" ends the waiting and nothing else.
"""

from __future__ import annotations

from shared.contracts.texts import Meaning
from shared.decision import Decision, accept, refuse
from shared.decision.replaced import replace

from .changes import Change, ReplyClear
from .forgotten import is_forgotten
from .inputs import ReplyRead, ReplyReceived, ReplySettled
from .lookup import NOT_READ, KeptReply, LoanContext
from .reply_events import act_on
from .reply_meanings import WeighedReply
from .state import KnownState, State, Unknown, heard, open_visit
from .understood_reply import UnderstoodReply, told_of


def reply_settled(state: State, input: ReplySettled, context: LoanContext) -> Decision[Change]:
    who = f"the operator {input.by} read it"
    if isinstance(state, Unknown):
        return refuse("unknown-case", f"{who}, but nothing is known of this case")
    if is_forgotten(state):
        return refuse("forgotten-person", f"{who}, but the borrower was forgotten: it is not acted on any more")
    kept = next((one for one in context.lookup.kept.get(state.loan.case, ()) if one.id == input.reply), None)
    why = f"{who}: {input.meaning}"
    if input.meaning != "nothing" and kept is not None:
        decision = _acted_on(state, input, kept, context)
        if decision.accepted:
            return replace(decision, why=f"{decision.why}; {why}")
        why = f"{why}; but {decision.why}"
    return accept("reply-settled", why, ReplyClear(input.received_at))


def _acted_on(state: KnownState, input: ReplySettled, kept: KeptReply, context: LoanContext) -> Decision[Change]:
    assert input.meaning != "nothing"
    if input.meaning == "wrong-number" and (heard(state, "details") or input.received_at) > input.received_at:
        return refuse("overtaken", "another number may be known since")
    reply = ReplyReceived(kept.sid, state.loan.person.phone_hash, input.received_at, kept.sealed)
    read = ReplyRead(reply, NOT_READ)
    meanings = (Meaning(kind=input.meaning, confidence=1.0),)
    told = told_of(state, read, meanings, None, open_visit(state))
    return act_on(
        state, UnderstoodReply(read, WeighedReply(meanings), told, answered_at=input.at, confirms=True), context
    )
