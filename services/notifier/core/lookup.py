"""What the shell looks up for a transaction's decisions: ledgers, replies as they were heard, letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.notifier.understanding.reading import FoundMeaning, ReplyReading
from shared.contracts.values import Sealed
from shared.decision import DecisionContext

from .inputs import ReplyRead, ReplyReceived
from .ledger import Ledger
from .rules import Rules
from .state import Letter


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply that went to a person, and whether it still waits. `wording`: as words are compared, None when nobody can
    open them.
    """

    id: UUID
    sid: str
    sealed: Sealed
    wording: str | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Lookup:
    """By case: the ledger of its person; `replies` to decide on, as they were heard; what of the borrower's lately went
    to a person (`kept`); the letters about it that nobody has settled, oldest first, where they were looked for.
    `read_again` are cases of which, as far as that was looked for, every record that was given back has been read.

    `forgotten` are those ids and keys, of the persons whom the bank names in this transaction, that were erased.

    `alarms` are codes with which most texts fail just now, whoever gets them.

    A case that is missing from `ledgers` has to wait: another case of the same person holds the pen in this
    transaction.
    """

    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    replies: Mapping[str, tuple[ReplyRead, ...]] = field(default_factory=dict)
    alarms: frozenset[int] = frozenset()
    letters: Mapping[str, tuple[Letter, ...]] = field(default_factory=dict)
    kept: Mapping[str, tuple[KeptReply, ...]] = field(default_factory=dict)
    read_again: Annotated[frozenset[str], Field(exclude_if=lambda cases: not cases)] = frozenset()
    forgotten: Annotated[frozenset[str], Field(exclude_if=lambda names: not names)] = frozenset()

    def reply_read(self, case: str, reply: ReplyReceived) -> ReplyRead:
        """The reply as it was heard for the case; what was not is not understood."""
        heard = (read for read in self.replies.get(case, ()) if read.reply.sid == reply.sid)
        return next(heard, ReplyRead(reply, NOT_READ))


NOT_READ = ReplyReading((FoundMeaning("unclear", 0.0, (), "nobody read it"),))
NOTHING = Lookup()
PEN_WAIT = timedelta(seconds=1)
"""So long a case waits that is missing from `ledgers`, and is then decided on anew."""

LoanContext = DecisionContext[Rules, Lookup]
"""What a decision about a case may know besides its state and the input."""
