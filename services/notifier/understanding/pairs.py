"""Windows in one breath, each with a yes or a no of its own: "1可以2不行", "1 nahi 2 theek hai", "1 ok 2 no"."""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, bits
from .word import Word

_NUM, _LIGHT = BIT["num"], bits("light", "polite", "option", "hour_word", "i", "me", "laugh")
_SAYS = bits("yes", "no", "fits", "misfit", "cant", "post_not")


def part_pairs(words: Sequence[Word], ends: list[str]) -> list[str]:
    """Make a clause of each number with what is said of it, where a clause holds nothing else; the ends of clauses."""
    clauses: list[list[Word]] = [[] for _ in ends]
    for word in words:
        clauses[word.clause].append(word)
    parted: list[str] = []
    for clause, end in zip(clauses, ends, strict=True):
        begins = _begins(clause)
        for word in clause:
            word.clause = len(parted) + sum(begin <= word.start for begin in begins)
        parted += [*[" "] * len(begins), end]
    return parted


def _begins(clause: Sequence[Word]) -> list[int]:
    """Where a second and a third number begin, if each is followed by a yes or a no."""
    told = [word for word in clause if not word.roles & _LIGHT or word.roles & (_NUM | _SAYS)]
    numbers = [at for at, word in enumerate(told) if word.roles & _NUM]
    if len(numbers) < 2 or numbers[0] != 0:
        return []
    behind = [told[first + 1 : last] for first, last in zip(numbers, [*numbers[1:], len(told)], strict=True)]
    each = all(said and all(word.roles & _SAYS for word in said) for said in behind)
    return [told[at].start for at in numbers[1:]] if each else []
