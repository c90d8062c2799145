"""Brakes, and looking again at what is held. Nothing held is forgotten: asked anew, held on, or given up."""

from __future__ import annotations

from shared.decision import Decision, TimerDue

from .appointment import Held, Living, Permitted
from .changes import StillHeld
from .courses import ask_anew, close, hold, sorry
from .facts import Requested, Withdrawn
from .moment import Course, Moment
from .telling import why

OTHER_CHANNEL = frozenset({"opted-out", "wrong-number"})
BY_NOTICE = frozenset(
    {"notice-failed", "notice-refused", "notice-not-delivered", "notice-too-late", "receipt-too-late"}
)


def braked(m: Moment, stage: Living, fact: Withdrawn) -> Decision:
    """The visit must not happen. Accepted in every open stage, always; no permit follows it.

    Where the person can't be texted any more the visit is held for another channel; but a crew that stands at the
    door finishes, and its report is awaited.
    """
    at_the_door = isinstance(stage, Permitted) and stage.arrived_at is not None
    if fact.cause in OTHER_CHANNEL and not at_the_door:
        reason = why(fact.cause, "no text may be sent any more; notice needs another channel")
        held = hold(m, stage, reason, "channel", m.rules.look_operator, braked=True)
        return held.because(reason.code, reason.text)
    reason = why(fact.cause, f"withdrawn: {fact.cause}")
    told_so = () if fact.cause in OTHER_CHANNEL else sorry(m, stage, "visit-cancelled", fact.cause)
    return close(m, stage, "cancelled", reason).also(*told_so).because(reason.code, reason.text)


def superseded(m: Moment, stage: Held, fact: Requested) -> Course:
    """notifier withdrew the visit that is held here; its next request ends it."""
    return close(m, stage, "cancelled", why("superseded", "another visit was requested"))


def look_again(m: Moment, stage: Held, timer: TimerDue) -> Decision:
    """Is what the visit waits for there now?"""
    scope = m.stopped(stage)
    if scope is not None:
        return _still(m, stage, "visiting-stopped", f"visits are still stopped for {scope}")
    if stage.tally.looks >= m.rules.looks_max:
        reason = why("held-too-long", f"held for {stage.reason}, looked at {stage.tally.looks} times")
        return close(m, stage, "expired", reason).because(reason.code, reason.text)
    if stage.braked:
        return _still(m, stage, "still-held", f"{stage.reason}: another channel is needed")
    if stage.reason in BY_NOTICE and stage.tally.moves >= m.rules.moves_max:
        return _still(m, stage, "still-held", f"{stage.reason}: a person decides how this goes on")
    asked = ask_anew(m, stage, "move" if stage.reason in BY_NOTICE else "look")
    return asked.because("looked-again", f"held for {stage.reason}; the router is asked anew")


def _still(m: Moment, stage: Held, reason: str, text: str) -> Decision:
    after = m.rules.look_stopped if reason == "visiting-stopped" else m.rules.look_operator
    return Course((StillHeld(m.at + after),)).because(reason, text)
