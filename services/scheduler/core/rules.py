"""The limits that decisions about visits rest on. Durations are elapsed time; hours are the borrower's local ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from shared.policy import ContactCalendar, Limits, Pack
from shared.policy.local_time import local_day

from .formats import NEWEST
from .inputs import AppointmentInput, VisitRequest
from .state import AppointmentState, OpenVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRules:
    """What binds on the local day of a decision, as durations; what a decision cites is beside it."""

    version: str
    calendar: ContactCalendar
    lead: timedelta
    """Between the carrier's receipt of the notice and the window's start."""
    lead_cite: str
    named_ahead: timedelta
    """So long before the window the borrower is told who comes, at the latest."""
    named_cite: str
    notice_post: timedelta
    """Time in which texts may go out, between when a notice is due and `named_ahead`."""
    notice_receipt: timedelta
    """Such time between when a notice is due and `lead`: for tries, outages and the receipt."""
    consent_cite: str
    crew_cite: str
    visit_every: timedelta
    """Between two visits of one person, whichever loans they are about."""
    visit_every_cite: str
    search_from: timedelta
    """A first offer leaves time to be read, answered, and followed by a notice."""
    search_to: timedelta
    slots_max: int
    answer_within: timedelta
    """Counted from the delivery of the offer."""
    answer_cite: str
    quote_within: timedelta
    tries_max: int
    unanswered_max: int
    empty_max: int
    empty_cite: str
    look_again: timedelta
    look_operator: timedelta

    answer_room: timedelta
    """What is searched for anew still leaves the borrower a day to answer."""
    wish_room: timedelta
    """How far around a time that the borrower proposed other windows are still an answer to it."""
    wish_horizon: timedelta
    post_within: timedelta
    book_ahead: timedelta
    """What crew and notice need between the borrower's answer and the notice deadline, while texts may go out."""
    crew_slack: timedelta
    """How long the router usually takes at most: a notice does not go out earlier than this after an answer."""
    permit_ahead: timedelta
    """A crew can't be told later than this before the window."""
    permit_ahead_cite: str
    crew_within: timedelta
    grace: timedelta
    """How long a fact from before a deadline may take to reach us before the deadline counts."""
    late_wake: timedelta
    """A timer this late means that we were away, and that facts may be waiting to be read."""
    wishes_max: int
    wishes_cite: str
    moves_max: int
    over_caps_max: int
    """Offers in a row that may turn out to be one contact too many, before the visit is held for a while."""
    look_stopped: timedelta
    look_promised: timedelta
    """Where a borrower who said yes, or proposed a time, waits for free crews."""
    looks_max: int
    looks_cite: str
    remind_at: time
    """Local time of the day before."""
    remind_gap: timedelta
    """No reminder sooner than this after the notice: the borrower was just told."""
    remind_until: timedelta
    last_look: timedelta
    """Before the window, while the crew has not left yet."""
    outcome_within: timedelta
    outcome_cite: str
    told_within: timedelta
    """That a visit does not happen is said so soon, or not at all; but not before it was open for `told_open`."""
    told_open: timedelta
    code_key: bytes = field(default=b"", repr=False)
    """Check codes are derived under this key, so that they can't be guessed from an id."""
    format: int = NEWEST
    """That of the oldest version of which replicas run: what came with a newer one is neither said nor stored."""


RulesFor = Callable[[AppointmentState, AppointmentInput, datetime], VisitRules]
"""The rules for deciding on an input in a state, at a moment."""


def rules_for(
    pack: Pack,
    code_key: bytes,
    state: AppointmentState,
    input: AppointmentInput,
    at: datetime,
    *,
    format: int = NEWEST,
) -> VisitRules:
    """Under `pack`: those of the borrower's day.

    A request says where the borrower is. Where no visit is open, nothing that is decided depends on the day.
    """
    zone = state.stage.visit.zone if isinstance(state.stage, OpenVisit) else "UTC"
    if isinstance(input, VisitRequest):
        zone = input.zone
    return rules_of(pack, code_key, local_day(at, zone), format=format)


def rules_of(pack: Pack, code_key: bytes, day: date, *, format: int = NEWEST) -> VisitRules:
    """The rules under `pack` on the local day `day`."""
    return _rules(pack, code_key, pack.on(day), format)


@lru_cache(maxsize=64)
def _rules(pack: Pack, code_key: bytes, limits: Limits, format: int) -> VisitRules:
    visit, notice, own = limits.visit, limits.notice, limits.arrangement
    return VisitRules(
        version=pack.version,
        calendar=pack.calendar,
        lead=timedelta(minutes=notice.lead_min.value),
        lead_cite=notice.lead_min.rule,
        named_ahead=timedelta(hours=notice.named_ahead_h.value),
        named_cite=notice.named_ahead_h.rule,
        notice_post=timedelta(minutes=notice.post_open_min.value),
        notice_receipt=timedelta(hours=notice.receipt_open_h.value),
        consent_cite=notice.confirmation_required.rule,
        crew_cite=visit.crew_size.rule,
        visit_every=timedelta(days=limits.gate.visit_every_days.value),
        visit_every_cite=limits.gate.visit_every_days.rule,
        search_from=timedelta(days=visit.ahead_min_days.value),
        search_to=timedelta(days=visit.ahead_max_days.value),
        slots_max=visit.slots_max.value,
        answer_within=timedelta(hours=visit.offer_open_h.value),
        answer_cite=visit.offers_max.rule,
        quote_within=timedelta(minutes=visit.quote_wait_min.value),
        tries_max=visit.quotes_max.value + 1,
        unanswered_max=visit.offers_max.value,
        empty_max=visit.looks_max.value,
        empty_cite=visit.looks_max.rule,
        look_again=timedelta(days=visit.look_again_days.value),
        look_operator=timedelta(days=limits.holds.look_again_days.value),
        answer_room=timedelta(hours=own.answer_room_h.value),
        wish_room=timedelta(days=own.wish_room_days.value),
        wish_horizon=timedelta(days=own.wish_horizon_days.value),
        post_within=timedelta(hours=own.post_within_h.value),
        book_ahead=timedelta(minutes=own.book_ahead_min.value),
        crew_slack=timedelta(minutes=own.crew_slack_min.value),
        permit_ahead=timedelta(minutes=own.permit_ahead_min.value),
        permit_ahead_cite=own.permit_ahead_min.rule,
        crew_within=timedelta(minutes=own.crew_wait_min.value),
        grace=timedelta(minutes=own.late_news_min.value),
        late_wake=timedelta(minutes=own.late_wake_min.value),
        wishes_max=own.wishes_max.value,
        wishes_cite=own.wishes_max.rule,
        moves_max=own.moves_max.value,
        over_caps_max=own.over_caps_max.value,
        look_stopped=timedelta(days=own.look_stopped_days.value),
        look_promised=timedelta(days=own.look_promised_days.value),
        looks_max=own.looks_max.value,
        looks_cite=own.looks_max.rule,
        remind_at=own.remind_at.value,
        remind_gap=timedelta(hours=own.remind_gap_h.value),
        remind_until=timedelta(minutes=own.remind_until_min.value),
        last_look=timedelta(minutes=own.last_look_min.value),
        outcome_within=timedelta(hours=own.outcome_within_h.value),
        outcome_cite=own.outcome_within_h.rule,
        told_within=timedelta(hours=own.told_within_h.value),
        told_open=timedelta(hours=own.told_open_h.value),
        code_key=code_key,
        format=format,
    )
