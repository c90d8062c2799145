"""All languages in one table: which words and phrases begin at a word, and what they are in which language.

Built on the first use from the data in `languages`; reading it never changes it.
"""

from __future__ import annotations

import re
from functools import cache

from .languages import LANGUAGES
from .languages.shape import BIT, bits, spelt_out
from .letters import plainly

TOKEN = re.compile(
    r"[\u3400-\u9fff]|[\u0900-\u097f]+|[\u0600-\u06ff]+|\d+|[^\W\d_\u3400-\u9fff\u0900-\u097f\u0600-\u06ff]+(?:'[^\W\d_\u3400-\u9fff\u0900-\u097f\u0600-\u06ff]+)*|[^\w\s]|\n"
)
"""A word: one Chinese letter, a run of letters of another script, a number, or a sign."""
CODES = tuple(language.code for language in LANGUAGES)
BACKWARDS = sum(1 << place for place, language in enumerate(LANGUAGES) if language.negates_back)
DOUBLES = frozenset(place for place, language in enumerate(LANGUAGES) if language.doubles)
_COUNTED = bits("number", "option", "hour_word", "first", "last", "num", "visit", "not", "no")
STEM_LETTERS_MIN = 3
TYPO_LETTERS_MIN = 5
_LEET = str.maketrans("01345$@!", "oieassai")
_ELIDED = re.compile(r"^(j|l|d|n|m|c|s|t|qu|jusqu|quelqu|lorsqu|puisqu)'(?=\w)")
_REPEATED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")


class Node:
    """What can follow some words, and what they are on their own: language → roles (bits)."""

    __slots__ = ("follows", "meant", "number")

    def __init__(self) -> None:
        self.follows: dict[str, Node] = _NO_WORDS  # most words end an entry, and most entries hold more than one
        self.meant: dict[int, int] = _NO_ROLES
        self.number: int | None = None

    def after(self, word: str) -> Node:
        """The node that `word` leads to, made on first use."""
        if self.follows is _NO_WORDS:
            self.follows = {}
        node = self.follows.get(word)
        if node is None:
            node = self.follows[word] = Node()
        return node


_NO_WORDS: dict[str, Node] = {}
_NO_ROLES: dict[int, int] = {}


