"""The ways to go on that several stages share: ask the router anew, look for another time, hold, close.

Each is a whole decision: its change, the event that tells of it, and what it takes back. A booking is cancelled in one
place only, `let_go`, and a text that waits is withdrawn in one place only, `take_texts_back`: whoever makes something
untrue that we asked to have said calls one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from shared.contracts.appointments import Appointment as AppointmentEvent
from shared.contracts.appointments import (
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
)
from shared.contracts.texts import ClosedTime, VisitTextKind, Wording
from shared.contracts.values import Reason
from shared.decision import Effect, accept
from shared.decision.figures import times
from shared.decision.replaced import replace

from .changes import AppointmentChange, AppointmentDecision, AskReason, HeldBack, SlotsAskedAnew, VisitClosed
from .events_out import (
    ReleaseTime,
    appointment_event,
    booking_cancelled,
    courtesy_text,
    reason_of,
    slots_asked,
    text_withdrawn,
    worth_saying_until,
)
from .formats import COURTESIES
from .ids import agreed_intent, notice_intent, text_intent
from .lookup import AppointmentContext
from .state import Agreed, Ending, Offer, Offered, OpenStage, Permitted, StageWithAgreement, WaitsFor, is_untold

ENDED: dict[Ending, type[AppointmentEvent]] = {
    "kept": AppointmentKept,
    "missed": AppointmentMissed,
    "cancelled": AppointmentCancelled,
    "expired": AppointmentExpired,
}


def ask_anew(
    stage: OpenStage,
    because: AskReason,
    reason: Reason,
    context: AppointmentContext,
    *,
    around: datetime | None = None,
    not_before: datetime | None = None,
    closed: ClosedTime | None = None,
    first: Iterable[Effect] = (),
    last: Iterable[Effect] = (),
) -> AppointmentDecision:
    """Ask the router for slots under a new number; an agreement there was is given up."""
    asked = SlotsAskedAnew(because, context.at + context.rules.quote_within, around, not_before, closed=closed)
    ask = slots_asked(stage.visit, stage.tally.asks + 1, context, around, not_before)
    effects = (*first, *let_go(stage, because, context), ask, *last)
    return accept(reason.code, reason.text, asked, rule=reason.rule, effects=effects)


def grant_wish(
    stage: OpenStage,
    around: datetime | None,
    reason: Reason,
    context: AppointmentContext,
    *,
    ours: bool = False,
    closed: ClosedTime | None = None,
) -> AppointmentDecision:
    """Look for another time, because of the borrower. Not for ever.

    `ours`: it is we who can't come as they chose. `closed`: the rules let nobody come as they wish.
    """
    if stage.tally.wishes >= context.rules.wishes_max:
        sentence = f"the borrower asked for another time {times(stage.tally.wishes)} before"
        many = reason_of("many-wishes", sentence, context.rules.wishes_cite)
        return hold(stage, many, "operator", context.rules.look_operator, context)
    moved = isinstance(stage, StageWithAgreement)
    told = (appointment_event(AppointmentMoved, stage, reason, context),) if moved else ()
    sorry = apology(stage, "moved", context) if ours else ()
    around = around or _beyond_the_offer(stage)
    return ask_anew(stage, "wish", reason, context, around=around, closed=closed, first=told, last=sorry)


def move(
    stage: StageWithAgreement, reason: Reason, around: datetime | None, context: AppointmentContext
) -> AppointmentDecision:
    """Look for another time, because of us. Once; then it is held for a person."""
    if stage.tally.moves >= context.rules.moves_max:
        return hold(stage, reason, "operator", context.rules.look_operator, context)
    told = appointment_event(AppointmentMoved, stage, reason, context)
    sorry = apology(stage, "moved", context)
    return ask_anew(stage, "move", reason, context, around=around, first=(told,), last=sorry)


def missed(
    stage: Permitted, reason: Reason, context: AppointmentContext, *, ahead: bool = False
) -> AppointmentDecision:
    """Nobody came: the permit is void, we say sorry, and look for another time. Once; then it is held for a person.

    `ahead`: the window is not over, and nobody will come.
    """
    last = stage.tally.missed >= context.rules.moves_max
    sorry = apology(stage, ("visit-held" if last else "moved") if ahead else "missed", context)
    if last:
        return hold(stage, reason, "operator", context.rules.look_operator, context, sorry=sorry)
    told = appointment_event(AppointmentMoved, stage, reason, context)
    around = stage.agreement.window.start
    return ask_anew(stage, "missed", reason, context, around=around, first=(told,), last=sorry)


def hold(
    stage: OpenStage,
    reason: Reason,
    waits_for: WaitsFor,
    look_after: timedelta,
    context: AppointmentContext,
    *,
    braked: bool = False,
    sorry: tuple[Effect, ...] | None = None,
) -> AppointmentDecision:
    """Wait, with a reason and a time to look again. Who had agreed to a time hears that it does not happen: `sorry`."""
    held = HeldBack(reason.code, waits_for, context.at + look_after, braked)
    told = appointment_event(AppointmentHeld, stage, reason, context)
    if sorry is None:
        sorry = () if braked else apology(stage, "visit-held", context)
    effects = (*let_go(stage, reason.code, context), told, *sorry)
    return accept(reason.code, reason.text, held, rule=reason.rule, effects=effects)


def hold_stopped(stage: OpenStage, scope: str, context: AppointmentContext) -> AppointmentDecision:
    """An operator's switch stops visits here."""
    reason = reason_of("visiting-stopped", f"an operator stopped visits for {scope}")
    return hold(stage, reason, "switch", context.rules.look_stopped, context)


