"""What packs can say. Times of day are the borrower's own; units are last in each name.

A part groups leaves that answer one question. There is no leaf that nothing reads: one that binds nobody would look as
if it did (a test compares the leaves with the code).
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field, model_validator

from shared.contracts.values import MINOR_MAX, Certificate, Currency

from .leaf import Leaf, Part

Channel = Literal["text", "call", "letter", "visit"]
Scope = Literal["person", "debt", "phone"]
CaseTexts = Literal["reminder-early", "reminder-firm", "reminder-last"]
Weekday = Annotated[int, Field(ge=1, le=7)]
PolicyCount = Annotated[int, Field(ge=0, le=10_000)]
Positive = Annotated[int, Field(ge=1, le=100_000)]


class ContactWindow(Part):
    """Contact over `channels` is allowed from `start` until before `end` on these ISO weekdays (Monday is 1).

    A channel and day that no window names is closed. `holidays` says whether it holds on blackout days too.
    """

    channels: tuple[Channel, ...]
    weekdays: tuple[Weekday, ...] = (1, 2, 3, 4, 5, 6, 7)
    holidays: bool = False
    start: time
    end: time

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> ContactWindow:
        if self.start >= self.end:
            raise ValueError("start must be before end")
        return self


class Cap(Part):
    """At most `contacts_max` over `channels` in any `days` days, counted per person, debt or phone."""

    channels: tuple[Channel, ...]
    scope: Scope = "person"
    contacts_max: PolicyCount
    days: Positive


class Blackout(Part):
    """Days without contact: one date each year (`MM-DD`), or a span of dates."""

    name: str
    yearly: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] | None = None
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Blackout:
        if (self.yearly is None) == (self.first is None or self.last is None):
            raise ValueError("give either yearly, or first and last")
        return self


class CadenceStep(Part):
    """From `dpd` days past due on, the text of kind `text` is due."""

    dpd: PolicyCount
    text: CaseTexts


class ContactLimits(Part):
    """When and how often anybody may be contacted. `gap_min`: minutes between two texts that nobody asked for.

    An answer is no new contact for `answer_within_h`, and longer where it was not open for `answer_open_h` since.
    """

    windows: tuple[Leaf[ContactWindow], ...]
    caps: tuple[Leaf[Cap], ...]
    blackouts: tuple[Leaf[Blackout], ...] = ()
    gap_min: Leaf[PolicyCount]
    answer_within_h: Leaf[Positive]
    answer_open_h: Leaf[Positive]


class OptOut(Part):
    """`words` are taken besides any reasonable wording. A person who opted out is left alone at once.

    That they did is confirmed within `confirmation_within_min` of the receipt of their word, or not at all; outside
    contact hours only with `confirmation_at_any_hour`.
    """

    words: Leaf[tuple[str, ...]]
    confirmations_max: Leaf[Annotated[int, Field(ge=0, le=1)]]
    confirmation_within_min: Leaf[Positive]
    confirmation_at_any_hour: Leaf[Annotated[bool, Field(strict=True)]]


class Cadence(Part):
    """Steps by days past due; past the last one a reminder repeats every `repeat_days`.

    Until `attempts_max` arrived and went unanswered, or `unproven_max` failed for reasons that are nobody's.
    """

    steps: Leaf[tuple[CadenceStep, ...]]
    repeat_days: Leaf[Positive]
    attempts_max: Leaf[Positive]
    unproven_max: Leaf[Positive]


class Gate(Part):
    """What must be true before a visit is asked for. `amount_min` is in minor units; a currency it lacks: no visit."""

    dpd_min: Leaf[PolicyCount]
    amount_min: Leaf[dict[Currency, Annotated[int, Field(gt=0, le=MINOR_MAX)]]]
    attempts_min: Leaf[PolicyCount]
    silence_days: Leaf[PolicyCount]
    visit_every_days: Leaf[Positive]


class Notice(Part):
    """Minutes between the carrier's receipt of the notice and the start of the window; consent to each visit.

    That no visit is made without consent is no choice: the leaf is there so that a permit can cite its source.

    A notice goes out as late as is safe: `named_ahead_h` before the window, having had `post_open_min` in which texts
    may go out, and `receipt_open_h` of such hours before `lead_min`.
    """

    lead_min: Leaf[Positive]
    confirmation_required: Leaf[Literal[True]]
    named_ahead_h: Leaf[PolicyCount]
    post_open_min: Leaf[Positive]
    receipt_open_h: Leaf[Positive]


class VisitLimits(Part):
    """How a visit is offered and made. Slots are offered from `ahead_min_days` to `ahead_max_days` days ahead.

    `offers_max` are offers in a row that nobody answered; what is offered because the borrower answered, late too,
    begins anew. How often that may be is `wishes_max` of the arrangement, and each offer is a contact under the caps.
    """

    crew_size: Leaf[Annotated[int, Field(ge=1, le=4)]]
    certificates: Leaf[tuple[Certificate, ...]]
    duration_min: Leaf[Annotated[int, Field(ge=5, le=240)]]
    window_min: Leaf[Positive]
    ahead_min_days: Leaf[Positive]
    ahead_max_days: Leaf[Positive]
    slots_max: Leaf[Annotated[int, Field(ge=1, le=3)]]
    offers_max: Leaf[Positive]
    offer_open_h: Leaf[Positive]
    quote_wait_min: Leaf[Positive]
    quotes_max: Leaf[Positive]
    look_again_days: Leaf[Positive]
    looks_max: Leaf[Positive]


class Arrangement(Part):
    """How a visit is arranged: what our own work needs, and how often we ask a borrower before a person takes over.

    All of it is the house's own; a jurisdiction may be stricter. Where a leaf has a rule of its neighbour in `Visit` or
    `Notice`, that is the limit and this is the room that we leave for keeping it.
    """

    answer_room_h: Leaf[Positive]
    wish_room_days: Leaf[Positive]
    wish_horizon_days: Leaf[Positive]
    post_within_h: Leaf[Positive]
    book_ahead_min: Leaf[PolicyCount]
    crew_slack_min: Leaf[PolicyCount]
    permit_ahead_min: Leaf[PolicyCount]
    crew_wait_min: Leaf[Positive]
    late_news_min: Leaf[PolicyCount]
    late_wake_min: Leaf[PolicyCount]
    wishes_max: Leaf[PolicyCount]
    moves_max: Leaf[PolicyCount]
    over_caps_max: Leaf[PolicyCount]
    looks_max: Leaf[Positive]
    look_stopped_days: Leaf[Positive]
    look_promised_days: Leaf[Positive]
    remind_at: Leaf[time]
    remind_gap_h: Leaf[PolicyCount]
    remind_until_min: Leaf[PolicyCount]
    last_look_min: Leaf[PolicyCount]
    outcome_within_h: Leaf[Positive]
    told_within_h: Leaf[Positive]
    told_open_h: Leaf[Positive]


class Holds(Part):
    """How long a case rests after what; where a person must act, `look_again_days` is when it is looked at again.

    `unreachable_days`: after that a number that could not be reached, or of which nobody said, is tried again.
    """

    partial_payment_days: Leaf[Positive]
    promise_days: Leaf[Positive]
    hardship_days: Leaf[Positive]
    after_visit_days: Leaf[Positive]
    look_again_days: Leaf[Positive]
    unreachable_days: Leaf[Positive]


class Retention(Part):
    """How many days something is kept after it is over. What is open is kept for as long as it is open.

    `cases_days`: from the last decision on a case that is closed; with it go its texts, replies and numbers.
    `crews_days`: router's decisions, from the day of each. `operations_days`: what operators asked for and saw.
    `letters_days`: dead letters that somebody settled. `strangers_days`: messages that belong to no case.
    `ids_days`: ids of events that were handled; longer than any topic keeps a record, or one would count twice.
    """

    cases_days: Leaf[Positive]
    crews_days: Leaf[Positive]
    operations_days: Leaf[Positive]
    letters_days: Leaf[Positive]
    strangers_days: Leaf[Positive]
    ids_days: Leaf[Annotated[int, Field(ge=31, le=1000)]]


class Limits(Part):
    """Every limit there is, as one pack has it on one day: each leaf in here binds. See `resolve`."""

    contact: ContactLimits
    opt_out: OptOut
    cadence: Cadence
    gate: Gate
    notice: Notice
    visit: VisitLimits
    arrangement: Arrangement
    holds: Holds
    retention: Retention

    def __hash__(self) -> int:
        """A pack is read once, so its limits can be a key as themselves, without hashing all that is in them."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other
