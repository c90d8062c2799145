"""Writes to notifier's own tables that a decision asks for, in its own transaction. Statements: shell/queries.sql."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal
from uuid import UUID

from shared.contracts.texts import TextKind
from shared.decision import Row

from .text_status import TextStatus

Place = Literal["reserved", "made", "void"]
"""What a line of the contact ledger is: to come, happened, or taken back."""


@dataclass(frozen=True, slots=True)
class ClaimText(Row):
    """The contact authority allowed it: post it before `post_before`. Sealed values and wording travel as JSON.

    It takes its place in the contact ledger with it, and from now on replies from this phone concern this case.
    """

    statement: ClassVar[str] = "claim_texts"
    intent: UUID
    case_id: str
    borrower: str
    region: str
    zone: str
    phone_hash: str
    phone: str
    name: str
    officer: str
    kind: TextKind
    language: str
    wording: str
    visit: str | None
    version: int
    slots: int
    counted: bool
    claimed_at: datetime
    post_before: datetime


@dataclass(frozen=True, slots=True)
class NamePhone(Row):
    """The bank named this number for the case: from now on what comes from it concerns the case, also when the number
    is corrected later. `kid` is the key under which the bank sealed it, `told_at` the time of what it said.
    """

    statement: ClassVar[str] = "name_phones"
    phone_hash: str
    case_id: str
    borrower: str
    kid: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawText(Row):
    """Take it back, and its place in the ledger, if nobody has begun to post it."""

    statement: ClassVar[str] = "withdraw_texts"
    intent: UUID


@dataclass(frozen=True, slots=True)
class MoveText(Row):
    """The newest word on a text, ours or the carrier's; only ever up."""

    statement: ClassVar[str] = "move_texts"
    intent: UUID
    status: TextStatus
    rank: int
    sid: str | None
    carrier_code: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class EnterContact(Row):
    """A line of the contact ledger. `told_at` decides between contradicting lines; `made` is never unmade."""

    statement: ClassVar[str] = "enter_contacts"
    id: str
    borrower: str
    case_id: str
    channel: Literal["text", "visit"]
    kind: TextKind | Literal["visit"]
    counted: bool
    at: datetime
    state: Place
    told_at: datetime


@dataclass(frozen=True, slots=True)
class KeepUnread(Row):
    """The case is held for this letter; whoever settles the letter finds it here."""

    statement: ClassVar[str] = "keep_unread"
    letter: UUID
    case_id: str
    code: str
    at: datetime


VISITS: Final = "visits"
"""In place of a number's hash: what the person wants no more are visits, on whatever number they said so."""


@dataclass(frozen=True, slots=True)
class Suppress(Row):
    """The newest word counts: `active` from `at` on, or no longer. `phone_hash` is empty for the whole person, and
    `VISITS` for what they refuse of us at their door. A refusal counts also when it is older than an operator's end of
    another: nobody had read it then.

    `borrower` is empty for the number itself, whoever has it: somebody wrote STOP from it whom nobody knew.
    """

    statement: ClassVar[str] = "suppress"
    borrower: str
    phone_hash: str
    cause: Literal["opted-out", "opted-out-at-carrier", "opted-in", "wrong-number", "visits-refused", "visits-allowed"]
    active: bool
    at: datetime


UnreadReason = Literal[
    "not-understood", "who", "picture", "machine", "suppressed", "doubtful-stop", "for-a-person", "visits-refused",
]  # fmt: skip
"""Why a person has to read a reply. `for-a-person`: it was understood, and no machine answers it.
`visits-refused`: that too, and nobody comes or is texted before a person says how it goes on.
"""


@dataclass(frozen=True, slots=True)
class KeepReply(Row):
    """A reply waits for a person to read it; words and pictures are sealed JSON."""

    statement: ClassVar[str] = "keep_replies"
    id: UUID
    case_id: str
    sid: str
    received_at: datetime
    why: UnreadReason
    words: str
    media: str | None


@dataclass(frozen=True, slots=True)
class AllowNumber(Row):
    """Who has this number wants texts again: a STOP from it of before `at`, when it was nobody's, is over."""

    statement: ClassVar[str] = "allow_numbers"
    phone_hash: str
    at: datetime
