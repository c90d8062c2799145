"""The contact ledger of one person: every contact made or reserved, over all channels and all of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.policy.parts import Cap, Channel

from .case import Text
from .rules import COUNTED


@dataclass(frozen=True, slots=True)
class Contact:
    """`id` is the intent or the visit. A visit stands at the start of its window, also while it lies ahead."""

    id: str
    case: str
    channel: Channel
    at: datetime
    counted: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """`suppressed` when the person opted out; `dropped_phones` are numbers that are not theirs (keyed hashes)."""

    contacts: tuple[Contact, ...] = ()
    suppressed: bool = False
    dropped_phones: frozenset[str] = frozenset()

    def with_texts(self, case: str, texts: Iterable[Text]) -> Ledger:
        """This ledger and what the case itself claimed since it was read."""
        known = {contact.id for contact in self.contacts}
        more = tuple(
            Contact(str(text.intent), case, "text", text.claimed_at, text.kind in COUNTED)
            for text in texts
            if text.claimed_at is not None
            and text.status not in ("withdrawn", "rejected")
            and str(text.intent) not in known
        )
        return Ledger(self.contacts + more, self.suppressed, self.dropped_phones)

    def times(self, cap: Cap, case: str) -> list[datetime]:
        """When the contacts were, or will be, that count against `cap` for a text about `case`."""
        return sorted(
            contact.at
            for contact in self.contacts
            if contact.counted and contact.channel in cap.channels and (cap.scope != "debt" or contact.case == case)
        )

    def last_visit(self) -> datetime | None:
        return max((contact.at for contact in self.contacts if contact.channel == "visit"), default=None)


def earliest(at: datetime, times: Sequence[datetime], cap: Cap) -> datetime | None:
    """The first moment from `at` on when one more contact breaks no window of the cap, given sorted `times`.

    Contacts that lie ahead (a visit already promised) count too: the windows that begin now and end after them.
    None when the cap allows no contact at all.
    """
    if cap.contacts_max == 0:
        return None
    span = timedelta(days=cap.days)
    candidates = [at, *(moment + span for moment in times if moment + span > at)]
    return next(moment for moment in candidates if _fits(moment, times, cap.contacts_max, span))


def _fits(at: datetime, times: Sequence[datetime], contacts_max: int, span: timedelta) -> bool:
    merged = sorted([*times, at])
    place = merged.index(at)
    for first in range(max(0, place - contacts_max), place + 1):
        last = first + contacts_max
        if last < len(merged) and merged[last] - merged[first] < span:
            return False
    return True
