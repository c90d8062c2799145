"""`evolve`: the only place where an appointment's state changes. It reads no clock and never raises.

A change that does not fit the stage leaves it as it is: history is written by `decide`, so that never happens, but
a state that can be read is worth more than an exception years later.
"""

from __future__ import annotations

from dataclasses import replace

from .appointment import (
    Agreed,
    Agreement,
    Appointment,
    Asking,
    Booking,
    Closed,
    Crew,
    Held,
    Idle,
    InDoubt,
    Living,
    Offer,
    Offered,
    Permitted,
    Stage,
    Tally,
    agreement_of,
    crew_of,
)
from .changes import (
    AnswerAwaited,
    Asked,
    AskRepeated,
    Barred,
    BookingRepeated,
    Change,
    CrewFound,
    CrewSeen,
    FoundEmpty,
    HeldBack,
    LookedLast,
    NoticeDoubted,
    OfferDelivered,
    OfferMade,
    PermitGiven,
    Recalled,
    ReceiptAwaited,
    Remembered,
    Reminded,
    ReportAwaited,
    SlotChosen,
    StillHeld,
    VisitClosed,
    VisitTaken,
)
from .facts import Fact, Withdrawn
from .names import booking_name, offer_intent

EARLY_MAX = 24
PAST_MAX = 8
BARRED_MAX = 24
OFFERS_MAX = 3


def evolve(state: Appointment, change: Change) -> Appointment:
    """The state after `change`."""
    match change:
        case Remembered():
            return replace(state, early=_kept((*state.early, change.fact)))
        case Recalled():
            return replace(state, early=tuple(fact for fact in state.early if fact.by != change.by))
        case Barred():
            return replace(state, barred=tuple(dict.fromkeys((*state.barred, *change.collectors)))[-BARRED_MAX:])
        case VisitTaken():
            return replace(state, stage=Asking(visit=change.visit, tally=Tally(asks=1), quote_by=change.quote_by))
        case VisitClosed():
            return _closed(state, change)
        case _:
            stage = state.stage
            if isinstance(stage, Idle):
                return state
            return replace(state, stage=_after(stage, change) if isinstance(stage, Closed) else _moved(stage, change))