def hold_visited(stage: OpenStage, context: AppointmentContext) -> AppointmentDecision:
    """Another loan of the same person leads to a visit, or has just led to one: theirs comes first."""
    cite = context.rules.visit_every_cite
    reason = reason_of("person-visited", "another visit of this person is too near", cite)
    return hold(stage, reason, "other-visit", context.rules.look_operator, context)


def close(
    stage: OpenStage, how: Ending, reason: Reason, context: AppointmentContext, *, last: Iterable[Effect] = ()
) -> AppointmentDecision:
    """The visit is over. One that was made, as far as we know, keeps its place; any other booking is cancelled."""
    made = how in ("kept", "missed") and isinstance(stage, Permitted)
    given_up = (take_texts_back if made else let_go)(stage, reason.code, context)
    told = appointment_event(ENDED[how], stage, reason, context)
    closed = VisitClosed(how, reason.code, context.at)
    return accept(reason.code, reason.text, closed, rule=reason.rule, effects=(*given_up, told, *last))


def let_go(stage: OpenStage, cause: str, context: AppointmentContext) -> tuple[Effect, ...]:
    """Take back what is still under way: unsent texts, the booking, the borrower's reserved time."""
    texts = take_texts_back(stage, cause, context)
    if not isinstance(stage, StageWithAgreement):
        return texts
    cancelled = booking_cancelled(stage.visit, stage.agreement, cause, context)
    return (*texts, ReleaseTime(stage.agreement.booking), cancelled)


def take_texts_back(
    stage: OpenStage, cause: str, context: AppointmentContext, *, answered: UUID | None = None
) -> tuple[Effect, ...]:
    """Withdraw what may still wait for its hour and is not true any more; notifier knows whether it went out.

    `answered` is an offer that has certainly arrived.
    """
    gone: list[UUID] = []
    match stage:
        case Offered(offer=Offer(expires_at=None) as offer) if offer.intent != answered:
            gone.append(offer.intent)
        case Agreed() if not is_untold(stage):
            gone.append(notice_intent(stage.visit.id, stage.tally.version))
        # A notice behind a permit has arrived. The reminder was asked for on the day before, and may wait overnight.
        case Permitted(remind_at=None) if context.at < stage.agreement.window.start:
            gone.append(text_intent(stage.visit.id, "reminder", stage.tally.version))
        case _:
            pass
    if isinstance(stage, Permitted) and stage.departed_at is not None and not stage.crew_is_there:
        gone.append(text_intent(stage.visit.id, "on-the-way", stage.tally.version))
    if isinstance(stage, StageWithAgreement) and _may_be_unsaid(stage, context):
        gone.append(agreed_intent(stage.visit.id, stage.agreement.booking))
    return tuple(text_withdrawn(stage.visit, intent, cause, context) for intent in gone)


def _may_be_unsaid(stage: StageWithAgreement, context: AppointmentContext) -> bool:
    """May what was agreed still wait to be said back? It was asked for before the notice, so not long after that."""
    return not isinstance(stage, Permitted) or context.at < worth_saying_until(stage, stage.noticed_at, context)


def apology(stage: OpenStage, kind: VisitTextKind, context: AppointmentContext) -> tuple[Effect, ...]:
    """Tell somebody who had agreed to a time that it does not happen; nobody else, and not when the crew is there."""
    if not isinstance(stage, StageWithAgreement) or (isinstance(stage, Permitted) and stage.crew_is_there):
        return ()
    if context.rules.format < COURTESIES:
        kind = "visit-held"
    wording = Wording(window=stage.agreement.window.told())
    intent = text_intent(stage.visit.id, kind, stage.tally.version)
    return (courtesy_text(stage, kind, intent, wording, context),)


def with_first(decision: AppointmentDecision, *changes: AppointmentChange) -> AppointmentDecision:
    """The same decision, with these changes before its own."""
    return replace(decision, changes=(*changes, *decision.changes))


def _beyond_the_offer(stage: OpenStage) -> datetime | None:
    """Another time, but none named: beyond what was offered."""
    return max(slot.window.end for slot in stage.offer.slots) + timedelta(days=1) if stage.offer is not None else None
