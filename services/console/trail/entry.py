"""An entry of the trail: a deed, what came of it, and the hash that binds it to the entry before. Pure.

A deed that may fail has two entries: that it began, written before it is done, and what came of it. One that began and
of which nothing else is known was cut off: by whoever ended the process, or by its power.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from shared.evidence.canonical import FlatValue, link, stamp, without_empty

ABOUT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}")
ABOUT_MAX = 200
Via = Literal["page", "command"]
"""By which way. At a page somebody has signed in; a command believes the name that it is given."""


class TrailOutcome(StrEnum):
    """What came of it."""

    BEGAN = "began"
    DONE = "done"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TrailDeed:
    """`what` is a code; `about` a case, a letter, an account, a switch: never a personal value."""

    by: str
    what: str
    about: str = ""
    reason: str = ""
    roles: str = ""
    via: Via = "page"


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """`began` is the number of the entry that says that it began. `proof` is the last hash of a file that was taken."""

    number: int
    at: datetime
    deed: TrailDeed
    outcome: TrailOutcome
    before: str
    began: int | None = None
    proof: str = ""
    hash: str = ""

    def row(self) -> dict[str, FlatValue]:
        """What is hashed: everything but the hash itself."""
        return without_empty(
            {
                "number": self.number, "at": stamp(self.at), "by": self.deed.by, "roles": self.deed.roles,
                "via": self.deed.via, "what": self.deed.what, "about": self.deed.about, "reason": self.deed.reason,
                "outcome": self.outcome.value, "began": self.began, "proof": self.proof, "before": self.before,
            }
        )  # fmt: skip

    def sealed(self) -> TrailEntry:
        """With its hash."""
        return replace(self, hash=own_hash(self.row()))

    @property
    def is_own(self) -> bool:
        """Whether its hash is that of what it says."""
        return self.hash == own_hash(self.row())


def about_of(*words: object) -> str:
    """Ids as words of one line. What is no id (a name, a number with blanks, whatever somebody typed) is left out."""
    known = [word for word in map(str, words) if ABOUT.fullmatch(word)]
    return " ".join(known)[:ABOUT_MAX]


def own_hash(row: Mapping[str, FlatValue]) -> str:
    return link(str(row["before"]), row)


def broken(entries: Iterable[TrailEntry], hashes: Mapping[int, str]) -> list[int]:
    """Numbers of those that are not as they were written. `hashes` are of the entries before them, by number."""
    return sorted(
        entry.number
        for entry in entries
        if not entry.is_own or (entry.number > 1 and hashes.get(entry.number - 1) != entry.before)
    )
