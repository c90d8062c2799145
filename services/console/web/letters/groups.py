"""Dead letters that have the same thing wrong with them: one line instead of ten thousand. Pure.

Two letters are alike when the same service refused them in the same topic, by the same code, for a reason that differs
in numbers and ids alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

VARIES = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{16,}\b|(?<![\w-])\d+(?:[.:,]\d+)*\b")


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """`details` are its reasons as they were written, `pattern` what they have in common. `held` are the cases that
    the notifier holds for them."""

    fingerprint: str
    service: str
    topic: str
    code: str
    pattern: str
    details: tuple[str, ...]
    letters: int
    held: frozenset[str]
    oldest: datetime
    newest: datetime

    @property
    def title(self) -> str:
        """The reason as it was written, where they all have the same."""
        return self.details[0] if len(self.details) == 1 else self.pattern


@dataclass(frozen=True, slots=True)
class RefusalGroup:
    """All groups of one code."""

    code: str
    groups: tuple[LetterGroup, ...]

    @property
    def letters(self) -> int:
        return sum(group.letters for group in self.groups)

    @property
    def held(self) -> frozenset[str]:
        return held_by(self.groups)


def pattern(detail: str) -> str:
    """The reason with `#` for each number and id."""
    return VARIES.sub("#", detail)


def fingerprint(service: str, topic: str, code: str, detail: str) -> str:
    """12 hex digits, the same for letters that are alike; it says nothing of what they hold."""
    named = "\x1f".join((service, topic, code, pattern(detail)))
    return blake2b(named.encode("utf-8", errors="backslashreplace"), digest_size=6).hexdigest()


def letter_groups(rows: Iterable[Mapping[str, Any]], holds: Iterable[Mapping[str, Any]] = ()) -> list[LetterGroup]:
    """Rows are those of `letter_counts`, and of `letters_hold`. What holds most cases comes first, then what there is
    most of."""
    alike: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        alike[_named(row)].append(row)
    held: defaultdict[str, set[str]] = defaultdict(set)
    for row in holds:
        held[_named(row)].add(row["case_id"])
    found = [_group(name, those, frozenset(held[name])) for name, those in alike.items()]
    return sorted(found, key=lambda group: (-len(group.held), -group.letters, group.fingerprint))


def held_by(groups: Iterable[LetterGroup]) -> frozenset[str]:
    """The cases that are held for any of them."""
    return frozenset().union(*(group.held for group in groups))


def by_code(groups: Iterable[LetterGroup]) -> list[RefusalGroup]:
    """In the order of their first group."""
    codes: dict[str, list[LetterGroup]] = {}
    for group in groups:
        codes.setdefault(group.code, []).append(group)
    return [RefusalGroup(code, tuple(those)) for code, those in codes.items()]


def _named(row: Mapping[str, Any]) -> str:
    return fingerprint(row["service"], row["topic"], row["code"], row["detail"])


def _group(name: str, rows: list[Mapping[str, Any]], held: frozenset[str]) -> LetterGroup:
    first = rows[0]
    return LetterGroup(
        name, first["service"], first["topic"], first["code"], pattern(first["detail"]),
        tuple(sorted({row["detail"] for row in rows})), sum(row["letters"] for row in rows), held,
        min(row["oldest"] for row in rows), max(row["newest"] for row in rows),
    )  # fmt: skip
