"""The limits that decisions about visits rest on. Durations are elapsed time; hours are the borrower's local ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta

from shared.policy import Leaf, Pack
from shared.policy.parts import Blackout, ContactWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What comes from the policy pack has no default and is cited; the others are how this service works."""

    version: str
    windows: tuple[Leaf[ContactWindow], ...]
    text_windows: tuple[Leaf[ContactWindow], ...]
    blackouts: tuple[Leaf[Blackout], ...]
    lead: timedelta
    """Between the carrier's receipt of the notice and the window's start."""
    lead_cite: str
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

    answer_room: timedelta = timedelta(hours=24)
    """What is searched for anew still leaves the borrower a day to answer."""
    wish_room: timedelta = timedelta(days=3)
    """How far around a time that the borrower proposed other windows are still an answer to it."""
    wish_horizon: timedelta = timedelta(days=30)
    post_within: timedelta = timedelta(hours=72)
    book_ahead: timedelta = timedelta(hours=2)
    """What crew and notice need between the borrower's answer and the notice deadline, while texts may go out."""
    crew_slack: timedelta = timedelta(minutes=15)
    """How long the router usually takes at most: a notice does not go out earlier than this after an answer."""
    permit_ahead: timedelta = timedelta(hours=2)
    """A crew can't be told later than this before the window."""
    crew_within: timedelta = timedelta(minutes=30)
    grace: timedelta = timedelta(minutes=30)
    """How long a fact from before a deadline may take to reach us before the deadline counts."""
    late_wake: timedelta = timedelta(minutes=5)
    """A timer this late means that we were away, and that facts may be waiting to be read."""
    wishes_max: int = 4
    moves_max: int = 1
    over_caps_max: int = 3
    """Offers in a row that may turn out to be one contact too many, before the visit is held for a while."""
    look_stopped: timedelta = timedelta(days=1)
    look_promised: timedelta = timedelta(days=1)
    """Where a borrower who said yes, or proposed a time, waits for free crews."""
    looks_max: int = 12
    remind_at: time = time(16)
    """Local time of the day before."""
    remind_gap: timedelta = timedelta(hours=12)
    """No reminder sooner than this after the notice: the borrower was just told."""
    remind_until: timedelta = timedelta(hours=1)
    last_look: timedelta = timedelta(hours=1)
    """Before the window, while the crew has not left yet."""
    outcome_within: timedelta = timedelta(hours=24)
    code_key: bytes = field(default=b"", repr=False)
    """Check codes are derived under this key, so that they can't be guessed from an id."""


def rules_of(pack: Pack, code_key: bytes) -> Rules:
    """The rules of a policy pack."""
    visit, notice = pack.visit, pack.notice
    return Rules(
        version=pack.version,
        windows=tuple(leaf for leaf in pack.contact.windows if "visit" in leaf.value.channels),
        text_windows=tuple(leaf for leaf in pack.contact.windows if "text" in leaf.value.channels),
        blackouts=pack.contact.blackouts,
        lead=timedelta(minutes=notice.lead_min.value),
        lead_cite=notice.lead_min.rule,
        consent_cite=notice.confirmation_required.rule,
        crew_cite=visit.crew_size.rule,
        visit_every=timedelta(days=pack.gate.visit_every_days.value),
        visit_every_cite=pack.gate.visit_every_days.rule,
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
        look_operator=timedelta(days=pack.holds.look_again_days.value),
        code_key=code_key,
    )
