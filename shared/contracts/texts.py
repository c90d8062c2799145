"""Texts: what scheduler asks notifier to send, what became of every text, and what borrowers answered. Key: case id.

A text is an intent: one thing we mean to send, exactly once. Its id is known before anything is sent.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from .envelope import Event
from .times import Day, Instant
from .values import Cite, Code, Count, Ident, Member, Sealed, Slot, Value, Window

VisitTextKind = Literal[
    "offer", "no-slots", "notice", "reminder", "visit-cancelled", "visit-held", "agreed", "moved", "missed",
    "who-comes", "code-unknown", "on-the-way",
]  # fmt: skip
TextKind = Literal[
    "offer", "no-slots", "notice", "reminder", "visit-cancelled", "visit-held", "not-understood",
    "reminder-early", "reminder-firm", "reminder-last", "opt-out-confirmed", "hardship", "thanks-paid", "plan-offer",
    "agreed", "moved", "missed", "who-comes", "code-unknown", "on-the-way", "asked-back",
]  # fmt: skip
OnFailure = Literal["hold-visit", "drop"]
ClosedTime = Literal["hour", "day"]
"""What of a time that was wished for the rules close: that day, or that hour of a day on which there are visits."""
ClockHours = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""From an hour until before another by the borrower's clock, which is past midnight where it is earlier: `21:00-02:00`.
An hour alone begins and ends with itself.
"""
NAMED_HOURS_MAX = 16


class Wording(Value):
    """Parameters of a template. Which ones a kind needs is the template's business; none is personal in clear.

    `closed`: the slots of an offer are others than the borrower wished for, because the rules close that time.
    `names_on`: what was agreed is said, and on this day of the borrower's, who comes.
    """

    slots: tuple[Slot, ...] = ()
    window: Window | None = None
    crew: tuple[Member, ...] = ()
    check_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")] | None = None
    closed: ClosedTime | None = Field(default=None, exclude_if=lambda closed: closed is None)
    names_on: Day | None = Field(default=None, exclude_if=lambda day: day is None)


class Request(Value):
    """`not_after` in the past means the text is dropped.

    `on_failure` is read by nobody: what a lost text does to the visit, scheduler decides by what became of the text.
    It is required until no reader of before is left.
    """

    intent: UUID
    visit: Ident
    appointment_version: Count = 0
    kind: VisitTextKind
    wording: Wording = Wording()
    not_before: Instant
    not_after: Instant
    on_failure: OnFailure


class Withdrawal(Value):
    intent: UUID
    visit: Ident
    cause: Code


class Fate(Value):
    """What became of an intent. `visit` is there when scheduler asked for it.

    `visit_over_cap`: an offer was refused because a visit would be one contact too many; `until` is from when one fits.
    """

    intent: UUID
    kind: TextKind
    visit: Ident | None = None
    appointment_version: Count = 0
    reason: Code
    rule: Cite = ""
    until: Instant | None = None
    carrier_code: Count | None = None
    visit_over_cap: Annotated[bool, Field(strict=True)] | None = None


MeaningKind = Literal[
    "slot",
    "other-time",
    "hardship",
    "opt-out",
    "wrong-number",
    "paid",
    "promise",
    "dispute",
    "who",
    "opt-in",
    "unknown",
]


class NamedTime(Value):
    """The one day that somebody named, and hours, of that day or of any. Where words may mean several hours ("at 8"),
    all are here; where several days were named, none is.
    """

    day: Day | None = None
    hours: Annotated[tuple[ClockHours, ...], Field(max_length=NAMED_HOURS_MAX)] = ()


class Meaning(Value):
    """One understood intent of a reply. `digit` is what was pressed; `at` the time somebody proposed, if any.

    `code` is the check code that somebody who asks who comes was told at the door. `named` is what of the proposed time
    was said in so many words.
    """

    kind: MeaningKind
    confidence: Annotated[float, Field(strict=True, ge=0, le=1)]
    digit: Annotated[int, Field(strict=True, ge=0, le=9)] | None = None
    at: Instant | None = None
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")] | None = Field(
        default=None, exclude_if=lambda code: code is None
    )
    named: NamedTime | None = Field(default=None, exclude_if=lambda named: named is None)


class Understood(Value):
    """`question` is the intent the reply answers, the newest one delivered before it; None when there was none."""

    meanings: tuple[Meaning, ...]
    question: UUID | None = None
    question_kind: TextKind | None = None
    visit: Ident | None = None
    received_at: Instant
    words: Sealed


class TextRequest(Event):
    topic: ClassVar[str] = "text-requests"


class TextRequested(TextRequest):
    """scheduler wants this text sent about a visit. The contact authority still decides when, and whether at all."""

    type: Literal["doorstep.text.requested.v1"] = "doorstep.text.requested.v1"
    data: Request


class TextWithdrawn(TextRequest):
    """A text that was asked for is not wanted any more. If the carrier has it already, nothing can be taken back."""

    type: Literal["doorstep.text.withdrawn.v1"] = "doorstep.text.withdrawn.v1"
    data: Withdrawal


class Text(Event):
    topic: ClassVar[str] = "texts"
    data: Fate


class TextIntended(Text):
    """Something is going to be said; it waits for the contact authority and its time."""

    type: Literal["doorstep.text.intended.v1"] = "doorstep.text.intended.v1"


class TextDeferred(Text):
    """Allowed later (`until`), not dropped."""

    type: Literal["doorstep.text.deferred.v1"] = "doorstep.text.deferred.v1"


class TextRefused(Text):
    """Never sent, and never will be: the rule says so."""

    type: Literal["doorstep.text.refused.v1"] = "doorstep.text.refused.v1"


class TextSent(Text):
    """The carrier accepted it. That is not delivery."""

    type: Literal["doorstep.text.sent.v1"] = "doorstep.text.sent.v1"


class TextDelivered(Text):
    """The carrier's receipt is in; `time` of the event is when the carrier says so."""

    type: Literal["doorstep.text.delivered.v1"] = "doorstep.text.delivered.v1"


class TextFailed(Text):
    """The carrier refused it or could not deliver it; `carrier_code` says why."""

    type: Literal["doorstep.text.failed.v1"] = "doorstep.text.failed.v1"


class TextUncertain(Text):
    """Nobody knows whether it was accepted; it is never posted again blindly."""

    type: Literal["doorstep.text.uncertain.v1"] = "doorstep.text.uncertain.v1"


class ReplyUnderstood(Event):
    """A borrower's reply, read. What is not understood is one meaning, `unknown`."""

    topic: ClassVar[str] = "replies"
    type: Literal["doorstep.reply.understood.v1"] = "doorstep.reply.understood.v1"
    data: Understood
