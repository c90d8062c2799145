"""Rules over roles, written as a line of role names.

`cease ~4 contact|message` finds a word that is `cease`, and behind it, with at most four other words between, one that
is `contact` or `message`, in one clause. Without a number at most one word may stand between, and light words never
count. A leading `-` wants the word negated, `?` does not care, and without either it must not be negated. `^` is the
beginning of a clause, `$` its end (light words aside); `!role` refuses clauses that hold such a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .languages.shape import BIT, bits
from .words import Word

_LIGHT = bits("light", "polite", "me", "i", "you", "question", "hedge", "laugh")
_SUBJECT = bits("i", "will")
"""Who says what they do themselves tells nobody else to."""
_LEADING = _LIGHT | BIT["but"]
_TRAILING = _LIGHT | BIT["again"]
GAP = 1


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: the roles that fit, the negation that is wanted (None: any), the words before it."""

    roles: int
    negated: bool | None
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed line. `needs` are the roles of its elements, for a quick look whether a clause can match at all."""

    elements: tuple[Element, ...]
    needs: tuple[int, ...]
    refuses: int
    at_start: bool
    at_end: bool

    def find(self, clause: Sequence[Word], roles: int) -> tuple[Word, ...]:
        """The words that match, () where none do. `roles` are those of the whole clause."""
        if roles & self.refuses:
            return ()
        for need in self.needs:
            if not roles & need:
                return ()
        for start in range(len(clause)):
            found = self._from(clause, start)
            if found:
                return found
            if self.at_start and (not clause[start].roles & _LEADING or clause[start].roles & _SUBJECT):
                return ()
        return ()

    def _from(self, clause: Sequence[Word], start: int) -> tuple[Word, ...]:
        element = self.elements[0]
        if not _fits(element, clause[start]):
            return ()
        found = [clause[start]]
        place = start + 1
        for element in self.elements[1:]:
            left = element.gap
            while place < len(clause):
                word = clause[place]
                place += 1
                if _fits(element, word):
                    found.append(word)
                    break
                if not word.roles & _LIGHT or word.roles == 0:
                    left -= 1
                    if left < 0:
                        return ()
            else:
                return ()
        if self.at_end and any(not word.roles & (_TRAILING | element.roles) for word in clause[place:]):
            return ()
        return tuple(found)


def _fits(element: Element, word: Word) -> bool:
    return word.roles & element.roles != 0 and (element.negated is None or element.negated is word.negated)


def pattern(line: str) -> Pattern:
    """Parse a line. Raises `KeyError` for a role that does not exist."""
    elements: list[Element] = []
    refuses, gap, at_start, at_end = 0, 0, False, False
    for part in line.split():
        if part == "^":
            at_start = True
        elif part == "$":
            at_end = True
        elif part[0] == "~":
            gap = int(part[1:])
        elif part[0] == "!":
            for role in part[1:].split("|"):
                refuses |= BIT[role]
        else:
            negated = {"-": True, "?": None}.get(part[0], False)
            roles = 0
            for role in part.lstrip("-?").split("|"):
                roles |= BIT[role]
            elements.append(Element(roles, negated, gap))
            gap = GAP
    return Pattern(tuple(elements), tuple(element.roles for element in elements), refuses, at_start, at_end)
