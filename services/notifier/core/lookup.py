"""What the shell looks up for a transaction's decisions: ledgers, the words of replies, what they may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from shared.contracts.texts import TextKind
from shared.contracts.values import Sealed
from shared.decision import DecisionContext

from .ledger import Ledger
from .rules import Rules
from .state import Letter


@dataclass(frozen=True, slots=True)
class Question:
    """A text that a reply may answer: posted to the phone before the reply came."""

    intent: UUID
    case: str
    kind: TextKind
    visit: str | None
    version: int
    slots: int
    posted_at: datetime


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply that went to a person, and whether it still waits. `words` are None when nobody can open them."""

    id: UUID
    sid: str
    sealed: Sealed
    words: str | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Lookup:
    """By case: the ledger of its person. By message id: its words. By phone: newest questions first, and its cases.
    By case again: what of the borrower's lately went to a person.
    By case: the letters about it that nobody has settled, oldest first, where they were looked for.

    `alarms` are codes with which most texts fail just now, whoever gets them.

    A case that is missing from `ledgers` has to wait: another case of the same person holds the pen in this
    transaction. Words that are missing can't be read any more, because the person's key was forgotten.
    """

    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alarms: frozenset[int] = frozenset()
    letters: Mapping[str, tuple[Letter, ...]] = field(default_factory=dict)
    kept: Mapping[str, tuple[KeptReply, ...]] = field(default_factory=dict)


NOTHING = Lookup()
PEN_WAIT = timedelta(seconds=1)
"""So long a case waits that is missing from `ledgers`, and is then decided on anew."""

LoanContext = DecisionContext[Rules, Lookup]
"""What a decision about a case may know besides its state and the input."""
