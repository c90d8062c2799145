"""`evolve`: the only place where an appointment changes. It needs nothing but the state and the change.

A change that does not fit the stage leaves it as it is: history is written by decisions about that stage, so it never
happens, but a state that can be read is worth more than an exception years later.
"""

from __future__ import annotations

from typing import assert_never

from shared.decision.replaced import replace

from .changes import (
    AnswerAwaited,
    AnswerFollowed,
    AppointmentChange,
    AskRepeated,
    Barred,
    BookingRepeated,
    CrewFound,
    CrewSeen,
    FoundEmpty,
    HeldBack,
    LookedLast,
    NoticeDoubted,
    NoticeGiven,
    OfferDelivered,
    OfferMade,
    PermitGiven,
    Recalled,
    ReceiptAwaited,
    Remembered,
    ReportAwaited,
    SlotChosen,
    SlotsAskedAnew,
    StageChange,
    StillHeld,
    VisitClosed,
    VisitReminded,
    VisitTaken,
)
from .closing import closed, learnt_after
from .ids import booking_name, offer_intent
from .inputs import EventInput, VisitBrake
from .state import (
    Agreed,
    Agreement,
    AppointmentState,
    Asking,
    AssignedCrew,
    Booked,
    ClosedVisit,
    HeldVisit,
    Idle,
    InDoubt,
    Offer,
    Offered,
    OpenStage,
    Permitted,
    StageWithAgreement,
    VisitCounts,
    VisitStage,
    is_untold,
)

# These bounds say what a history means: another value would fold old histories to another state. So a new bound needs
# a new kind of change, and none of them is a rule of a policy pack.
EARLY_MAX = 24
BARRED_MAX = 24
OFFERS_MAX = 3


def evolve(state: AppointmentState, change: AppointmentChange) -> AppointmentState:
    """The state after `change`."""
    match change:
        case Remembered():
            return replace(state, early=_kept((*state.early, change.fact)))
        case Recalled():
            return replace(state, early=tuple(early for early in state.early if early.by != change.by))
        case Barred():
            return replace(state, barred=tuple(dict.fromkeys((*state.barred, *change.collectors)))[-BARRED_MAX:])
        case AnswerFollowed():
            return replace(state, heard_at=change.at)
        case VisitTaken():
            return replace(state, stage=taken(change))
        case VisitClosed():
            return closed(state, change)
        case _:
            match state.stage:
                case Idle():
                    return state
                case ClosedVisit() as over:
                    return replace(state, stage=learnt_after(over, change))
                case stage:
                    return replace(state, stage=_moved(stage, change))


def taken(change: VisitTaken) -> Asking:
    return Asking(visit=change.visit, tally=VisitCounts(asks=1), quote_by=change.quote_by)


def asking(stage: OpenStage, change: SlotsAskedAnew) -> Asking:
    tally, because = stage.tally, change.because
    counted = replace(
        tally,
        asks=tally.asks + 1,
        unanswered=tally.unanswered + 1 if because == "unanswered" else 0 if because == "wish" else tally.unanswered,
        wishes=tally.wishes + (because == "wish"),
        moves=tally.moves + (because == "move"),
        missed=tally.missed + (because == "missed"),
        looks=tally.looks + (because == "look"),
        capped=tally.capped + 1 if because == "over-cap" else 0 if because == "look" else tally.capped,
    )
    return Asking(
        visit=stage.visit,
        tally=counted,
        # An offer over the cap was never sent: it is none that a borrower could answer or leave unanswered.
        offers=stage.offers[:-1] if because == "over-cap" else stage.offers,
        quote_by=change.quote_by,
        around=change.around,
        not_before=change.not_before,
        closed=change.closed,
    )


def offered(stage: OpenStage, change: OfferMade) -> Offered:
    number = stage.tally.offers + 1
    return Offered(
        visit=stage.visit,
        tally=replace(stage.tally, offers=number, empty=0),
        offers=(*stage.offers, Offer(offer_intent(stage.visit.id, number), change.slots))[-OFFERS_MAX:],
        answer_by=change.answer_by,
        around=stage.around if isinstance(stage, Asking) else None,
        closed=stage.closed if isinstance(stage, Asking) else None,
    )


def booked(stage: OpenStage, change: SlotChosen) -> Booked:
    version = stage.tally.version + 1
    return Booked(
        visit=stage.visit,
        tally=replace(stage.tally, version=version, unanswered=0, empty=0),
        offers=stage.offers,
        agreement=Agreement(booking_name(stage.visit.id, version), change.window, change.by),
        crew_by=change.crew_by,
    )