def _kept(early: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """At most `EARLY_MAX`, the oldest go; but a brake is never forgotten for lack of room."""
    if len(early) <= EARLY_MAX:
        return early
    loose = next((fact for fact in early if not isinstance(fact, Withdrawn)), early[0])
    return tuple(fact for fact in early if fact is not loose)


def _moved(stage: Living, change: Change) -> Stage:
    match change:
        case Asked():
            return _asking(stage, change)
        case FoundEmpty():
            return replace(stage, tally=replace(stage.tally, empty=stage.tally.empty + 1))
        case OfferMade():
            return _offered(stage, change)
        case OfferDelivered():
            return _delivered(stage, change)
        case SlotChosen():
            return _booked(stage, change)
        case HeldBack():
            return Held(
                visit=stage.visit,
                tally=stage.tally,
                offers=stage.offers,
                reason=change.reason,
                waits_for=change.waits_for,
                look_at=change.look_at,
                braked=change.braked,
            )
        case _:
            return _within(stage, change)


def _within(stage: Living, change: Change) -> Stage:
    """Changes that one stage alone knows."""
    match stage, change:
        case Asking(), AskRepeated():
            return replace(stage, quote_by=change.quote_by, tries=stage.tries + 1)
        case Offered(), AnswerAwaited():
            return replace(stage, answer_by=change.answer_by)
        case Booking(), BookingRepeated():
            return replace(stage, crew_by=change.crew_by, tries=stage.tries + 1)
        case ((Booking() | Agreed() | InDoubt() | Permitted()), CrewFound()):
            return _crewed(stage, change)
        case Agreed(), NoticeDoubted():
            return InDoubt(
                visit=stage.visit,
                tally=stage.tally,
                offers=stage.offers,
                agreement=stage.agreement,
                crew=stage.crew,
                receipt_by=stage.receipt_by,
            )
        case ((Agreed() | InDoubt()), ReceiptAwaited()):
            return replace(stage, receipt_by=change.receipt_by)
        case ((Agreed() | InDoubt()), PermitGiven()):
            return _permitted(stage, change)
        case Permitted(), Reminded():
            return replace(stage, remind_at=None)
        case Permitted(), LookedLast():
            return replace(stage, look_at=None)
        case Permitted(), CrewSeen(what="departed"):
            return replace(stage, departed_at=stage.departed_at or change.at)
        case Permitted(), CrewSeen():
            return replace(stage, arrived_at=stage.arrived_at or change.at)
        case Permitted(), ReportAwaited():
            return replace(stage, report_by=change.report_by)
        case Held(), StillHeld():
            return replace(stage, look_at=change.look_at, tally=replace(stage.tally, looks=stage.tally.looks + 1))
        case _:
            return stage


def _after(stage: Closed, change: Change) -> Closed:
    """What can still be learnt of a visit that is over."""
    if isinstance(change, CrewSeen) and change.what == "arrived":
        return replace(stage, arrived_at=stage.arrived_at or change.at)
    return stage


def _asking(stage: Living, change: Asked) -> Asking:
    tally, because = stage.tally, change.because
    counted = replace(
        tally,
        asks=tally.asks + 1,
        unanswered=tally.unanswered + 1 if because == "unanswered" else 0 if because == "wish" else tally.unanswered,
        wishes=tally.wishes + (because == "wish"),
        moves=tally.moves + (because == "move"),
        looks=tally.looks + (because == "look"),
        capped=tally.capped + 1 if because == "over-cap" else 0 if because == "look" else tally.capped,
    )
    return Asking(
        visit=stage.visit,
        tally=counted,
        offers=stage.offers[:-1] if because == "over-cap" else stage.offers,
        quote_by=change.quote_by,
        around=change.around,
        not_before=change.not_before,
    )


def _offered(stage: Living, change: OfferMade) -> Offered:
    number = stage.tally.offers + 1
    return Offered(
        visit=stage.visit,
        tally=replace(stage.tally, offers=number, empty=0),
        offers=(*stage.offers, Offer(offer_intent(stage.visit.visit, number), change.slots))[-OFFERS_MAX:],
        answer_by=change.answer_by,
        around=stage.around if isinstance(stage, Asking) else None,
    )


def _delivered(stage: Living, change: OfferDelivered) -> Living:
    offers = tuple(
        replace(offer, expires_at=change.expires_at) if offer.intent == change.intent else offer
        for offer in stage.offers
    )
    after = replace(stage, offers=offers)
    newest = stage.offer is not None and stage.offer.intent == change.intent
    return replace(after, answer_by=change.answer_by) if isinstance(after, Offered) and newest else after


def _booked(stage: Living, change: SlotChosen) -> Booking:
    version = stage.tally.version + 1
    return Booking(
        visit=stage.visit,
        tally=replace(stage.tally, version=version, unanswered=0, empty=0),
        offers=stage.offers,
        agreement=Agreement(booking_name(stage.visit.visit, version), change.window, change.by),
        crew_by=change.crew_by,
    )


def _crewed(stage: Booking | Agreed | InDoubt | Permitted, change: CrewFound) -> Agreed:
    first = isinstance(stage, Booking)
    return Agreed(
        visit=stage.visit,
        tally=stage.tally if first else replace(stage.tally, version=stage.tally.version + 1),
        offers=stage.offers,
        agreement=stage.agreement,
        crew=Crew(change.members, change.number, change.by),
        receipt_by=change.receipt_by,
    )


def _permitted(stage: Agreed | InDoubt, change: PermitGiven) -> Permitted:
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


def _closed(state: Appointment, change: VisitClosed) -> Appointment:
    stage = state.stage
    match stage:
        case Idle():
            return state
        case Closed():
            return replace(state, stage=replace(stage, how=change.how, cause=change.cause, at=change.at))
    over = stage.visit.visit
    crew = crew_of(stage)
    closed = Closed(
        visit=over,
        region=stage.visit.region,
        how=change.how,
        cause=change.cause,
        at=change.at,
        version=stage.tally.version,
        agreement=agreement_of(stage),
        crew=crew.ids if crew is not None else (),
        permitted=isinstance(stage, Permitted),
        arrived_at=stage.arrived_at if isinstance(stage, Permitted) else None,
    )
    return replace(
        state,
        stage=closed,
        past=(*state.past, over)[-PAST_MAX:],
        early=tuple(fact for fact in state.early if fact.visit != over),
    )
