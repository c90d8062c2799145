"""What follows what in the entries of all languages: a tree of words that grows where texts come."""

from __future__ import annotations

from collections.abc import Iterable

LexiconEntry = tuple[tuple[tuple[str, ...], ...], int, int, int | None]
"""The ways to write each piece of an entry that has choices, its language, its roles, and the place in our list that it
names. Words have blanks between them.
"""
Begun = list[tuple[str, LexiconEntry, int]]
"""Of each entry that goes on from a word: the words that are left of a piece, and the piece behind them."""


class Node:
    """What can follow some words, and what they are on their own: language → roles (bits).

    What follows a word is worked out when a text comes this far: hardly any text comes far in many of the entries, and
    the choices in an entry would be thousands of entries if they were written out.
    """

    __slots__ = ("_follows", "meant", "number")

    def __init__(self) -> None:
        self.meant: dict[int, int] = {}
        self.number: int | None = None
        self._follows: dict[str, Node | Begun] = {}

    def after(self, word: str) -> Node | None:
        """What can follow when `word` does; None where no entry goes on with it."""
        found = self._follows.get(word)
        if isinstance(found, list):
            grown = Node()
            for words, entry, piece in found:
                grown.begin((words,), entry, piece)
            self._follows[word] = found = grown  # whole, since another thread may look; two grow the same
        return found

    def begin(self, ways: Iterable[str], entry: LexiconEntry, piece: int = 0) -> None:
        """An entry goes on from here with any of `ways`, and then its pieces from `piece` on; or it ends here."""
        pieces, language, roles, number = entry
        follows = self._follows
        for words in ways:
            if words:
                first, _, rest = words.partition(" ")
                begun = follows.get(first)
                if begun is None:
                    follows[first] = begun = []
                assert isinstance(begun, list), "grown before it was told all"
                begun.append((rest, entry, piece))
            elif piece < len(pieces):
                self.begin(pieces[piece], entry, piece + 1)
            else:
                self.meant[language] = self.meant.get(language, 0) | roles
                self.number = self.number if number is None else number
