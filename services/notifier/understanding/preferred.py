"""Which of two windows is preferred where both would do: "1 is ok but 2 is ideal", "比起2我更想要1".

What would do as well is not what was chosen. The preferred one is asked back: two windows were spoken well of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .choice import choice, doubted
from .fitting import TOUCHES, score
from .heard import FoundAnswer, Heard
from .languages.shape import BIT, bits
from .lexicon import BACKWARDS, lexicon
from .phrase_tree import Node
from .reading import OfferedWindow
from .times_said import Reference
from .words import Word

_BETTER, _THAN, _LIGHT = BIT["better"], BIT["than"], bits("light", "polite", "me", "i", "option", "hour_word")
_GOOD = bits("fits", "yes", "instead", "rather", "prefer")
_FITS = bits("fits", "yes")


@dataclass(frozen=True, slots=True)
class _Named:
    """A window, and the word that names it."""

    word: Word
    window: OfferedWindow


def preferred(heard: Heard, numbers: Sequence[Reference], windows: Sequence[OfferedWindow]) -> FoundAnswer | None:
    """The window that is better than another that was named too; None where no two are compared."""
    named = _named(heard, numbers, windows)
    if len({one.window.number for one in named}) < 2:
        return None
    better: list[_Named] = []
    for place, clause in enumerate(heard.reply.clauses):
        here = [one for one in named if one.word.clause == place]
        better += _better_of(clause, here) if here else []
    found = {one.window.number: one for one in better}
    if not found:
        return None
    if len(found) > 1:
        return FoundAnswer(missing="several are better, and not which")
    one = next(iter(found.values()))
    chosen = doubted(choice(heard, one.window, [one.window], [one.word], "better than another that was named"))
    return chosen if chosen.meanings else replace(chosen, guess=one.window.number)


def _named(heard: Heard, numbers: Sequence[Reference], windows: Sequence[OfferedWindow]) -> list[_Named]:
    by_number = {window.number: window for window in windows}
    named = [
        _Named(one.word, by_number[one.word.number or 0])
        for one in numbers
        if one.wanted and one.word.number in by_number
    ]
    for one in heard.wanted:
        fit = [window for window in windows if one.mention is not None and score(one.mention, window) > TOUCHES]
        named += [_Named(one.word, fit[0])] if len(fit) == 1 else []
    return sorted(named, key=lambda one: one.word.start)


def _better_of(clause: Sequence[Word], here: Sequence[_Named]) -> list[_Named]:
    """What a clause says is the better one: the only one that it names, the one that is better than the other, or the
    one behind "I prefer".
    """
    good = [place for place, word in enumerate(clause) if _is_better(word) and not word.negated]
    standards = [one for one in here if _is_standard(clause, _place(clause, one))]
    if standards and (good or any(word.roles & _FITS and not word.negated for word in clause)):
        others = [one for one in here if one.window not in [standard.window for standard in standards]]
        return others if len({one.window.number for one in others}) == 1 else []
    if not good:
        return []
    if len({one.window.number for one in here}) == 1:
        return [here[-1]]
    places = [_place(clause, one) for one in here]
    if good[0] > places[-1]:  # "1 theek hai par 2 behtar hai"
        each = any(word.roles & _FITS for word in clause[places[-2] + 1 : places[-1]])
        return [here[-1]] if each else []
    behind = [one for one, place in zip(here, places, strict=True) if place > good[0]]
    return behind if len({one.window.number for one in behind}) == 1 else []


def _place(clause: Sequence[Word], one: _Named) -> int:
    """Where it stands; a time may have become another, in the same place."""
    return next(at for at, word in enumerate(clause) if word.start == one.word.start)


def _is_standard(clause: Sequence[Word], place: int) -> bool:
    """Is it what another is better than: "2 than 1", and in Hindi "1 se 2"?"""
    step = place - 1
    while step >= 0 and clause[step].roles & _LIGHT and not clause[step].roles & _THAN:
        step -= 1
    if step >= 0 and clause[step].roles & _THAN and not _is_postposed(clause[step]):
        return True
    behind = clause[place + 1] if place + 1 < len(clause) else None
    return behind is not None and behind.roles & _THAN != 0 and _is_postposed(behind)


def _is_postposed(than: Word) -> bool:
    return than.language >= 0 and BACKWARDS >> than.language & 1 != 0


def _is_better(word: Word) -> bool:
    """Is it a word that prefers, or a phrase of consent with one in it ("suits me better")?"""
    if word.roles & _BETTER:
        return True
    pieces = word.text.split()
    if not word.roles & _GOOD or len(pieces) < 2:
        return False
    for first in range(len(pieces)):
        node: Node | None = lexicon(of_ascii=pieces[first].isascii()).root
        for piece in pieces[first:]:
            node = node.after(piece) if node is not None else None
            if node is None:
                break
            if node.meant.get(word.language, 0) & _BETTER:
                return True
    return False
