"""The ways to go on that several stages share: ask the router anew, hold, move, close. Each gives up what it must."""

from __future__ import annotations

from dataclasses import replace
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
from shared.contracts.texts import VisitTextKind, Wording
from shared.contracts.values import Reason
from shared.decision import Decision, Effect

from .appointment import Agreed, Awaited, How, Living, Offered, Permitted, WithAgreement
from .changes import Asked, Because, HeldBack, VisitClosed
from .hours import text_open_for
from .moment import Course, Moment
from .names import notice_intent, text_intent
from .telling import Release, ask_router, text, told, unbook, untext, why

SAID: dict[How, type[AppointmentEvent]] = {
    "kept": AppointmentKept,
    "missed": AppointmentMissed,
    "cancelled": AppointmentCancelled,
    "expired": AppointmentExpired,
}
TOLD_WITHIN = timedelta(hours=24)
TOLD_ROOM = timedelta(hours=4)
"""So long texts may have gone out before it is too late for one: a Sunday uses up nothing."""


def ask_anew(
    m: Moment, stage: Living, because: Because, around: datetime | None = None, not_before: datetime | None = None
) -> Course:
    """Ask the router for slots under a new number; an agreement there was is given up."""
    asked = Asked(because, m.at + m.rules.quote_within, around, not_before)
    tally = replace(stage.tally, asks=stage.tally.asks + 1)
    ask = ask_router(m.case, stage, tally, around, m.at, m.rules, not_before)
    return Course((asked,), (*let_go(m, stage, because), ask))


def hold(
    m: Moment, stage: Living, reason: Reason, waits_for: Awaited, look_after: timedelta, *, braked: bool = False
) -> Course:
    """Wait, with a reason and a time to look again. Who had agreed to a time hears that it does not happen."""
    held = HeldBack(reason.code, waits_for, m.at + look_after, braked)
    said = told(AppointmentHeld, m.case.case, stage, reason, m.rules)
    effects = (*let_go(m, stage, reason.code), said)
    return Course((held,), effects if braked else (*effects, *sorry(m, stage, "visit-held", reason.code)))


def move(m: Moment, stage: WithAgreement, reason: Reason, around: datetime | None) -> Course:
    """Look for another time, because of us. Once; then it is held for a person."""
    if stage.tally.moves >= m.rules.moves_max:
        return hold(m, stage, reason, "operator", m.rules.look_operator)
    asked = ask_anew(m, stage, "move", around)
    said = told(AppointmentMoved, m.case.case, stage, reason, m.rules)
    told_before = sorry(m, stage, "visit-held", reason.code) if isinstance(stage, Permitted) else ()
    return Course(asked.changes, (said, *asked.effects, *told_before))


def close(m: Moment, stage: Living, how: How, reason: Reason) -> Course:
    """The visit is over. One that was made, as far as we know, keeps its place; any other booking is cancelled."""
    made = how in ("kept", "missed") and isinstance(stage, Permitted)
    effects = () if made else let_go(m, stage, reason.code)
    said = told(SAID[how], m.case.case, stage, reason, m.rules)
    return Course((VisitClosed(how, reason.code, m.at),), (*effects, said))


def held_visited(m: Moment, stage: Living) -> Decision:
    """Another loan of the same person leads to a visit, or has just led to one: theirs comes first."""
    reason = why("person-visited", "another visit of this person is too near", m.rules.visit_every_cite)
    held = hold(m, stage, reason, "other-visit", m.rules.look_operator)
    return held.because(reason.code, reason.text, reason.rule)


def let_go(m: Moment, stage: Living, cause: str) -> tuple[Effect, ...]:
    """Take back what is still under way: an unsent text, the booking, the borrower's reserved time."""
    case, visit = m.case.case, stage.visit
    effects: list[Effect] = []
    if isinstance(stage, Offered) and stage.offer is not None and stage.offer.expires_at is None:
        effects.append(untext(case, visit.visit, stage.offer.intent, cause))
    if isinstance(stage, Agreed):
        effects.append(untext(case, visit.visit, notice_intent(visit.visit, stage.tally.version), cause))
    if isinstance(stage, WithAgreement):
        effects.append(Release(stage.agreement.booking))
        effects.append(unbook(case, visit.visit, visit.region, stage.agreement, cause))
    return tuple(effects)


def sorry(m: Moment, stage: Living, kind: VisitTextKind, cause: str) -> tuple[Effect, ...]:
    """Tell somebody who had agreed to a time that it does not happen; nobody else, and not when the crew is there."""
    if not isinstance(stage, WithAgreement):
        return ()
    if isinstance(stage, Permitted) and stage.arrived_at is not None:
        return ()
    wording = Wording(window=stage.agreement.window, cause=cause)
    return (say(m, stage, kind, text_intent(stage.visit.visit, kind, stage.tally.version), wording),)


def say(m: Moment, stage: Living, kind: VisitTextKind, intent: UUID, wording: Wording) -> Effect:
    """A text that is worth saying within a day that has hours for texts, and whose loss changes nothing."""
    not_after = max(m.at + TOLD_WITHIN, text_open_for(m.at, stage.visit.zone, TOLD_ROOM, m.rules))
    return text(m.case.case, stage, kind, intent, wording, not_before=m.at, not_after=not_after)
