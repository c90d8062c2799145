"""From an agreed time to a crew that the borrower is told of, as late as is safe.

Until the borrower was told, whoever the router sends comes instead, and nothing is void. After that: another crew,
another notice.
"""

from __future__ import annotations

from shared.contracts.appointments import AppointmentAgreed, AppointmentMoved
from shared.decision import Publish, accept, refuse
from shared.decision.figures import counted, lasting
from shared.decision.replaced import replace
from shared.policy.local_time import local_moment

from .changes import AppointmentDecision, BookingRepeated, CrewFound, NoticeGiven
from .events_out import (
    appointment_event,
    booking_made,
    crew_wording,
    reason_of,
    text_requested,
    text_withdrawn,
)
from .evolve import agreed
from .ids import agreed_intent, notice_intent
from .inputs import CrewAssignment, NoCrew
from .lookup import AppointmentContext
from .notice import can_be_noticed, deadline, notice_at, receipt_by
from .slot_request import obstacles_in
from .state import Agreed, Booked, Permitted, StageWithAgreement, StageWithCrew, is_untold
from .timers import CrewOverdue, NoticeDue
from .transitions import grant_wish, hold, hold_stopped, move, take_texts_back


def crew_assigned(stage: Booked, crew: CrewAssignment, context: AppointmentContext) -> AppointmentDecision:
    """The first crew of the booking: give notice of it, or find another time when it is too late for that."""
    if not can_be_noticed(stage.agreement.window, context.at, context.rules):
        return _too_late(stage, context)
    found = _found(stage, crew, context)
    after = agreed(stage, found)
    whoever = f"{counted(len(crew.members), 'collector')} will come"
    if found.notice_at is not None:
        given_at = local_moment(found.notice_at, stage.agreement.window.zone)
        later = f"{whoever}; notice is given at {given_at}, and somebody else may come until then"
        reason = reason_of("crew-assigned", later, context.rules.named_cite)
        told = appointment_event(AppointmentAgreed, after, reason, context)
        return accept(reason.code, reason.text, found, rule=reason.rule, effects=[told])
    reason = reason_of("crew-assigned", f"{whoever}; notice is given")
    told = appointment_event(AppointmentAgreed, after, reason, context)
    effects = [told, *_said_by_the_notice(stage, context), _notice(after, context)]
    return accept(reason.code, reason.text, found, effects=effects)


def notice_due(stage: Agreed, timer: NoticeDue, context: AppointmentContext) -> AppointmentDecision:
    """Who comes is settled now: the borrower is told, unless nobody may come, or we were away until it is too late."""
    scope = context.visits_stopped(stage.visit)
    if scope is not None:
        return hold_stopped(stage, scope, context)
    if not can_be_noticed(stage.agreement.window, context.at, context.rules):
        return _too_late(stage, context, "the moment to give notice passed while we were away")
    given = NoticeGiven()
    sentence = f"{counted(len(stage.crew.ids), 'collector')} will come, and the borrower is told so now"
    effects = [_notice(replace(stage, notice_at=None), context)]
    return accept("notice-given", sentence, given, rule=context.rules.named_cite, effects=effects)


def crew_changed(stage: StageWithCrew, crew: CrewAssignment, context: AppointmentContext) -> AppointmentDecision:
    """Another crew: what the borrower was told, and a permit, are void; notice of the new one is given. But nothing is
    void of which nobody was told.
    """
    if crew.number <= stage.crew.number:
        return refuse("crew-of-before", f"it is crew {crew.number} of this booking; {stage.crew.number} is known")
    if isinstance(stage, Permitted) and stage.crew_is_there:
        return refuse("crew-is-there", "the crew has arrived")
    if not can_be_noticed(stage.agreement.window, context.at, context.rules):
        return _too_late(stage, context)
    found = _found(stage, crew, context)
    after = agreed(stage, found)
    if is_untold(stage):
        reason = reason_of(
            "crew-replaced", "another crew will come; nobody was told of the former", context.rules.named_cite
        )
        told = appointment_event(AppointmentAgreed, after, reason, context)
        now = () if after.notice_at is not None else (_notice(after, context),)
        return accept(reason.code, reason.text, found, rule=reason.rule, effects=[told, *now])
    sentence = "another crew will come: an earlier notice or permit is void"
    reason = reason_of("crew-changed", sentence, context.rules.lead_cite)
    told = appointment_event(AppointmentMoved, after, reason, context, keeps_window=True)
    effects = (*take_texts_back(stage, "crew-changed", context), told, _notice(after, context))
    return accept(reason.code, reason.text, found, rule=reason.rule, effects=effects)


