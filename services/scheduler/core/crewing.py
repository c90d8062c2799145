"""From an agreed time to a crew that the borrower was told of. Another crew, another notice."""

from __future__ import annotations

from shared.contracts.appointments import AppointmentAgreed, AppointmentMoved
from shared.decision import Decision, Effect, TimerDue, refuse

from .answers import wish
from .appointment import Agreed, Booking, Permitted, WithAgreement, WithCrew
from .asking import unserved
from .changes import BookingRepeated, CrewFound
from .courses import hold, move
from .facts import Crewed, Uncrewed
from .moment import Course, Moment
from .names import notice_intent
from .notice import can_be_noticed, deadline, receipt_by
from .telling import book, crew_wording, text, told, untext, why


def crewed(m: Moment, stage: WithAgreement, fact: Crewed) -> Decision:
    """A crew for the booking: give notice of it, or find another time when it is too late for that."""
    if not isinstance(stage, Booking):
        obstacle = _no_other_crew(stage, fact)
        if obstacle is not None:
            return obstacle
    window = stage.agreement.window
    if not can_be_noticed(window, m.at, m.rules):
        late = why("no-time-for-notice", "the crew was known too late to give notice of it", m.rules.lead_cite)
        return move(m, stage, late, window.start).because(late.code, late.text, late.rule)
    found = CrewFound(fact.members, fact.number, fact.by, receipt_by(window, m.rules))
    agreed = m.then(found).case.stage
    assert isinstance(agreed, Agreed)
    notice = text(
        m.case.case,
        agreed,
        "notice",
        notice_intent(agreed.visit.visit, agreed.tally.version),
        crew_wording(agreed, m.rules),
        not_before=m.at,
        not_after=deadline(window, m.rules),
        on_failure="hold-visit",
    )
    if isinstance(stage, Booking):
        reason = why("crew-assigned", f"{len(fact.members)} collectors will come; notice is given")
        said = told(AppointmentAgreed, m.case.case, agreed, reason, m.rules)
        return Course((found,), (said, notice)).because(reason.code, reason.text)
    reason = why("crew-changed", "another crew will come: an earlier notice or permit is void", m.rules.lead_cite)
    moved = told(AppointmentMoved, m.case.case, agreed, reason, m.rules)
    return Course((found,), (*_former_notice(m, stage), moved, notice)).because(reason.code, reason.text, reason.rule)


def uncrewed(m: Moment, stage: WithAgreement, fact: Uncrewed) -> Decision:
    """No legal crew (any more) for what was agreed."""
    if isinstance(stage, Permitted) and stage.arrived_at is not None:
        return refuse("crew-is-there", "the crew has arrived")
    obstacles = unserved(fact.refused, "no legal crew")
    if isinstance(stage, Booking):
        # Somebody else was quicker. Who said yes is offered at once what is still free.
        return wish(m, stage, stage.agreement.window.start, "slot-gone", f"taken meanwhile: {obstacles}")
    reason = why("unassigned", obstacles, fact.refused[0].rule if fact.refused else "")
    return hold(m, stage, reason, "crew", m.rules.look_again).because(reason.code, reason.text, reason.rule)


def crew_overdue(m: Moment, stage: Booking, timer: TimerDue) -> Decision:
    """Say the booking again, a few times."""
    if stage.tries >= m.rules.tries_max:
        reason = why("crew-overdue", f"the router assigned nobody after {stage.tries} requests")
        return hold(m, stage, reason, "router", m.rules.look_again).because(reason.code, reason.text)
    again = Course((BookingRepeated(m.at + m.rules.crew_within),), (book(m.case, stage),))
    return again.because("booking-repeated", f"no crew within {m.rules.crew_within}")


def _no_other_crew(stage: WithCrew, fact: Crewed) -> Decision | None:
    if fact.number <= stage.crew.number:
        return refuse("crew-of-before", f"crew {fact.number} of this booking; {stage.crew.number} is known")
    if isinstance(stage, Permitted) and stage.arrived_at is not None:
        return refuse("crew-is-there", "the crew has arrived")
    return None


def _former_notice(m: Moment, stage: WithCrew) -> tuple[Effect, ...]:
    if not isinstance(stage, Agreed):
        return ()
    intent = notice_intent(stage.visit.visit, stage.tally.version)
    return (untext(m.case.case, stage.visit.visit, intent, "crew-changed"),)
