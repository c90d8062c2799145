"""The contact ledger of one person: every contact made or reserved, over all channels and all of their cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from shared.decision.replaced import replace
from shared.policy.caps import Interval
from shared.policy.parts import Cap, Channel

from .rules import COUNTED
from .state import CaseText
from .table_writes import VISITS

ON_THE_WAY = timedelta(hours=1)
"""A crew sets out that long before its window at the earliest."""
POSTED_WITHIN = timedelta(minutes=1)
"""So soon after its place in the ledger a text is posted; the place of one that took longer is moved."""


@dataclass(frozen=True, slots=True)
class Contact:
    """`id` is the intent or the visit. A visit stands at the start of its window, also while it lies ahead.

    A text stands where it was posted. One that was allowed and still waits, because the carrier is out of reach, say,
    stands at the moment the ledger is read.
    """

    id: str
    case: str
    channel: Channel
    at: datetime
    counted: bool

    def span(self, visit_lasts: timedelta) -> Interval:
        """Between which moments it is. Nobody knows when in its window a visit will be."""
        if self.channel == "visit":
            return self.at - ON_THE_WAY, self.at + visit_lasts
        return self.at, self.at + POSTED_WITHIN


@dataclass(frozen=True, slots=True)
class Ledger:
    """`suppressed` when the person opted out; `dropped_phones` are numbers that are not theirs (keyed hashes).
    `visits_refused` when they refuse visits as such, whichever case they said it of, and no operator ended that.
    """

    contacts: tuple[Contact, ...] = ()
    suppressed: bool = False
    dropped_phones: frozenset[str] = frozenset()
    visits_refused: Annotated[bool, Field(exclude_if=lambda refused: not refused)] = False

    @classmethod
    def of(cls, contacts: Iterable[Contact], barred: Collection[str], *, silenced: bool = False) -> Ledger:
        """Of the person's contacts and what `Suppress` keeps for them in place of a number, or of numbers. `silenced`
        when somebody wrote STOP from their number whom nobody knew.
        """
        numbers = frozenset(barred) - {"", VISITS}
        return cls(tuple(contacts), silenced or "" in barred, numbers, VISITS in barred)

    def with_texts(self, case: str, texts: Iterable[CaseText]) -> Ledger:
        """This ledger and what the case itself claimed since it was read."""
        known = {contact.id for contact in self.contacts}
        more = tuple(
            Contact(str(text.intent), case, "text", text.claimed_at, text.kind in COUNTED)
            for text in texts
            if text.claimed_at is not None
            and text.status not in ("withdrawn", "rejected")
            and str(text.intent) not in known
        )
        return replace(self, contacts=self.contacts + more)

    def spans(self, cap: Cap, case: str, visit_lasts: timedelta, but: str = "") -> list[Interval]:
        """When each contact that counts against `cap` for a contact about `case` is; the contact `but` is left out."""
        return [
            contact.span(visit_lasts)
            for contact in self.contacts
            if contact.counted
            and contact.id != but
            and contact.channel in cap.channels
            and (cap.scope != "debt" or contact.case == case)
        ]

    def visit(self, visit: str) -> Contact | None:
        """The place of that visit, while it has one."""
        return next((contact for contact in self.contacts if contact.id == visit), None)

    def last_visit(self) -> datetime | None:
        return max((contact.at for contact in self.contacts if contact.channel == "visit"), default=None)

    def last_text_of_another(self, case: str) -> datetime | None:
        """When the person was last texted about another case, for whatever reason."""
        return max((it.at for it in self.contacts if it.channel == "text" and it.case != case), default=None)