def crew_refused(stage: Booked, none: NoCrew, context: AppointmentContext) -> AppointmentDecision:
    """Somebody else was quicker. Who said yes is offered at once what is still free."""
    obstacles = obstacles_in(none.refused, "there is no legal crew")
    gone = reason_of("slot-gone", f"the window was taken meanwhile: {obstacles}", _rule_of(none))
    return grant_wish(stage, stage.agreement.window.start, gone, context, ours=True)


def crew_lost(stage: StageWithCrew, none: NoCrew, context: AppointmentContext) -> AppointmentDecision:
    """No legal crew any more for what was agreed. Who said yes is not left for days."""
    if isinstance(stage, Permitted) and stage.crew_is_there:
        return refuse("crew-is-there", "the crew has arrived")
    reason = reason_of("unassigned", obstacles_in(none.refused, "there is no legal crew"), _rule_of(none))
    soon = min(context.rules.look_again, context.rules.look_promised)
    return hold(stage, reason, "crew", soon, context)


def crew_overdue(stage: Booked, timer: CrewOverdue, context: AppointmentContext) -> AppointmentDecision:
    """Say the booking again, a few times."""
    if stage.tries >= context.rules.tries_max:
        reason = reason_of("crew-overdue", f"the router assigned nobody after {counted(stage.tries, 'request')}")
        return hold(stage, reason, "router", context.rules.look_again, context)
    again = BookingRepeated(context.at + context.rules.crew_within)
    effects = [booking_made(stage, context)]
    return accept(
        "booking-repeated",
        f"the router found no crew within {lasting(context.rules.crew_within)}",
        again,
        effects=effects,
    )


def _rule_of(none: NoCrew) -> str:
    """What the router names first of all that stands in the way."""
    return none.refused[0].rule if none.refused else ""


def _found(stage: StageWithAgreement, crew: CrewAssignment, context: AppointmentContext) -> CrewFound:
    window, told = stage.agreement.window, not is_untold(stage)
    # Who was told of somebody is told of somebody else at once.
    due = None if told else notice_at(window, context.at, context.rules)
    return CrewFound(crew.members, crew.number, crew.by, receipt_by(window, context.rules), notice_at=due)


def _too_late(
    stage: StageWithAgreement,
    context: AppointmentContext,
    sentence: str = "the crew was known too late to give notice of it",
) -> AppointmentDecision:
    late = reason_of("no-time-for-notice", sentence, context.rules.lead_cite)
    return move(stage, late, stage.agreement.window.start, context)


def _said_by_the_notice(stage: Booked, context: AppointmentContext) -> tuple[Publish, ...]:
    """While no text may go out, what was agreed would wait for the same morning as the notice, which says more."""
    if context.rules.calendar.first_open("text", stage.visit.zone, context.at) <= context.at:
        return ()
    intent = agreed_intent(stage.visit.id, stage.agreement.booking)
    return (text_withdrawn(stage.visit, intent, "said-by-the-notice", context),)


def _notice(after: Agreed, context: AppointmentContext) -> Publish:
    intent = notice_intent(after.visit.id, after.tally.version)
    return text_requested(
        after,
        "notice",
        intent,
        crew_wording(after, context),
        context,
        not_after=deadline(after.agreement.window, context.rules),
        on_failure="hold-visit",
    )
