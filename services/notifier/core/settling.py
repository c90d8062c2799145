"""A person has read a reply and says what it means: it is acted on as any reply, and the case waits for it no more.

1. It means what it meant when it was received: what the borrower or the bank said since stands.
2. What it is answered with is owed from now on, not from when it came in.
3. "Nothing" ends the waiting and nothing else.
"""

from __future__ import annotations

from shared.contracts.texts import Meaning
from shared.decision import Decision, refuse

from .answers import act_on, told_of
from .case import Known, State, Unknown, Visiting, heard
from .changes import Explained
from .deciding import Now, conclude
from .inputs import ReplyReceived, ReplySettled
from .known import KeptReply


def on_reply_settled(state: State, said: ReplySettled, now: Now) -> Decision:
    if isinstance(state, Unknown):
        return refuse("unknown-case", "nothing is known of this case")
    kept = next((one for one in now.lookup.kept.get(state.loan.case, ()) if one.id == said.reply), None)
    why = f"the operator {said.by} read it: {said.meaning}"
    if said.meaning != "nothing" and kept is not None:
        decision = _acted_on(state, said, kept, now)
        if decision.accepted:
            return decision
        why = f"{why}; but {decision.why}"
    return conclude(state, now, "reply-settled", why, [Explained(said.received_at)])


def _acted_on(state: Known, said: ReplySettled, kept: KeptReply, now: Now) -> Decision:
    assert said.meaning != "nothing"
    if said.meaning == "wrong-number" and (heard(state, "details") or said.received_at) > said.received_at:
        return refuse("overtaken", "another number may be known since")
    reply = ReplyReceived(kept.sid, state.loan.person.phone_hash, said.received_at, kept.sealed)
    meanings = (Meaning(kind=said.meaning, confidence=1.0),)
    told = told_of(state, reply, meanings, None, state.visit if isinstance(state, Visiting) else None)
    return act_on(state, reply, now, told, meanings, confirm=True, read_at=said.at)
