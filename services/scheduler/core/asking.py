"""While the router is asked for slots: taking a visit on, its answer, its silence, and the offer that follows."""

from __future__ import annotations

from shared.contracts.appointments import AppointmentOffered
from shared.contracts.texts import Wording
from shared.contracts.values import Reason
from shared.decision import Decision, TimerDue

from .appointment import Asking, Held, Offered, Visit
from .changes import AskRepeated, FoundEmpty, OfferMade, VisitTaken
from .courses import ask_anew, held_visited, hold, say
from .facts import Quoted, Requested
from .moment import Course, Moment
from .names import text_intent
from .offer import post_until, usable
from .telling import ask_router, text, told, why


def take(m: Moment, fact: Requested) -> Decision:
    """A visit was asked for and none is open: ask the router, unless visits are stopped."""
    visit = Visit(
        visit=fact.visit,
        borrower=fact.borrower,
        region=fact.region,
        cell=fact.cell,
        zone=fact.zone,
        needs=fact.needs,
        home=fact.home,
        address=fact.address,
        requested_by=fact.by,
    )
    taken = VisitTaken(visit, m.at + m.rules.quote_within)
    after = m.then(taken)
    stage = after.case.stage
    assert isinstance(stage, Asking)
    scope = m.stopped(stage)
    if scope is not None:
        return (
            held_stopped(after, stage, scope)
            .after(taken)
            .because("visiting-stopped", f"visits are stopped for {scope}")
        )
    asked = ask_router(m.case, stage, stage.tally, None, m.at, m.rules)
    return Course((taken,), (asked,)).because("slots-asked", "the router is asked which windows it can serve")


def quoted(m: Moment, stage: Asking | Held, fact: Quoted) -> Decision:
    """Offer what can be offered; look elsewhere, or later, where there is nothing."""
    scope = m.stopped(stage)
    if scope is not None:
        return held_stopped(m, stage, scope).because("visiting-stopped", f"visits are stopped for {scope}")
    slots = usable(fact.slots, m.at, m.busy(stage), m.rules)
    if not slots:
        return _nothing(m, stage, fact)
    made = OfferMade(slots, post_until(slots, m.at, m.rules) + m.rules.answer_within)
    offered = m.then(made).case.stage
    assert isinstance(offered, Offered)
    assert offered.offer is not None
    asked = text(
        m.case.case,
        offered,
        "offer",
        offered.offer.intent,
        Wording(slots=slots),
        not_before=m.at,
        not_after=post_until(slots, m.at, m.rules),
        on_failure="hold-visit",
    )
    reason = why("slots-offered", f"windows offered: {len(slots)}", m.rules.consent_cite)
    said = told(AppointmentOffered, m.case.case, offered, reason, m.rules)
    return Course((made,), (asked, said)).because(reason.code, reason.text, reason.rule)


def _nothing(m: Moment, stage: Asking | Held, fact: Quoted) -> Decision:
    if any(m.is_taken(stage, slot.window) for slot in fact.slots):
        return held_visited(m, stage)
    if isinstance(stage, Asking) and stage.around is not None:
        anew = ask_anew(m, stage, "alternatives", not_before=stage.not_before)
        return anew.because("wish-not-served", "nothing near the time wished for")
    obstacles = unserved(fact.refused, "nothing that could be offered in time")
    if stage.tally.empty >= m.rules.empty_max:
        reason = why("unassigned-operator", obstacles, m.rules.empty_cite)
        held = hold(m, stage, reason, "operator", m.rules.look_operator)
    else:
        reason = why("unassigned", obstacles, fact.refused[0].rule if fact.refused else m.rules.empty_cite)
        # Who said yes, or proposed a time, is not left for days.
        soon = min(m.rules.look_again, m.rules.look_promised) if stage.tally.wishes else m.rules.look_again
        held = hold(m, stage, reason, "crew", soon)
    if stage.tally.wishes and not stage.tally.empty:
        # Somebody who proposed a time waits for an answer.
        intent = text_intent(stage.visit.visit, "no-slots", stage.tally.asks)
        held = held.also(say(m, stage, "no-slots", intent, Wording()))
    return held.after(FoundEmpty()).because(reason.code, reason.text, reason.rule)


def unserved(refused: tuple[Reason, ...], otherwise: str) -> str:
    """The router's obstacles in one sentence."""
    return "; ".join(f"{reason.code}: {reason.text}" for reason in refused) or otherwise


def quote_overdue(m: Moment, stage: Asking, timer: TimerDue) -> Decision:
    """Ask again under the same number, a few times."""
    if stage.tries >= m.rules.tries_max:
        reason = why("router-silent", f"the router did not answer {stage.tries} times")
        return hold(m, stage, reason, "router", m.rules.look_again).because(reason.code, reason.text)
    asked = ask_router(m.case, stage, stage.tally, stage.around, m.at, m.rules, stage.not_before)
    again = Course((AskRepeated(m.at + m.rules.quote_within),), (asked,))
    return again.because("slots-asked-again", f"no answer within {m.rules.quote_within}")


def held_stopped(m: Moment, stage: Asking | Held, scope: str) -> Course:
    reason = why("visiting-stopped", f"an operator stopped visits for {scope}")
    return hold(m, stage, reason, "switch", m.rules.look_stopped)