def agreed(stage: StageWithAgreement, change: CrewFound) -> Agreed:
    """A first crew comes with the booking's version, as does whoever comes instead while nobody was told of it; any
    other one makes a new version, which needs its own notice.
    """
    first = is_untold(stage)
    return Agreed(
        visit=stage.visit,
        tally=stage.tally if first else replace(stage.tally, version=stage.tally.version + 1),
        offers=stage.offers,
        agreement=stage.agreement,
        crew=AssignedCrew(change.members, change.number, change.by),
        receipt_by=change.receipt_by,
        notice_at=change.notice_at,
    )


def permitted(stage: Agreed | InDoubt, change: PermitGiven) -> Permitted:
    return Permitted(
        visit=stage.visit,
        tally=stage.tally,
        offers=stage.offers,
        agreement=stage.agreement,
        crew=stage.crew,
        noticed_at=change.noticed_at,
        report_by=change.report_by,
        remind_at=change.remind_at,
        look_at=change.look_at,
    )


def _kept(early: tuple[EventInput, ...]) -> tuple[EventInput, ...]:
    """At most `EARLY_MAX`, the oldest go; but a brake is never forgotten for lack of room."""
    if len(early) <= EARLY_MAX:
        return early
    loose = next((one for one in early if not isinstance(one, VisitBrake)), early[0])
    return tuple(one for one in early if one is not loose)


def _moved(stage: OpenStage, change: StageChange) -> VisitStage:
    match change:
        case SlotsAskedAnew():
            return asking(stage, change)
        case FoundEmpty():
            return replace(stage, tally=replace(stage.tally, empty=stage.tally.empty + 1))
        case OfferMade():
            return offered(stage, change)
        case OfferDelivered():
            return _delivered(stage, change)
        case SlotChosen():
            return booked(stage, change)
        case HeldBack():
            return _held(stage, change)
        case AskRepeated():
            if not isinstance(stage, Asking):
                return stage
            return replace(stage, quote_by=change.quote_by, tries=stage.tries + 1)
        case AnswerAwaited():
            return replace(stage, answer_by=change.answer_by) if isinstance(stage, Offered) else stage
        case BookingRepeated():
            if not isinstance(stage, Booked):
                return stage
            return replace(stage, crew_by=change.crew_by, tries=stage.tries + 1)
        case CrewFound():
            return agreed(stage, change) if isinstance(stage, StageWithAgreement) else stage
        case NoticeGiven():
            return replace(stage, notice_at=None) if isinstance(stage, Agreed) else stage
        case NoticeDoubted():
            return _in_doubt(stage) if isinstance(stage, Agreed) else stage
        case ReceiptAwaited():
            return replace(stage, receipt_by=change.receipt_by) if isinstance(stage, Agreed | InDoubt) else stage
        case PermitGiven():
            return permitted(stage, change) if isinstance(stage, Agreed | InDoubt) else stage
        case StillHeld():
            looked = replace(stage.tally, looks=stage.tally.looks + 1)
            return replace(stage, look_at=change.look_at, tally=looked) if isinstance(stage, HeldVisit) else stage
        case VisitReminded() | LookedLast() | CrewSeen() | ReportAwaited():
            return _on_the_day(stage, change) if isinstance(stage, Permitted) else stage
        case _:
            assert_never(change)


def _on_the_day(stage: Permitted, change: VisitReminded | LookedLast | CrewSeen | ReportAwaited) -> Permitted:
    match change:
        case VisitReminded():
            return replace(stage, remind_at=None)
        case LookedLast():
            return replace(stage, look_at=None)
        case CrewSeen(what="departed"):
            return replace(stage, departed_at=stage.departed_at or change.at)
        case CrewSeen():
            return replace(stage, arrived_at=stage.arrived_at or change.at)
        case ReportAwaited():
            return replace(stage, report_by=change.report_by)
        case _:
            assert_never(change)


def _held(stage: OpenStage, change: HeldBack) -> HeldVisit:
    return HeldVisit(
        visit=stage.visit,
        tally=stage.tally,
        offers=stage.offers,
        reason=change.reason,
        waits_for=change.waits_for,
        look_at=change.look_at,
        braked=change.braked,
    )


def _in_doubt(stage: Agreed) -> InDoubt:
    return InDoubt(
        visit=stage.visit,
        tally=stage.tally,
        offers=stage.offers,
        agreement=stage.agreement,
        crew=stage.crew,
        receipt_by=stage.receipt_by,
    )


def _delivered(stage: OpenStage, change: OfferDelivered) -> OpenStage:
    offers = tuple(
        replace(offer, expires_at=change.expires_at) if offer.intent == change.intent else offer
        for offer in stage.offers
    )
    after = replace(stage, offers=offers)
    newest = stage.offer is not None and stage.offer.intent == change.intent
    return replace(after, answer_by=change.answer_by) if isinstance(after, Offered) and newest else after