class Lexicon:
    """The table. `forms` are the ways in which a written word may be looked up."""

    __slots__ = ("_cache", "_deleted", "_joined", "_usual", "apart", "known", "root", "stems")

    def __init__(self) -> None:
        self.root = Node()
        self.known: dict[str, int] = {}
        self.stems: dict[str, int] = {}
        self._deleted: dict[str, str] = {}
        self._joined: list[str] = []
        self._cache: dict[str, tuple[str, ...]] = {}
        self._usual: dict[str, tuple[str, ...]] = {}
        """Each spelling of a word, and those that stand in the table for it."""
        self.apart: dict[str, tuple[str, str]] = {}
        """Words that are written as one, and where they part."""
        for language in LANGUAGES:
            for firsts, seconds in language.run_together:
                self.apart |= {a + b: (a, b) for a in firsts.split() for b in seconds.split()}
        for place, language in enumerate(LANGUAGES):
            usual: dict[str, str] = {}
            for listed in language.spellings:
                alike = plainly(listed).split()
                usual |= {word: usual.get(word, alike[0]) for word in alike}
            for word, same in usual.items():
                self.known[word] = self.known.get(word, 0) | 1 << place
                self._usual[word] = (*self._usual.get(word, ()), same)
            for entry, roles in language.entries():
                self._add(place, entry, roles, usual)
            for words, number in language.numbers.items():
                for word in spelt_out(words):
                    self._add(place, word, BIT["num"], usual).number = number
            self._joined += [prefix for prefix in language.joined if prefix not in self._joined]
        for word in self.known:
            if len(word) >= TYPO_LETTERS_MIN and word.isascii() and word.isalpha():
                for shorter in _one_less(word):
                    self._deleted.setdefault(shorter, word)
        self._share_ends()

    def _add(self, place: int, entry: str, roles: int, usual: dict[str, str]) -> Node:
        node = self.root
        words = words_of(entry if entry.isascii() else plainly(entry))
        for word in [part for written in words for part in self.apart.get(written, (written,))]:
            if word[-1] == "*":
                stem = word[:-1]
                self.stems[stem] = self.stems.get(stem, 0) | 1 << place
            else:
                self.known[word] = self.known.get(word, 0) | 1 << place
            node = node.after(usual.get(word, word))
        if node.meant is _NO_ROLES:
            node.meant = {}
        node.meant[place] = node.meant.get(place, 0) | roles
        return node

    def _share_ends(self) -> None:
        """One node for all ends of entries that mean the same: two thirds of the nodes are such ends."""
        ends: dict[tuple[object, ...], Node] = {}
        nodes = [self.root]
        while nodes:
            follows = nodes.pop().follows
            for word, node in follows.items():
                if node.follows:
                    nodes.append(node)
                else:
                    follows[word] = ends.setdefault((node.number, *node.meant.items()), node)

    def forms(self, word: str) -> tuple[str, ...]:
        """`word` as the table spells it, or as it was probably meant; () where nothing is near."""
        found = self._cache.get(word)
        if found is None:
            found = self._forms(word)
            if len(self._cache) < 20_000 and len(word) < 24:
                self._cache[word] = found
        return found

    def is_doubled(self, forms: tuple[str, ...]) -> bool:
        """Is a 2 behind this word the word again, and no number?"""
        known = [self.root.follows[form].meant for form in forms if form in self.root.follows]
        return any(place in DOUBLES for meant in known for place in meant) and not any(
            roles & _COUNTED for meant in known for roles in meant.values()
        )

    def spelled(self, word: str) -> tuple[str, ...]:
        """Like `forms`, without mending: letters that were written apart, digits for letters."""
        return self._spelled(word) or (self._spelled(word.translate(_LEET)) if not word.isalpha() else ())

    def _forms(self, word: str) -> tuple[str, ...]:
        word = word.replace("'", "")
        if found := self._spelled(word):
            return found if word.isascii() else (*found, *self._without_joined(word))
        if len(word) > 24:
            return ()
        for other in (_REPEATED.sub(r"\1", word), _REPEATED.sub(r"\1\1", word), _DOUBLED.sub(r"\1", word)):
            if other != word and len(other) >= STEM_LETTERS_MIN + 1 and (found := self._spelled(other)):
                return found
        if found := self._without_joined(word):
            return found
        if not word.isascii():
            return ()
        if not word.isalpha():
            return self._spelled(word.translate(_LEET)) if any(letter.isalpha() for letter in word) else ()
        return self._mended(word)

    def _without_joined(self, word: str) -> tuple[str, ...]:
        """`word` behind the little words that some languages write as its beginning: "wa", "al"."""
        for prefix in self._joined:
            longer = word.startswith(prefix) and len(word) > len(prefix) + 1
            if longer and (found := self._spelled(word[len(prefix) :])):
                return found
        return ()

    def _spelled(self, word: str) -> tuple[str, ...]:
        exact: tuple[str, ...] = (word,) if word in self.known else ()
        if usual := self._usual.get(word):
            exact = tuple(dict.fromkeys((word, *usual)))
        for size in range(len(word), STEM_LETTERS_MIN - 1, -1):
            if word[:size] in self.stems:
                return (*exact, f"{word[:size]}*")
        return exact

    def _mended(self, word: str) -> tuple[str, ...]:
        """One letter too many, too few, wrong or swapped; short words with a wrong letter are other words too soon."""
        if len(word) < TYPO_LETTERS_MIN:
            return ()
        if self._deleted.get(word, "")[:1] == word[0]:
            return self._spelled(self._deleted[word])
        shorter = _one_less(word)
        for place, short in enumerate(shorter):
            other = self._deleted.get(short, "")
            if len(other) == len(word) and _swapped_or_wrong(word, other, place):
                return self._spelled(other)
        for short in shorter[1:]:
            if len(short) >= TYPO_LETTERS_MIN and short in self.known:
                return self._spelled(short)
        return ()


def _swapped_or_wrong(word: str, other: str, place: int) -> bool:
    """Do two words of one length differ in two letters that changed places, or (in longer words) in one letter?"""
    differing = [at for at in range(len(word)) if word[at] != other[at]]
    if len(differing) == 1:
        return len(word) > TYPO_LETTERS_MIN and place > 0
    return (
        len(differing) == 2 and word[differing[0]] == other[differing[1]] and word[differing[1]] == other[differing[0]]
    )


def words_of(entry: str) -> list[str]:
    """An entry of a language's list as words; `*` stays at the end of its word."""
    if entry.isascii() and entry.replace(" ", "").isalpha():
        return entry.split()
    if min(entry) >= "\u3400" and max(entry) <= "\u9fff":
        return list(entry)
    found: list[str] = []
    for part in entry.split():
        star = part.endswith("*")
        pieces = split(part.rstrip("*"))
        if star:
            pieces[-1] += "*"
        found += pieces
    return found


def split(text: str) -> list[str]:
    """Folded text as words, without apostrophes."""
    words: list[str] = []
    for found in TOKEN.finditer(text):
        word = found.group()
        elided = _ELIDED.match(word)
        if elided is not None:
            words.append(elided.group(1))
            word = word[elided.end() :]
        if word not in "-_'*":
            words.append(word.replace("'", ""))
    return words


def elision(word: str) -> int:
    """How many letters of `word` are an elided word before it, with the apostrophe; 0 where there is none."""
    found = _ELIDED.match(word)
    return found.end() if found is not None else 0


def _one_less(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


@cache
def lexicon() -> Lexicon:
    return Lexicon()
