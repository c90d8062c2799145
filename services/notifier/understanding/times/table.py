"""The shape of a language's words for time, and how a table of them is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .fold import fold
from .roles import letter
from .tokens import words

Entry = tuple[tuple[str, ...], str, str]
"""The pieces of a phrase, the letter of its role, its value as written in the table."""
DOUBTFUL = "?"


@dataclass(frozen=True)
class TimeWords:
    """One language. A line of `table` is `role value = phrase, phrase`; what the roles are is told in languages.

    `joined` puts a ten and a one together, as "{ten} y {one}". `month_first`: 5/11 is the 11th of May. `next_is_week`:
    "next friday" is the one of next week, and not the one that comes next. `day_after_weekday`: "friday 5" is a day of
    the month rather than an hour. `plural` is the letter that most plurals end in,
    `ordinal_endings` are what makes an ordinal of a number. `week_is_sunday`: one word is both, where it stands alone.
    `inside_is_within`: the word for "in" behind a length means any time until then (三天内).
    `tomorrow_is_named`: on a thursday, "next friday" is not tomorrow.
    `bound`: words that are a part of the day only where no other word stands right before them ("太早" is no morning).
    `counts_back`: what is counted from a day stands behind it ("20 मार्च के दो दिन बाद").
    `tomorrow_is_after`: what means the day after tomorrow is also "after tomorrow" ("trois jours après demain").
    `day_behind`: words for "on" that behind a number make it a day of the month ("5 ko").
    """

    language: str
    table: str
    joined: tuple[str, ...] = ()
    month_first: bool = False
    next_is_week: bool = False
    day_after_weekday: bool = True
    plural: str = ""
    week_is_sunday: bool = False
    ordinal_endings: tuple[str, ...] = ()
    day_behind: tuple[str, ...] = ()
    inside_is_within: bool = False
    tomorrow_is_named: bool = False
    bound: tuple[str, ...] = ()
    counts_back: bool = False
    tomorrow_is_after: bool = False

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Words that are everyday words elsewhere."""
        found = re.findall(r"[=,] (\w+)\?", self.table)
        return frozenset(fold(word)[0] for word in found)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every phrase with its role, folded as texts are."""
        return tuple(self._entries())

    def _entries(self) -> Iterator[Entry]:
        numbers: dict[int, list[str]] = {}
        for line in self.table.splitlines():
            if "=" not in line:
                continue
            head, phrases = line.split("=", 1)
            role, _, value = head.strip().partition(" ")
            for phrase in phrases.split(","):
                plain = fold(phrase.strip().rstrip(DOUBTFUL))[0]
                if role == "number":
                    numbers.setdefault(int(value), []).append(plain)
                    for ending in self.ordinal_endings:
                        yield words(fold(plain + ending)[0]), letter("ordinal"), value.strip()
                yield words(plain), letter(role), value.strip()
        for ten in (20, 30, 40, 50):
            for one in range(1, 10):
                for pattern in self.joined:
                    for a in numbers.get(ten, ()):
                        for b in numbers.get(one, ()):
                            phrase = pattern.format(ten=a, one=b)
                            yield words(phrase), letter("number"), str(ten + one)
