"""Writes to notifier's own tables that a decision asks for, in its own transaction. Statements: shell/queries.sql."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.decision import Row


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
    kind: str
    language: str
    wording: str
    visit: str | None
    version: int
    slots: int
    counted: bool
    claimed_at: datetime
    post_before: datetime


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
    status: str
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
    channel: str
    kind: str
    counted: bool
    at: datetime
    state: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Suppress(Row):
    """The newest word counts: `active` from `at` on, or no longer. `phone_hash` is empty for the whole person."""

    statement: ClassVar[str] = "suppress"
    borrower: str
    phone_hash: str
    cause: str
    active: bool
    at: datetime
