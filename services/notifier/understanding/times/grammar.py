"""How words of time are put together: rules over sequences of roles, applied in order until none applies.

A rule sees neighbours (fillers may stand between) and makes one atom of them, or declines. The order is the grammar's
meaning: what binds closest comes first. Rules are the same for all languages; where languages differ in what a word
is, their tables say so, and where they differ in what a phrase means, `TimeWords` has a field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

from .day_parts import OURS, DayParts
from .hours import Stretch
from .lexicon import Atom
from .roles import FILLING, letter, needed, sequence
from .table import TimeWords


@dataclass(frozen=True, slots=True)
class TimeContext:
    """When a text was written (local time), the language it is read in, the text as it was folded, and when the parts
    of a day are.
    """

    at: datetime
    words: TimeWords
    text: str = ""
    day_parts: DayParts = OURS

    @property
    def today(self) -> date:
        return self.at.date()

    def part(self, name: str) -> Stretch:
        """When a part of the day is, as the convention of this reading has it."""
        return self.day_parts.of(name, self.words.language)


class Neighbours(list[Atom]):
    """The neighbours that a rule applies to, without fillers."""

    def all(self, *names: str) -> list[Any]:
        """The values of those in one of the roles, in order."""
        roles = [letter(name) for name in names]
        return [atom.value for atom in self if atom.role in roles]

    def get(self, *names: str) -> Any:
        """The value of the first in one of the roles, or None."""
        roles = [letter(name) for name in names]
        for atom in self:
            if atom.role in roles:
                return atom.value
        return None

    def close(self) -> bool:
        """Whether all of them stand side by side, with a space between at most."""
        return all(after.start - before.end <= 1 for before, after in pairwise(self))

    def has(self, *names: str) -> bool:
        return self.get(*names) is not None


SKIPPED = FILLING | {letter("ato"), letter("at")}
Making = tuple[str, Any]
Made = Making | None
Build = Callable[[TimeContext, Neighbours], Made]


class TimeRule:
    """A line of roles and what becomes of what it matches; None is a refusal."""

    def __init__(self, line: str, build: Build, *, loose: bool) -> None:
        self.line, self.build, self._loose = line, build, loose

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text has roles for it: compiling all of them would take the start of a process."""
        return sequence(self.line, loose=self._loose)

    @cached_property
    def keep(self) -> frozenset[str]:
        return frozenset(letter(name) for name in re.findall(r"[a-z_]+", self.line))


class TimeRules(list[TimeRule]):
    """Rules in the order in which they are tried."""

    def on(self, *lines: str, loose: bool = False) -> Callable[[Build], Build]:
        """The function below makes an atom of what each of these lines matches, tried in this order."""

        def add(build: Build) -> Build:
            self.extend(TimeRule(line, build, loose=loose) for line in lines)
            return build

        return add


def _made(rule: TimeRule, context: TimeContext, found: Neighbours) -> Made:
    """What a rule makes of its neighbours. A day that no calendar has goes no further; an hour that no clock shows, or
    a stretch without an end ahead, is a refusal.
    """
    try:
        made = rule.build(context, found)
    except (OverflowError, ValueError):
        return None  # "in 9999 years": no calendar goes so far
    if made is None:
        return None
    name, value = made
    if name == "date" and not value:
        return "nodate", value
    empty = not value or (name in ("range", "stretch", "drange") and not value[0])
    return None if empty else made


class Grammar:
    """Rules in order. Tried are those alone whose two rarest pieces some role of the text can be."""

    def __init__(self, rules: Iterable[TimeRule]) -> None:
        self.rules = tuple(rules)
        self._needing: dict[str, tuple[int, int]] = {}
        """Each role, and the rules for whose rarest piece it will do, and for whose next."""
        for place, rule in enumerate(self.rules):
            rarest, *others = needed(rule.line)
            next_rarest = others[0] if others else rarest
            for role in {*rarest, *next_rarest}:
                one, other = self._needing.get(role, (0, 0))
                self._needing[role] = one | (role in rarest) << place, other | (role in next_rarest) << place

    def applied(self, context: TimeContext, atoms: list[Atom]) -> list[Atom]:
        """The atoms that are left when every rule was tried from left to right."""
        roles = "".join([atom.role for atom in atoms])
        possible = self.possible(roles)
        while possible:
            lowest = possible & -possible
            possible ^= lowest
            rule = self.rules[lowest.bit_length() - 1]
            match = rule.pattern.search(roles)
            while match is not None:
                first, last = match.span()
                found = Neighbours(
                    [one for one in atoms[first:last] if one.role in rule.keep or one.role not in SKIPPED]
                )
                made = _made(rule, context, found)
                if made is not None:
                    name, value = made
                    bare = name.startswith("bare")
                    role = letter(name.removeprefix("bare"))
                    atoms[first:last] = [Atom(role, value, atoms[first].start, atoms[last - 1].end, bare)]
                    roles = roles[:first] + role + roles[last:]
                    possible = self.possible(roles) & -(lowest << 1)
                match = rule.pattern.search(roles, first + 1)
        return atoms

    def possible(self, roles: str) -> int:
        """The rules that may match somewhere in a sequence of roles, a bit each, the first lowest."""
        one = other = 0
        for role in set(roles):
            needing = self._needing.get(role, (0, 0))
            one, other = one | needing[0], other | needing[1]
        return one & other
