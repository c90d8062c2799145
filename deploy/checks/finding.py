"""The result of one check."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`bad` stands in the way of `up`; a `note` is worth knowing. `todo` says what to do, where
    `found` does not; neither ever holds a secret."""

    what: str
    grade: Literal["good", "note", "bad"]
    found: str
    todo: str = ""

    def doc(self) -> dict[str, str]:
        return asdict(self)


def good(what: str, found: str) -> Diagnosis:
    return Diagnosis(what, "good", found)


def note(what: str, found: str, todo: str = "") -> Diagnosis:
    return Diagnosis(what, "note", found, todo)


def bad(what: str, found: str, todo: str) -> Diagnosis:
    return Diagnosis(what, "bad", found, todo)
