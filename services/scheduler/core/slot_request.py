"""While the router is asked for slots: the visit's request, the router's quote, its silence, and the offer made."""

from __future__ import annotations

from shared.contracts.appointments import AppointmentOffered
from shared.contracts.texts import Wording
from shared.contracts.values import Reason
from shared.decision import accept
from shared.decision.figures import lasting, times
from shared.decision.replaced import replace

from .changes import AppointmentDecision, AskRepeated, FoundEmpty, OfferMade, VisitTaken
from .events_out import appointment_event, courtesy_text, reason_of, slots_asked, text_requested
from .evolve import offered, taken
from .ids import text_intent
from .inputs import SlotQuote, VisitRequest
from .lookup import AppointmentContext
from .ordering import not_awaited
from .slots import objections, post_until, too_near, usable
from .state import Asking, ClosedVisit, HeldVisit, Idle, RequestedVisit
from .timers import QuoteOverdue
from .transitions import ask_anew, close, hold, hold_stopped, hold_visited, with_first
from .visit_values import all_told

ROUTER_SILENT = "router-silent"


def visit_requested(
    stage: Idle | ClosedVisit, request: VisitRequest, context: AppointmentContext
) -> AppointmentDecision:
    """A visit is asked for and none is open: ask the router, unless visits are stopped."""
    visit = RequestedVisit(
        id=request.visit,
        borrower=request.borrower,
        region=request.region,
        cell=request.cell,
        zone=request.zone,
        needs=request.needs,
        home=request.home,
        address=request.address,
        requested_by=request.by,
    )
    change = VisitTaken(visit, context.at + context.rules.quote_within)
    scope = context.visits_stopped(visit)
    if scope is not None:
        return with_first(hold_stopped(taken(change), scope, context), change)
    ask = slots_asked(visit, taken(change).tally.asks, context)
    return accept("slots-asked", "the router is asked which windows it can serve", change, effects=[ask])


def visit_requested_instead(
    stage: HeldVisit, request: VisitRequest, context: AppointmentContext
) -> AppointmentDecision:
    """notifier withdrew the visit that is held here; its next request ends it."""
    over = close(stage, "cancelled", reason_of("superseded", "another visit was requested"), context)
    next_one = visit_requested(Idle(), request, context)
    return replace(
        next_one,
        why=f"the visit held before is superseded; {next_one.why}",
        changes=(*over.changes, *next_one.changes),
        effects=(*over.effects, *next_one.effects),
    )


def slots_quoted(stage: Asking | HeldVisit, quote: SlotQuote, context: AppointmentContext) -> AppointmentDecision:
    """Offer what can be offered; look elsewhere, or later, where there is nothing."""
    scope = context.visits_stopped(stage.visit)
    if scope is not None:
        return hold_stopped(stage, scope, context)
    slots = usable(quote.slots, context.at, context.taken(stage.visit), context.rules)
    if not slots:
        return _nothing_to_offer(stage, quote, context)
    send_by = post_until(slots, context.at, context.rules)
    made = OfferMade(slots, send_by + context.rules.answer_within)
    after = offered(stage, made)
    offer = text_requested(
        after,
        "offer",
        after.offers[-1].intent,
        Wording(slots=all_told(slots), closed=after.closed),
        context,
        not_after=send_by,
        on_failure="hold-visit",
    )
    why = f", and why not the {after.closed} wished for" if after.closed is not None else ""
    reason = reason_of("slots-offered", f"windows are offered: {len(slots)}{why}", context.rules.consent_cite)
    told = appointment_event(AppointmentOffered, after, reason, context)
    return accept(reason.code, reason.text, made, rule=reason.rule, effects=[offer, told])


def _nothing_to_offer(stage: Asking | HeldVisit, quote: SlotQuote, context: AppointmentContext) -> AppointmentDecision:
    rules, wished = context.rules, stage.tally.wishes > 0
    if any(too_near(slot.window, context.taken(stage.visit), rules) for slot in quote.slots):
        return hold_visited(stage, context)
    if isinstance(stage, Asking) and stage.around is not None:
        elsewhere = reason_of("wish-not-served", "there is nothing near the time wished for")
        return ask_anew(stage, "alternatives", elsewhere, context, not_before=stage.not_before, closed=stage.closed)
    obstacles = obstacles_in(quote.refused, "there is nothing that could be offered in time")
    if stage.tally.empty >= rules.empty_max:
        reason = reason_of("unassigned-operator", obstacles, rules.empty_cite)
        held = hold(stage, reason, "operator", rules.look_operator, context)
    else:
        reason = reason_of("unassigned", obstacles, _in_the_way(stage, quote, context))
        # Who said yes, or proposed a time, is not left for days.
        soon = min(rules.look_again, rules.look_promised) if wished else rules.look_again
        held = hold(stage, reason, "crew", soon, context)
    if wished and not stage.tally.empty:
        # Somebody who proposed a time waits for an answer.
        intent = text_intent(stage.visit.id, "no-slots", stage.tally.asks)
        answer = courtesy_text(stage, "no-slots", intent, Wording(), context)
        held = replace(held, effects=(*held.effects, answer))
    return with_first(held, FoundEmpty())


def _in_the_way(stage: Asking | HeldVisit, quote: SlotQuote, context: AppointmentContext) -> str:
    """The rule that the router names first, or that stands against the first of its windows; empty where none does."""
    if quote.refused:
        return quote.refused[0].rule
    taken = tuple(context.taken(stage.visit))
    against = (each for slot in quote.slots for each in objections(slot.window, context.at, taken, context.rules))
    return next((each.cite for each in against), "")


def quoted_after_all(stage: HeldVisit, quote: SlotQuote, context: AppointmentContext) -> AppointmentDecision:
    """Held because the router was silent: its answer is as good now."""
    if stage.reason != ROUTER_SILENT:
        return not_awaited(context.appointment, quote, context)
    return slots_quoted(stage, quote, context)


def obstacles_in(refused: tuple[Reason, ...], otherwise: str) -> str:
    """The router's obstacles in one sentence."""
    return "; ".join(f"{reason.code}: {reason.text}" for reason in refused) or otherwise


def quote_overdue(stage: Asking, timer: QuoteOverdue, context: AppointmentContext) -> AppointmentDecision:
    """Ask again, a few times."""
    if stage.tries >= context.rules.tries_max:
        reason = reason_of(ROUTER_SILENT, f"the router did not answer {times(stage.tries)}")
        return hold(stage, reason, "router", context.rules.look_again, context)
    # Under the same number: whichever of the two answers comes first is the answer.
    ask = slots_asked(stage.visit, stage.tally.asks, context, stage.around, stage.not_before)
    again = AskRepeated(context.at + context.rules.quote_within)
    return accept(
        "slots-asked-again",
        f"the router did not answer within {lasting(context.rules.quote_within)}",
        again,
        effects=[ask],
    )
