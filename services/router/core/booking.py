"""Inputs about one booking: made, moved, cancelled, on the way, ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from datetime import time as daytime
from typing import assert_never

from services.router.core import plan, why
from services.router.core.announcing import announced, booking_cancelled, nearest, window_moved
from services.router.core.changes import Change, Ended, SetOff, Settled, Withdrawn
from services.router.core.duties import DutyDropped, DutyEnded
from services.router.core.evolve import evolve
from services.router.core.means import Moment
from services.router.core.quote import quote
from services.router.core.region import Region
from services.router.core.sending import Lacking, Sent, lacking, send
from services.router.core.visit import Assigned, Cancelled, Done, Unassigned, Underway, Unknown, Visit
from shared.contracts.outcomes import FieldFact
from shared.contracts.routing import Ask, Booking, Cancellation, Quote, SlotsQuoted
from shared.contracts.values import Reason
from shared.decision import Decision, Effect, Publish, SetTimer, accept, refuse

TIDY = "tidy"
TIDY_AT = daytime(2, 0)
"""UTC. Housekeeping: nobody outside notices when."""


def next_tidying(at: datetime) -> SetTimer:
    """The next time of day for forgetting what is over."""
    today = datetime.combine(at.astimezone(UTC).date(), TIDY_AT, UTC)
    return SetTimer(TIDY, today if today > at else today + timedelta(days=1))


def on_asked(region: Region, ask: Ask, now: Moment, stopped: str | None) -> Decision:
    """Quote slots. Changes nothing: what is quoted is not reserved."""
    slots, refused = ((), (why.visiting_stopped(stopped),)) if stopped else quote(region, ask, now)
    said = Publish(SlotsQuoted, ask.case, Quote(request=ask.request, visit=ask.visit, slots=slots, refused=refused))
    if not slots:
        return refuse(f"no-slots-{refused[0].code}", _sentences(refused), refused[0].rule, said)
    return accept("slots-quoted", f"{len(slots)} windows that a legal crew can serve.", effects=(said,))


def on_made(region: Region, known: Visit | Unknown, booking: Booking, now: Moment, stopped: str | None) -> Decision:
    if not isinstance(known, Unknown):
        return refuse(f"already-{known.kind}", "This booking is known already.")
    return _sent(region, known, booking, 0, now, stopped)


def on_moved(region: Region, known: Visit | Unknown, booking: Booking, now: Moment, stopped: str | None) -> Decision:
    """The new window counts, whatever became of the old one; a move that overtook its booking makes it."""
    match known:
        case Underway() | Cancelled() | Done():
            return refuse(f"already-{known.kind}", "It is too late to move this booking.")
        case Unknown():
            return _sent(region, known, booking, 0, now, stopped)
        case Assigned() | Unassigned():
            return _sent(region, known, booking, known.version, now, stopped)
        case _:
            assert_never(known)


def on_cancelled(region: Region, known: Visit | Unknown, said: Cancellation, now: Moment) -> Decision:
    match known:
        case Unknown():
            return refuse("unknown-booking", "There is no such booking, or it is over for long.")
        case Cancelled() | Done():
            return refuse(f"already-{known.kind}", "This booking is over.")
        case Unassigned():
            return accept("cancelled", f"Nobody was going: {said.cause}.", Withdrawn(booking=said.booking))
        case Assigned() | Underway():
            change = Withdrawn(booking=said.booking)
            starts = (known.booking.window.start,)
            plans = plan.touched(evolve(region, change), starts, now.at, booking_cancelled(), always=False)
            return accept(
                "cancelled",
                f"The crew is free again: {said.cause}.",
                change,
                effects=(DutyDropped(said.booking), *plans),
            )
        case _:
            assert_never(known)


def on_set_off(known: Visit | Unknown, said: FieldFact) -> Decision:
    """Departed or arrived: from now on this crew's day is left alone until the visit has ended."""
    match known:
        case Assigned():
            return accept("under-way", "The crew is on its way or at the door.", SetOff(booking=said.booking))
        case Underway():
            return accept("under-way", "The crew is on its way or at the door, as known.")
        case Unknown() | Unassigned() | Cancelled() | Done():
            return _not_going(known)
        case _:
            assert_never(known)


def on_ended(known: Visit | Unknown, said: FieldFact, now: Moment) -> Decision:
    match known:
        case Assigned() | Underway():
            change = Ended(booking=said.booking)
            return accept("visit-ended", "The crew is free again.", change, effects=(DutyEnded(said.booking, now.at),))
        case Unknown() | Unassigned() | Cancelled() | Done():
            return _not_going(known)
        case _:
            assert_never(known)


def _not_going(known: Unknown | Unassigned | Cancelled | Done) -> Decision:
    if isinstance(known, Unknown):
        return refuse("unknown-booking", "There is no such booking, or it is over for long.")
    return refuse(f"already-{known.kind}", "Nobody is planned to go there any more.")


def _sent(
    region: Region, known: Visit | Unknown, booking: Booking, before: int, now: Moment, stopped: str | None
) -> Decision:
    if stopped:
        found: Sent | Lacking = lacking(booking, before, (why.visiting_stopped(stopped),))
    else:
        found = send(region, booking, before, now)
    reason = nearest() if before == 0 else window_moved()
    changes: list[Change] = [] if region.zone else [Settled(zone=booking.window.zone)]
    changes.append(found.change)
    for change in changes:
        region = evolve(region, change)
    effects: list[Effect] = [*announced(found, booking, reason), next_tidying(now.at)]
    starts = [booking.window.start] if isinstance(found, Sent) else []
    if isinstance(known, Assigned):
        effects.insert(0, DutyDropped(booking.booking))
        starts.append(known.booking.window.start)
    effects += plan.touched(region, starts, now.at, reason, always=False)
    if isinstance(found, Sent):
        text = f"Added travel {found.detour_s // 60} min, summed over {len(found.members)} members."
        return accept("crew-assigned" if before == 0 else "crew-changed", text, *changes, effects=tuple(effects))
    first = found.reasons[0]
    text = _sentences(found.reasons)
    return accept(f"unassigned-{first.code}", text, *changes, rule=first.rule, effects=tuple(effects))


def _sentences(reasons: tuple[Reason, ...]) -> str:
    return " ".join(reason.text for reason in reasons)
