"""What this machine hears, reduced to what it needs: small enough to be remembered when it comes too early.

Each fact names its visit and the event (`by`) that told it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.outcomes import OutcomeKind
from shared.contracts.values import Member, Needs, Reason, Sealed, Slot

Choice = Literal["slot", "other-time", "who", "left-to-notifier", "unclear"]


@dataclass(frozen=True, slots=True)
class Requested:
    visit: str
    by: str
    borrower: str
    region: str
    cell: str
    zone: str
    needs: Needs
    home: Sealed
    address: Sealed
    kind: Literal["requested"] = "requested"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A brake."""

    visit: str
    by: str
    cause: str
    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True)
class Quoted:
    visit: str
    by: str
    request: str
    slots: tuple[Slot, ...]
    refused: tuple[Reason, ...]
    kind: Literal["quoted"] = "quoted"


@dataclass(frozen=True, slots=True)
class Crewed:
    """A crew for a booking, the first one or another one. `number` counts them."""

    visit: str
    by: str
    booking: str
    number: int
    members: tuple[Member, ...]
    kind: Literal["crewed"] = "crewed"


@dataclass(frozen=True, slots=True)
class Uncrewed:
    visit: str
    by: str
    booking: str
    refused: tuple[Reason, ...]
    kind: Literal["uncrewed"] = "uncrewed"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The carrier's receipt of an offer or a notice; `at` is when the carrier says it was delivered."""

    visit: str
    by: str
    text: Literal["offer", "notice"]
    intent: UUID
    version: int
    at: datetime
    kind: Literal["delivered"] = "delivered"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An offer or a notice that was refused, failed, or of which nobody knows.

    `over_cap`: the offer was refused because a visit would be one contact too many; `until`: from when one fits.
    """

    visit: str
    by: str
    text: Literal["offer", "notice"]
    intent: UUID
    version: int
    how: Literal["refused", "failed", "in-doubt"]
    cause: str
    rule: str
    until: datetime | None = None
    over_cap: bool = False
    kind: Literal["undelivered"] = "undelivered"


@dataclass(frozen=True, slots=True)
class Answered:
    """A borrower's reply. `answers` is the kind of text that `question` was; `wished` a time of their own."""

    visit: str
    by: str
    question: UUID | None
    answers: str
    received_at: datetime
    choice: Choice
    digit: int = 0
    wished: datetime | None = None
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True)
class Departed:
    visit: str
    by: str
    booking: str
    at: datetime
    kind: Literal["departed"] = "departed"


@dataclass(frozen=True, slots=True)
class Arrived:
    visit: str
    by: str
    booking: str
    at: datetime
    kind: Literal["arrived"] = "arrived"


@dataclass(frozen=True, slots=True)
class Ended:
    visit: str
    by: str
    booking: str
    at: datetime
    outcome: OutcomeKind
    kind: Literal["ended"] = "ended"


@dataclass(frozen=True, slots=True)
class Complained:
    visit: str
    by: str
    collectors: tuple[str, ...]
    kind: Literal["complained"] = "complained"


Report = Departed | Arrived | Ended
Fact = (
    Requested
    | Withdrawn
    | Quoted
    | Crewed
    | Uncrewed
    | Delivered
    | Undelivered
    | Answered
    | Departed
    | Arrived
    | Ended
    | Complained
)
