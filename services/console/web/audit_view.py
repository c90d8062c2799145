"""What the page Audit asks for, and what it shows. Pure: rows in, view out."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from deploy.local.user_error import UserError

from ..store.trail import NO_END, TrailAsked
from ..trail.entry import TrailEntry, TrailOutcome
from .asked import Unclear, text

SHOWN_MAX = 200
ENDS_WITHIN = timedelta(minutes=5)
WHOLE = re.compile(r"[1-9][0-9]{0,17}")
FILTERS = ("person", "what", "about", "since", "until")
LENGTH_MAX = 100
TONES = {
    TrailOutcome.BEGAN: "wait", TrailOutcome.DONE: "good", TrailOutcome.REFUSED: "held",
    TrailOutcome.FORBIDDEN: "bad", TrailOutcome.UNKNOWN: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """`typed` are the filters as somebody wrote them; `under` is the number above which nothing is shown."""

    trail: TrailAsked
    typed: Mapping[str, str]
    under: int = NO_END

    @classmethod
    def of(cls, params: Mapping[str, str]) -> AuditAsked:
        """Raises `UserError` for a day that is none."""
        typed = {name: text(params, name, most=LENGTH_MAX) for name in FILTERS}
        since, until = (day_of(typed[name]) for name in ("since", "until"))
        under = params.get("under", "")
        if under and not WHOLE.fullmatch(under):
            raise Unclear("What is given as under is no number of an entry.")
        return cls(
            TrailAsked(
                person=typed["person"], what=typed["what"], about=typed["about"], since=_begins(since),
                until=_begins(until + timedelta(days=1)) if until is not None and until < date.max else None,
            ),
            typed,
            int(under) if under else NO_END,
        )  # fmt: skip

    def older(self, under: int) -> str:
        """The query of the page behind this one."""
        return urlencode({name: value for name, value in self.typed.items() if value} | {"under": under})

    @property
    def is_all(self) -> bool:
        return not any(self.typed.values())


@dataclass(frozen=True, slots=True)
class AuditView:
    """`rows` are the entries but for those that began and ended both: the end stands for them. `broken` are numbers of
    entries that are not as they were written. `older` is where the next page begins."""

    entries: Sequence[TrailEntry]
    rows: Sequence[TrailEntry]
    broken: Sequence[int]
    kinds: Sequence[str]
    older: int | None
    cut_off: frozenset[int]

    @property
    def chain(self) -> str:
        """Whether what is shown holds, in a sentence."""
        if not self.entries:
            return ""
        if self.broken:
            numbers = ", ".join(f"#{number}" for number in self.broken[:5])
            more = f" and {len(self.broken) - 5} more" if len(self.broken) > 5 else ""
            return f"The chain is broken at {numbers}{more}: what stands there, or right before it, was changed."
        one = len(self.entries) == 1
        shown = "The entry shown is" if one else f"All {len(self.entries):,} entries shown are"
        return f"{shown} as written, and each stands behind the one before it."


def audit_view(
    entries: Sequence[TrailEntry], broken: Sequence[int], ended: Container[int], kinds: Sequence[str], now: datetime
) -> AuditView:
    """`entries` are one more than are shown, newest first, where there is an older page. `ended` are numbers of those
    of which somebody wrote what came of it."""
    shown = entries[:SHOWN_MAX]
    cut_off = frozenset(
        entry.number
        for entry in shown
        if entry.outcome is TrailOutcome.BEGAN and entry.number not in ended and now - entry.at > ENDS_WITHIN
    )
    told = {entry.began for entry in shown}
    rows = [entry for entry in shown if entry.number not in told or entry.number in broken]
    older = shown[-1].number if len(entries) > SHOWN_MAX else None
    return AuditView(shown, rows, broken, kinds, older, cut_off)


def day_of(text: str) -> date | None:
    """Raises `UserError`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError("A day is written 2026-11-24.", "") from None


def _begins(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day is not None else None
